import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, businessDayOf, dayMs } from '#core/base/time.ts';
import type { Gap } from '#core/compliance/gap.ts';
import { scopeOf, type Entity } from '#core/sync/entities.ts';
import { applyConfirmed } from '#db/changes/confirm.ts';
import { refreshDueSummaries } from '#db/changes/derive.ts';
import { purgeScope } from '#db/changes/purge.ts';
import { sql } from '#db/handles.ts';
import { clientGaps } from '#db/queries/gaps.ts';
import { readRow } from '#db/rows.ts';
import { commit } from '#workstation/station.ts';
import { clientRow, riskTestRow, testManagerId } from '#test/support/rows.ts';
import { freshStore } from '#test/support/store.ts';
import { testStation } from '#test/support/station.ts';

const people = ['ka', 'kb', 'kc', 'kd'] as const;
const owners = [testManagerId, 'left', 'unknown'];
const who = fc.constantFrom(...people);

/** Something that happens to a client, to a manager, to a product, or to time. */
const edited = {
  tier: fc.constantFrom('MASS', 'VIP', 'PRIVATE'),
  birthDay: fc.constantFrom(null, '1980-01-01'),
  capacity: fc.constantFrom(null, 'FULL'),
  ownerManagerId: fc.constantFrom(...owners),
  statedAssetsFen: fc.constantFrom(null, 100, 200),
};
const act = fc.oneof(
  fc.record({ kind: fc.constant('PULL' as const), who, patch: fc.record(edited, { requiredKeys: [] }) }),
  // One field at a time: what a screen does, and what a summary may take over without being judged anew.
  ...Object.entries(edited).map(([field, value]) =>
    fc.record({
      kind: fc.constant('EDIT' as const),
      who,
      patch: (value as fc.Arbitrary<unknown>).map((to) => ({ [field]: to })),
    }),
  ),
  fc.record({
    kind: fc.constant('TEST' as const),
    who,
    isHere: fc.boolean(),
    days: fc.integer({ max: 40, min: -5 }),
  }),
  fc.record({ kind: fc.constant('VOID' as const), who }),
  fc.record({ kind: fc.constant('CHANGE' as const), who, isHere: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('HOLD' as const, 'SELL' as const, 'LOSE' as const), who }),
  fc.record({
    kind: fc.constant('MANAGER' as const),
    id: fc.constantFrom('left', testManagerId),
    isActive: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('PRODUCT' as const, 'RATING' as const) }),
  fc.record({ kind: fc.constant('TIME' as const), days: fc.integer({ min: 0, max: 400 }) }),
  fc.record({ kind: fc.constant('REFRESH' as const) }),
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

function world() {
  const station = testStation(freshStore());
  const { db } = station;
  let seq = 0;
  const pull = (
    entity: Entity,
    id: string,
    data: Readonly<Record<string, unknown>> | null,
    of = data,
  ): void => {
    seq += 1;
    applyConfirmed(db, [{ entity, id, scope: scopeOf(entity, id, of ?? {}), seq, data }], station.clock());
  };
  const rowsOf = (entity: 'riskTest' | 'holding', clientId: string) =>
    sql<{ id: string }>(
      db,
      `SELECT id FROM ${entity === 'holding' ? 'holding' : 'risk_test'} WHERE client_id = ? ORDER BY id`,
    )
      .all(clientId)
      .flatMap(({ id }) => ({
        id,
        data: readRow(db, entity, id)?.data as unknown as Record<string, unknown>,
      }));
  const write = (
    isHere: boolean,
    entity: 'riskTest' | 'investorFact',
    data: Record<string, unknown>,
  ): void => {
    if (isHere) commit(station, 'test', [{ op: 'create', entity, id: station.newId(), data } as never]);
    else pull(entity, station.newId(), data);
  };
  return { station, pull, rowsOf, write };
}

type World = ReturnType<typeof world>;

function play({ station, pull, rowsOf, write }: World, one: Act): void {
  const { db, testClock } = station;
  const now = station.clock();
  const clientId = 'who' in one ? one.who : '';
  const client = readRow(db, 'client', clientId)?.data;
  switch (one.kind) {
    case 'PULL':
      return pull('client', clientId, { ...(client ?? clientRow()), ...one.patch });
    case 'EDIT':
      if (client && Object.keys(one.patch).length > 0)
        commit(station, 'test', [{ op: 'patch', entity: 'client', id: clientId, patch: one.patch as never }]);
      return;
    case 'TEST':
      if (!client) return;
      return write(one.isHere, 'riskTest', {
        ...riskTestRow({ clientId, takenAt: now - 1, validThrough: addDays(businessDayOf(now), one.days) }),
      });
    case 'VOID': {
      const [first] = rowsOf('riskTest', clientId);
      return first && pull('riskTest', first.id, { ...first.data, voidedReason: 'DAY_LIMIT' });
    }
    case 'CHANGE':
      return client && write(one.isHere, 'investorFact', reported(clientId, now));
    case 'HOLD':
      return client && pull('holding', station.newId(), holding(clientId));
    case 'SELL': {
      const [first] = rowsOf('holding', clientId);
      return first && pull('holding', first.id, null, first.data);
    }
    case 'LOSE':
      purgeScope(db, `client:${clientId}`, now);
      return;
    case 'MANAGER':
      return pull('manager', one.id, { name: '林若溪', branchName: '示例支行', isActive: one.isActive });
    case 'PRODUCT':
    case 'RATING':
      return pull('ratingChange', station.newId(), {
        productId: 'p',
        ratingBefore: 'R2',
        ratingAfter: 'R3',
        changedAt: now,
      });
    case 'TIME':
      return testClock.advance(one.days * dayMs);
    case 'REFRESH':
      while (refreshDueSummaries(db, now) > 0);
  }
}

function reported(clientId: string, recordedAt: number) {
  const none = {
    amountFen: null,
    months: null,
    choice: null,
    documentKind: null,
    documentDate: null,
    signaturePath: null,
  };
  return {
    clientId,
    what: 'CHANGE',
    evidence: '退休了',
    ...none,
    recordedBy: testManagerId,
    recordedAt,
    retainUntil: '2046-11-23',
  };
}

function holding(clientId: string) {
  return { clientId, productId: 'p', amountFen: 300, sinceDay: '2026-01-05', maturesOn: null, asOf: 0 };
}

/** Says what is missing from the rows alone, without anything kept. */
function scanned({ station: { db, clock } }: World): Map<string, Gap[]> {
  const today = businessDayOf(clock());
  const all = sql<Record<string, string | number | null>>(
    db,
    `SELECT c.id, c.tier, c.birth_day AS birthDay, c.capacity,
       (SELECT is_active FROM manager WHERE id = c.owner_manager_id) AS isOwned,
       EXISTS (SELECT 1 FROM holding WHERE client_id = c.id) AS holds,
       (SELECT max(recorded_at) FROM investor_fact WHERE client_id = c.id AND what = 'CHANGE') AS changedAt,
       t.taken_at AS takenAt, t.valid_through AS validThrough
     FROM client c LEFT JOIN risk_test t ON t.id = (SELECT id FROM risk_test WHERE client_id = c.id
       AND voided_reason IS NULL AND sheet_id = 'default' ORDER BY taken_at DESC, id DESC LIMIT 1)`,
  ).all();
  const found = all.map((row): [string, Gap[]] => {
    const isVip = row['tier'] === 'VIP' || row['tier'] === 'PRIVATE';
    const changedOn =
      Number(row['changedAt'] ?? -1) >= Number(row['takenAt'])
        ? businessDayOf(Number(row['changedAt']))
        : null;
    const isEnded = changedOn !== null && changedOn <= String(row['validThrough']);
    const isOver = isEnded ? changedOn <= today : String(row['validThrough']) < today;
    const gaps: (Gap | false)[] = [
      isVip && row['isOwned'] !== 1 && 'NO_OWNER',
      isVip && row['takenAt'] === null && 'NO_TEST',
      isVip && row['takenAt'] !== null && isOver && !isEnded && 'TEST_EXPIRED',
      isVip && row['takenAt'] !== null && isOver && isEnded && 'TEST_ENDED',
      (isVip || row['holds'] === 1) && row['birthDay'] === null && 'NO_BIRTH_DAY',
      (isVip || row['holds'] === 1) && row['capacity'] === null && 'NO_CAPACITY',
    ];
    return [String(row['id']), gaps.filter((gap) => gap !== false)];
  });
  return new Map(found.filter(([, gaps]) => gaps.length > 0));
}

test('[RK111] what is kept of gaps equals a scan of all rows, whatever changed, came, left or ran out', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 5, maxLength: 40 }), (acts) => {
      const made = world();
      for (const one of [...people.map((id) => ({ kind: 'PULL' as const, who: id, patch: {} })), ...acts]) {
        play(made, one as Act);
        const { total, lines } = clientGaps(made.station.db, made.station.clock(), 100);
        expect(new Map(lines.map(({ clientId, gaps }) => [clientId, gaps]))).toEqual(scanned(made));
        expect(total).toBe(lines.length);
      }
    }),
    { numRuns: 25 },
  );
});
