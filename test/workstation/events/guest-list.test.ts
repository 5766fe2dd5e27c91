import { describe, expect, test } from 'vitest';
import type { JudgedGuestList } from '#core/api/event-guest-list.ts';
import { csvLine } from '#core/import/export-cell.ts';
import { guestsOf, unsyncedOf } from '#db/queries/events.ts';
import { sql } from '#db/handles.ts';
import { readRow } from '#db/rows.ts';
import type { TestStation } from '#test/support/station.ts';
import { addClient, addGuest, stationWithSalon } from '#test/workstation/events/salon.ts';
import { exportArrivals } from '#workstation/events/arrivals-file.ts';
import { admitGuest, scanTicket } from '#workstation/events/door.ts';
import { takeGuestList, type ListWish } from '#workstation/events/guest-list/take.ts';
import { cancelEvent } from '#workstation/events/plan.ts';
import { xlsxWriter } from '#workstation/imports/write-xlsx.ts';

const head = ['姓名', '手机', '客户编号', '随行', '桌号', '状态'];

async function take(
  station: TestStation,
  eventId: string,
  file: string | Uint8Array,
  wish: Partial<ListWish & { isTaken: boolean }> = {},
): Promise<JudgedGuestList> {
  const whole = {
    eventId,
    columns: null,
    defaultState: null,
    samePersonRows: [],
    fileName: '名单.csv',
    isTaken: true,
    ...wish,
  };
  const taken = await takeGuestList(station, Buffer.from(file), whole);
  if (!taken.ok) throw new Error(taken.error);
  return taken.value;
}

const csv = (...rows: string[][]): string => [head, ...rows].map(csvLine).join('');
const became = ({ rows }: JudgedGuestList) =>
  rows.map(({ outcome, reason, state }) => reason ?? state ?? outcome);

describe('a guest list', () => {
  test('[EV125] finds clients by phone and name or by customer number; a phone of another name is asked about', async () => {
    const { station, eventId } = stationWithSalon();
    const wang = addClient(station, { name: '王小明', phone: '+8613800001111' });
    const li = addClient(station, { name: '李雷', phone: '+8613800002222', extra: { 客户号: 'C-77' } });
    const file = csv(
      ['王小明', '13800001111', '', '', '3桌', ''],
      ['李雷', '', 'C-77', '', '', ''],
      ['韩梅梅', '13800003333', '', '', '', ''],
      ['王夫人', '13800001111', '', '', '', ''],
    );
    const seen = await take(station, eventId, file, { isTaken: false, defaultState: 'accepted' });
    expect(became(seen)).toEqual(['accepted', 'accepted', 'accepted', 'NAME_DIFFERS']);
    expect(guestsOf(station.db, eventId)).toEqual([]);
    await take(station, eventId, file, { defaultState: 'accepted' });
    const listed = guestsOf(station.db, eventId).map(({ name, clientId, seat, invitedFrom, ticketCode }) => ({
      name,
      clientId,
      seat,
      invitedFrom,
      hasTicket: ticketCode !== null,
    }));
    const rest = { invitedFrom: 'IMPORT', hasTicket: true };
    expect(listed).toEqual([
      { name: '王小明', clientId: wang, seat: '3桌', ...rest },
      { name: '李雷', clientId: li, seat: null, ...rest },
      { name: '韩梅梅', clientId: null, seat: null, ...rest },
    ]);
  });

  test('[EV125] whoever is said to be the client of another name is that client, once', async () => {
    const { station, eventId } = stationWithSalon();
    const wang = addClient(station, { name: '王小明', phone: '+8613800001111' });
    const file = csv(['王总', '13800001111', '', '', '', '']);
    const wish = { defaultState: 'accepted', samePersonRows: [2] } as const;
    expect(became(await take(station, eventId, file, wish))).toEqual(['accepted']);
    expect(guestsOf(station.db, eventId)).toMatchObject([{ clientId: wang, name: '王小明' }]);
    expect((await take(station, eventId, file, wish)).rows).toMatchObject([{ outcome: 'SAME' }]);
  });

  test('[EV126] invites past the same gates as everywhere; a yes given elsewhere lifts what it lifts on the phone', async () => {
    const { station, eventId } = stationWithSalon();
    addClient(station, { name: '无授权', phone: '+8613800001111' }, []);
    addClient(station, { name: '勿扰', phone: '+8613800002222' }, [
      { given: false, channel: null, purpose: null },
    ]);
    addClient(station, { name: '可邀', phone: '+8613800003333' });
    const file = csv(
      ['无授权', '13800001111', '', '', '', ''],
      ['勿扰', '13800002222', '', '', '', ''],
      ['可邀', '13800003333', '', '', '', ''],
    );
    const invited = await take(station, eventId, file);
    expect(invited.defaultState).toBe('invited');
    expect(invited.rows.map(({ outcome }) => outcome)).toEqual(['SKIP', 'SKIP', 'NEW']);
    const contacts = sql<{ count: number }>(
      station.db,
      "SELECT count(*) AS count FROM contact WHERE channel = 'SALON'",
    ).get();
    expect(contacts?.count).toBe(1);
    const accepted = await take(station, eventId, file, { defaultState: 'accepted' });
    expect(accepted.rows.map(({ outcome }) => outcome)).toEqual(['NEW', 'SKIP', 'SAME']);
  });

  test('[EV127] over capacity people wait, companions too; rows twice, without a name or with a bad phone are not taken', async () => {
    const { station, eventId } = stationWithSalon({ capacity: 3 });
    const file = csv(
      ['王小明', '13800001111', '', '李雷', '', '参加'],
      ['韩梅梅', '', '', '1', '', '参加'],
      ['王小明', '13800001111', '', '', '', '参加'],
      ['', '', '', '', '1桌', '参加'],
      ['短号', '1380000', '', '', '', '参加'],
      ['赵六', '', '', '1', '', '婉拒'],
    );
    const list = await take(station, eventId, file);
    expect(became(list)).toEqual([
      'accepted',
      'accepted',
      'DUPLICATE_ROW',
      'NO_NAME',
      'BAD_PHONE',
      'declined',
    ]);
    expect(list.counts).toEqual({ new: 3, update: 0, same: 0, skip: 3, companions: 2 });
    const brought = guestsOf(station.db, eventId).filter(({ plusOneOf }) => plusOneOf !== null);
    expect(brought.map(({ name, state }) => [name, state])).toEqual([
      ['李雷', 'accepted'],
      ['韩梅梅 +1', 'waitlisted'],
    ]);
    expect(list.rows[5]?.notes).toEqual(['COMPANIONS_WAIT']);
  });

  test('[EV127] the same list again changes nothing; answers that came back move whom they may', async () => {
    const { station, eventId } = stationWithSalon();
    const invited = addGuest(station, eventId, { name: '王小明', state: 'invited' });
    const cameIn = addGuest(station, eventId, { name: '李雷', state: 'confirmed' });
    admitGuest(station, cameIn, { overrideReason: null });
    const file = csv(['王小明', '', '', '', '2桌', '参加'], ['李雷', '', '', '', '', '婉拒']);
    const list = await take(station, eventId, file);
    expect(list.rows).toMatchObject([
      { outcome: 'UPDATE', state: 'accepted', notes: [] },
      { outcome: 'SAME', state: 'confirmed', notes: ['STATE_KEPT'] },
    ]);
    expect(readRow(station.db, 'guest', invited)?.data).toMatchObject({
      state: 'accepted',
      seat: '2桌',
      ticketCode: expect.stringMatching(/^ZS/),
    });
    const waiting = unsyncedOf(station.db, eventId);
    expect((await take(station, eventId, file)).rows.map(({ outcome }) => outcome)).toEqual(['SAME', 'SAME']);
    expect(unsyncedOf(station.db, eventId)).toBe(waiting);
  });

  test("[EV128] pretix's list brings its tickets along: its own QR codes open the door", async () => {
    const { station, eventId } = stationWithSalon();
    const columns = ['Order code', 'Attendee name', 'Product', 'Price', 'Checked in', 'Paid', 'Secret'];
    const rows = [
      ['A1B2C', 'Li Lei', 'Salon', '0.00', '', 'Yes', 'k3a9mzp7w2xbqrtt'],
      ['A1B2C', 'Han Meimei', 'Salon', '0.00', '2026-11-20 10:00', 'No', 'z3a9mzp7w2xbqrtt'],
      ['D1B2C', 'Li Lei', 'Salon', '0.00', '', 'Yes', 'y3a9mzp7w2xbqrtt'],
    ];
    const writer = xlsxWriter('list');
    const file = Buffer.concat([writer.add([columns, ...rows]), writer.end()]);
    const list = await take(station, eventId, file);
    expect(list).toMatchObject({ system: 'PRETIX', defaultState: 'accepted', counts: { new: 3 } });
    expect(became(list)).toEqual(['accepted', 'tentative', 'accepted']);
    const answer = scanTicket(station, eventId, 'k3a9mzp7w2xbqrtt');
    expect(answer).toMatchObject({ ok: true, value: { result: 'OK', card: { name: 'Li Lei' } } });
    expect((await take(station, eventId, file)).counts).toMatchObject({ new: 0, same: 3 });
  });

  test('[EV127] a file that is no list, a list without names and a salon that is over are refused in words', async () => {
    const { station, eventId } = stationWithSalon();
    await expect(take(station, eventId, '城市,金额\n杭州,1\n')).rejects.toThrow('NO_NAME_COLUMN');
    await expect(take(station, eventId, '%PDF-1.7')).rejects.toMatchObject({ problem: 'OTHER_FORMAT' });
    await expect(take(station, eventId, '')).rejects.toMatchObject({ problem: 'EMPTY' });
    const long = csv(...Array.from({ length: 5100 }, (_, index) => [`来宾${index}`, '', '', '', '', '']));
    await expect(take(station, eventId, long)).rejects.toMatchObject({ problem: 'TOO_MANY_ROWS' });
    cancelEvent(station, eventId);
    await expect(take(station, eventId, csv(['王', '', '', '', '', '']))).rejects.toThrow('EVENT_OVER');
  });
});

describe('arrivals', () => {
  async function fileOf(station: TestStation, eventId: string, hasFullNumbers: boolean): Promise<string> {
    const wish = { eventId, format: 'csv', language: 'zh-CN', hasFullNumbers } as const;
    let bytes = '';
    for await (const piece of exportArrivals(station, wish) ?? [])
      bytes += Buffer.from(piece.bytes, 'base64').toString();
    return bytes;
  }

  test('[EV129] say who came when, at which desk and why, and hold no formula and no whole number', async () => {
    const { station, eventId } = stationWithSalon();
    const clientId = addClient(station, { name: '王小明', phone: '+8613800001111' });
    const guestId = addGuest(station, eventId, { clientId, name: '王小明', state: 'invited', seat: '3桌' });
    addGuest(station, eventId, { name: '=1+1', phone: '+8613800002222' });
    admitGuest(station, guestId, { overrideReason: '行长邀请' });
    const lines = (await fileOf(station, eventId, false)).split('\r\n');
    expect(lines[0]).toContain(
      '姓名,同行于,手机,层级,接待人,状态,座位,首次签到,离场,签到台,重复入场,例外放行原因,票码',
    );
    const wang = lines.find((line) => line.startsWith('王小明'));
    expect(wang).toMatch(/138\*{4}1111.*在场,3桌,\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,,Test desk,,行长邀请,/);
    expect(lines.some((line) => line.startsWith("'=1+1"))).toBe(true);
    expect(lines.join()).not.toContain('13800001111');
    expect(sql(station.db, 'SELECT * FROM reveal').all()).toEqual([]);
  });

  test('[EV129] whole numbers are those of clients, and each is on record before it leaves', async () => {
    const { station, eventId } = stationWithSalon();
    const clientId = addClient(station, { name: '王小明', phone: '+8613800001111' });
    addGuest(station, eventId, { clientId, name: '王小明' });
    addGuest(station, eventId, { name: '路人', phone: '+8613800002222' });
    const text = await fileOf(station, eventId, true);
    expect(text).toContain('13800001111');
    expect(text).toContain('138****2222');
    expect(sql(station.db, 'SELECT client_id, reason FROM reveal').all()).toEqual([
      { client_id: clientId, reason: 'EXPORT' },
    ]);
  });
});
