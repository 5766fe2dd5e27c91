import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, businessDayOf, dayMs, startOfDay, type Instant } from '#core/base/time.ts';
import { outcomes } from '#core/calls/contact.ts';
import { rebuildDerived, refreshDueSummaries } from '#db/changes/derive.ts';
import { purgeScope } from '#db/changes/purge.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { readRow, removeRow } from '#db/rows.ts';
import { throughGate } from '#db/gate.ts';
import { now, openBook, type Book } from '#test/db/clients/support.ts';
import { clientRow, riskTestRow, testManagerId as managerId } from '#test/support/rows.ts';

/** Everything derived, without the numbers that a rebuild hands out anew. */
function derived(db: WritableDb): { summaries: unknown[]; terms: unknown[] } {
  db.exec(
    `CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, client_search, instance)`,
  );
  const summaries = sql<Record<string, unknown>>(db, 'SELECT * FROM client_summary ORDER BY client_id').all();
  const terms = sql(
    db,
    `SELECT s.client_id, v.term FROM temp.vocabulary v LEFT JOIN client_summary s ON s.rid = v.doc
     ORDER BY s.client_id, v.term`,
  ).all();
  return { summaries: summaries.map(({ rid: _rid, ...summary }) => summary), terms };
}

function expectSameAsRebuilt(db: WritableDb, at: Instant): void {
  const kept = derived(db);
  rebuildDerived(db, at);
  expect(kept).toEqual(derived(db));
}

interface World {
  readonly book: Book;
  readonly clients: string[];
  readonly guests: string[];
  readonly tasks: string[];
  readonly contacts: string[];
  at: Instant;
}
type Step = (world: World, which: number, amount: number) => void;

const names = ['王小明', '单雄信', '欧阳娜娜', '买买提·艾力', 'John Smith', '𠮷野'];
const plainEdits = [
  { city: '成都' },
  { city: null },
  { city: '  ', tier: 'VIP' },
  { occupation: '工程师', gender: 'F' },
  { occupation: null },
  { ownerManagerId: '01940000-0000-7000-9000-000000000002', city: '杭州' },
  { birthDay: '1980-01-01', incomeBand: null, extra: { note: 'x' } },
  { phoneUsable: false, city: '苏州' },
] as const;
const at = <Item>(items: readonly Item[], index: number): Item | undefined => items[index % items.length];
const withClient =
  (step: (world: World, clientId: string, amount: number) => void): Step =>
  (world, which, amount) => {
    const clientId = at(world.clients, which);
    if (clientId && readRow(world.book.db, 'client', clientId)) step(world, clientId, amount);
  };
const ago = ({ at: moment }: World, amount: number): Instant => moment - (amount % 200) * dayMs;

const steps: readonly Step[] = [
  (world, which, amount) => {
    const known = {
      name: at(names, which) ?? '',
      registeredAt: ago(world, amount),
      statedAssetsFen: amount * 1000,
    };
    world.clients.push(world.book.client(known, world.at));
  },
  (world, which, amount) => {
    const id = world.book.newId();
    world.book.remote(
      'client',
      id,
      clientRow({ name: at(names, amount) ?? '', phone: `+86138${10_000_000 + which}` }),
      world.at,
    );
    world.clients.push(id);
  },
  withClient((world, id, amount) =>
    world.book.local(
      [{ op: 'patch', entity: 'client', id, patch: { name: at(names, amount) ?? '' } }],
      world.at,
    ),
  ),
  withClient((world, id, amount) =>
    world.book.local([{ op: 'patch', entity: 'client', id, patch: at(plainEdits, amount) ?? {} }], world.at),
  ),
  withClient((world, id, amount) =>
    world.book.remote('client', id, clientRow({ statedAssetsFen: amount * 100_000, tier: 'VIP' }), world.at),
  ),
  withClient((world, clientId, amount) => {
    const data = {
      clientId,
      productId: 'p',
      amountFen: amount * 100_000,
      sinceDay: '2026-01-01',
      maturesOn: addDays('2026-11-23', amount % 30),
      asOf: world.at,
    };
    world.book.remote('holding', world.book.newId(), data, world.at);
  }),
  withClient((world, clientId, amount) => {
    const kind =
      at(['LOGIN', 'INVEST', 'REDEEM', 'MATURED', 'CARD_UNBOUND', 'POINTS_CASHED'] as const, amount) ??
      'LOGIN';
    const data = {
      clientId,
      kind,
      productId: null,
      amountFen: amount * 5000,
      happenedAt: ago(world, amount),
    };
    world.book.remote('activity', world.book.newId(), data, world.at);
  }),
  withClient((world, clientId, amount) => {
    const id = world.book.newId();
    const startedAt = ago(world, amount);
    const outcome = at(outcomes, amount) ?? 'BUSY';
    const data = {
      clientId,
      managerId,
      channel: 'PHONE',
      purpose: 'MARKETING',
      reason: 'FRESH',
      outcome,
      note: '',
      startedAt,
      endedAt: startedAt,
      taskId: null,
    } as const;
    world.book.local([{ op: 'create', entity: 'contact', id, data }], world.at);
    world.contacts.push(id);
  }),
  (world, which) => {
    const contactId = at(world.contacts, which);
    const contact = contactId && readRow(world.book.db, 'contact', contactId);
    if (!contactId || !contact) return;
    const data = { clientId: contact.data.clientId, contactId, managerId, undoneAt: world.at };
    world.book.local([{ op: 'create', entity: 'contactUndo', id: world.book.newId(), data }], world.at);
  },
  withClient((world, clientId, amount) => {
    const id = world.book.newId();
    const kind = amount % 2 ? 'COMPLAINT' : 'CALLBACK';
    const data = {
      clientId,
      managerId,
      kind,
      dueAt: world.at + amount,
      text: '',
      status: 'OPEN',
      fromContactId: null,
      closedAt: null,
    } as const;
    world.book.local([{ op: 'create', entity: 'task', id, data }], world.at);
    world.tasks.push(id);
  }),
  (world, which, amount) => {
    const id = at(world.tasks, which);
    if (!id || !readRow(world.book.db, 'task', id)) return;
    world.book.local(
      [
        amount % 2
          ? { op: 'delete', entity: 'task', id }
          : { op: 'patch', entity: 'task', id, patch: { status: 'DONE' } },
      ],
      world.at,
    );
  },
  withClient((world, clientId, amount) => {
    const isBlanket = amount % 3 === 0;
    const data = {
      clientId,
      channel: isBlanket ? null : 'PHONE',
      purpose: isBlanket ? null : 'MARKETING',
      given: amount % 2 === 0,
      evidence: 'x',
      recordedBy: managerId,
      recordedAt: ago(world, amount),
      expiresAt: null,
    } as const;
    world.book.local([{ op: 'create', entity: 'consent', id: world.book.newId(), data }], world.at);
  }),
  withClient((world, clientId, amount) => {
    const data = riskTestRow({
      clientId,
      score: 1,
      level: at(['C1', 'C3', 'C5'] as const, amount) ?? 'C1',
      takenAt: ago(world, amount),
      validThrough: addDays(businessDayOf(world.at), (amount % 60) - 30),
    });
    world.book.local([{ op: 'create', entity: 'riskTest', id: world.book.newId(), data }], world.at);
  }),
  withClient((world, clientId, amount) => {
    const id = world.book.newId();
    const state = amount % 3 ? 'declined' : 'accepted';
    const data = {
      eventId: 'e',
      clientId,
      name: 'x',
      phone: null,
      hostManagerId: managerId,
      plusOneOf: null,
      state,
      stateAt: ago(world, amount),
      invitedAt: world.at,
      ticketCode: null,
      revokedCodes: [],
      foreignCode: null,
      seat: null,
      invitedFrom: 'LIST',
    } as const;
    world.book.local(
      [
        {
          op: 'create',
          entity: 'guest',
          id,
          data: { ...data, revokedCodes: [], foreignCode: null, seat: null },
        },
      ],
      world.at,
    );
    world.guests.push(id);
  }),
  (world, which, amount) => {
    const id = at(world.guests, which);
    if (!id || !readRow(world.book.db, 'guest', id)) return;
    const clientId = at(world.clients, amount) ?? null;
    world.book.local(
      [
        amount % 2
          ? { op: 'delete', entity: 'guest', id }
          : { op: 'patch', entity: 'guest', id, patch: { clientId } },
      ],
      world.at,
    );
  },
  withClient((world, id, amount) => {
    if (amount % 2) world.book.remote('client', id, null, world.at);
    else purgeScope(world.book.db, `client:${id}`, world.at);
  }),
  (world) => {
    world.at += dayMs;
    while (refreshDueSummaries(world.book.db, world.at, 2) > 0);
  },
];

describe('derive', () => {
  test('[LC14] after any changes, local or remote, what is derived equals a rebuild from the facts', () => {
    const move = fc.tuple(fc.nat(steps.length - 1), fc.nat(6), fc.nat(2000));
    fc.assert(
      fc.property(fc.array(move, { minLength: 5, maxLength: 40, size: 'max' }), (moves) => {
        const world: World = { book: openBook(), clients: [], guests: [], tasks: [], contacts: [], at: now };
        world.clients.push(world.book.client(), world.book.client());
        for (const [step, which, amount] of moves) steps[step]?.(world, which, amount);
        expectSameAsRebuilt(world.book.db, world.at);
      }),
      { numRuns: 40 },
    );
  });

  test('[LC14] a change that bypasses derive is noticed by that comparison', () => {
    const book = openBook();
    const id = book.client();
    throughGate(book.db, () => removeRow(book.db, 'client', id));
    expect(() => expectSameAsRebuilt(book.db, now)).toThrow();
  });

  test('[LC15] a new business day judges summaries anew, once', () => {
    const book = openBook();
    const id = book.client({ registeredAt: startOfDay('2026-05-27') });
    const stage = () =>
      sql<{ stage: string }>(book.db, 'SELECT stage FROM client_summary WHERE client_id = ?').get(id);
    expect(stage()).toEqual({ stage: 'ACTIVATION' });
    expect(refreshDueSummaries(book.db, now)).toBe(0);
    expect(refreshDueSummaries(book.db, now + dayMs)).toBe(1);
    expect(stage()).toEqual({ stage: 'EXPIRED' });
    expect(refreshDueSummaries(book.db, now + dayMs)).toBe(0);
  });

  test('[LC14] a client that is gone leaves neither summary nor terms', () => {
    const book = openBook();
    const id = book.client({ name: '欧阳娜娜' });
    purgeScope(book.db, `client:${id}`, now);
    expect(derived(book.db)).toEqual({ summaries: [], terms: [] });
  });
});
