import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSeatLines } from '#core/events/seat-lines.ts';
import { countTables, fillTables, tableOf, type Placed } from '#core/events/seating.ts';
import { makeTicketCode } from '#core/events/ticket.ts';

const wish = { by: 'HOST', perTable: 4, label: '#桌' } as const;

function guest(id: string, changed: Partial<Placed> = {}): Placed {
  return {
    id,
    seat: null,
    plusOneOf: null,
    hostManagerId: 'lin',
    state: 'accepted',
    tier: null,
    ...changed,
  };
}

describe('fillTables', () => {
  test('[EV122] guests of one host sit together, a companion beside who brings them', () => {
    const guests = [
      guest('a1'),
      guest('b1', { hostManagerId: 'chen' }),
      guest('a2'),
      guest('b2', { hostManagerId: 'chen', plusOneOf: 'a1' }),
      guest('b3', { hostManagerId: 'chen' }),
    ];
    expect(Object.fromEntries(fillTables(guests, wish))).toEqual({
      a1: '1桌',
      b2: '1桌',
      a2: '1桌',
      b1: '2桌',
      b3: '2桌',
    });
  });

  test('[EV122] by tier the highest comes first; who has a seat keeps it and counts', () => {
    const guests = [
      guest('mass', { tier: 'MASS' }),
      guest('vip', { tier: 'VIP' }),
      guest('private', { tier: 'PRIVATE' }),
      guest('there', { tier: 'MASS', seat: '1桌-3号' }),
      guest('no', { tier: 'VIP', state: 'declined' }),
    ];
    const seats = fillTables(guests, { ...wish, by: 'TIER', perTable: 2 });
    expect(Object.fromEntries(seats)).toEqual({ private: '1桌', vip: '2桌', mass: '2桌' });
  });

  test('[EV122] a group larger than a table begins an empty one, and a party larger than a table is parted', () => {
    const party = ['p0', 'p1', 'p2', 'p3', 'p4'].map((id) =>
      guest(id, { plusOneOf: id === 'p0' ? null : 'p0' }),
    );
    const seats = fillTables([guest('first', { hostManagerId: 'chen' }), ...party], { ...wish, perTable: 3 });
    expect(Object.fromEntries(seats)).toEqual({
      first: '1桌',
      p0: '2桌',
      p1: '2桌',
      p2: '2桌',
      p3: '3桌',
      p4: '3桌',
    });
  });

  test('[EV122] whoever comes gets a seat and no table holds more than it may', () => {
    const guests = fc.array(
      fc.record({
        host: fc.constantFrom('lin', 'chen', 'wu'),
        seat: fc.constantFrom(null, null, '1桌', '2桌'),
        bringsOf: fc.nat(9),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(guests, fc.integer({ min: 1, max: 9 }), (drawn, perTable) => {
        const all = drawn.map(({ host, seat, bringsOf }, index) =>
          guest(`g${index}`, {
            hostManagerId: host,
            seat,
            plusOneOf: index > 9 && bringsOf < 3 ? `g${bringsOf}` : null,
          }),
        );
        const seats = fillTables(all, { ...wish, perTable });
        expect(seats.size).toBe(all.filter(({ seat }) => seat === null).length);
        const after = all.map((one) => ({ seat: one.seat ?? seats.get(one.id) ?? null }));
        const before = new Map(countTables(all).map(({ table, guests: count }) => [table, count]));
        for (const { table, guests: count } of countTables(after)) {
          expect(count).toBeLessThanOrEqual(Math.max(perTable, before.get(table) ?? 0));
        }
      }),
    );
  });
});

describe('countTables', () => {
  test('[EV122] seats at one table count together, tables by their number', () => {
    expect(tableOf('3桌-5号')).toBe('3桌');
    expect(tableOf('A-12')).toBe('A');
    const seats = ['10桌', '2桌-1', '2桌/4号', '主桌', null].map((seat) => ({ seat }));
    expect(countTables(seats)).toEqual([
      { table: '2桌', guests: 2 },
      { table: '10桌', guests: 1 },
      { table: '主桌', guests: 1 },
    ]);
  });
});

describe('readSeatLines', () => {
  const ticketCode = makeTicketCode(() => 0.3);
  const named = [
    { id: 'wang', name: '王小明', phone: '+8613800001111', ticketCode },
    { id: 'li1', name: '李雷', phone: '+8613800002222', ticketCode: null },
    { id: 'li2', name: '李雷', phone: null, ticketCode: null },
  ];
  const read = (text: string) =>
    readSeatLines(text, named).map(({ guestId, seat, problem }) => [guestId, problem ?? seat]);

  test.each([
    ['name and seat from a spreadsheet', '王小明\t3桌'],
    ['by phone', '138 0000 1111\t3桌'],
    ['by ticket code', `${ticketCode}，3桌`],
    ['name, phone, seat', '王小明\t13800001111\t3桌'],
    ['a blank between', '王小明 3桌'],
  ])('[EV123] %s', (_how, text) => {
    expect(read(text)).toEqual([['wang', '3桌']]);
  });

  test('[EV123] a name of several is never guessed, a phone beside it decides; the rest says why not', () => {
    expect(read('李雷\t1桌')).toEqual([[null, 'SEVERAL']]);
    expect(read('李雷\t13800002222\t1桌')).toEqual([['li1', '1桌']]);
    expect(read('赵六\t1桌\r\n\r\n王小明')).toEqual([
      [null, 'NOBODY'],
      [null, 'NO_SEAT'],
    ]);
    expect(read('王小明\t1桌\n王小明\t2桌')).toEqual([
      ['wang', '1桌'],
      [null, 'TWICE'],
    ]);
  });
});
