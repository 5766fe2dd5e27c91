import { entityNames, type Entity } from '#core/sync/entities.ts';
import type { Mutation } from '#core/sync/protocol.ts';
import { sql } from '#db/handles.ts';
import { tableOf } from '#db/rows.ts';
import { short } from '#test/sim/actions.ts';
import { hold } from '#test/sim/failure.ts';
import type { World } from '#test/sim/world.ts';
import type { Workstation } from '#test/sim/workstation.ts';

/** The cursor never passes a row that is not here: every row this manager sees up to it is held, in that state or a newer one. */
export function checkCursor(
  { centre, mirror, rotten }: World,
  at: Workstation,
  moved: { from: string | null; to: string | null },
): void {
  const to = centre.seqOf(moved.to ?? '');
  const from = moved.from === null ? 0 : Math.min(centre.seqOf(moved.from), to);
  if (to > mirror.head || !centre.isPresent(moved.to ?? '')) return;
  const scopes = centre.scopesOf(at.owner.managerId, to);
  for (const { entity, id, scope, seq, data } of mirror.rows.values()) {
    if (seq <= from || seq > to || !scopes.has(scope) || !data || rotten.has(`${entity} ${id}`)) continue;
    const held = heldSeq(at, entity, id);
    hold(
      held >= seq,
      'cursor-behind-rows',
      'diverged',
      () => `${at.owner.name} stands at ${to} without ${entity} ${short(id)} of ${seq} (holds ${held})`,
    );
  }
}

/** Within one history a device's cursor only goes forward, whatever pages come late. */
export function checkForward(
  { centre }: World,
  { owner }: Workstation,
  { from, to }: { from: string | null; to: string | null },
): void {
  if (from === null || to === null || centre.historyOf(from) !== centre.historyOf(to)) return;
  const isForward = centre.seqOf(to) >= centre.seqOf(from);
  hold(
    isForward,
    'cursor-never-goes-back',
    'diverged',
    () => `${owner.name} stood at ${centre.seqOf(from)} and stands at ${centre.seqOf(to)}`,
  );
}

/** Nothing is left of a scope once the device has read past its loss. */
export function checkAccess({ centre, mirror }: World, at: Workstation, cursor: string): void {
  if (centre.seqOf(cursor) < mirror.head || !centre.isPresent(cursor)) return;
  const scopes = centre.scopesOf(at.owner.managerId);
  const { db, disk } = at;
  disk.aside(() => {
    // What was made here and has not come up yet is nobody else's.
    for (const { scope } of sql<{ scope: string }>(
      db,
      'SELECT scope FROM shadow WHERE seq = 0 AND data IS NULL',
    ).all())
      scopes.add(scope);
    for (const text of scopeTexts) {
      const foreign = sql<{ scope: string; place: string }>(db, text)
        .all()
        .find(({ scope }) => !scopes.has(scope));
      hold(
        !foreign,
        'nothing-without-a-grant',
        'broken',
        () =>
          `${at.owner.name} has read up to the end and still holds ${foreign?.place} of ${foreign?.scope}`,
      );
    }
  });
}

/** A withdrawal that waits is in the very next push, unless one was noted before and may have been sent: it goes first, as it was. */
export function checkUrgent(at: Workstation, mutations: readonly Mutation[]): void {
  const { db, disk } = at;
  const isNoted = at.underWay === mutations.map(({ mid }) => mid).join(' ');
  if (disk.isDead || isNoted) return;
  disk.aside(() => {
    const urgent = sql<{ mid: string }>(
      db,
      `SELECT mid FROM outbox WHERE entity = 'consent' AND op = 'create' AND patch ->> '$.given' = 0 ORDER BY position`,
    ).all();
    if (urgent.length === 0) return;
    const sent = new Set(mutations.map(({ mid }) => mid));
    hold(
      urgent.some(({ mid }) => sent.has(mid)),
      'withdrawals-first',
      'broken',
      () => `${at.owner.name} pushes other work while a withdrawal waits`,
    );
  });
}

const scopeTexts = [
  `${entityNames.map((entity) => `SELECT scope, '${entity}' AS place FROM ${tableOf(entity).name}`).join(' UNION ')} UNION SELECT scope, 'shadow' FROM shadow UNION SELECT scope, 'parked' FROM parked`,
  `SELECT scope, 'journal' AS place FROM journal WHERE status <> 'rejected' AND scope <> ''`,
];

function heldSeq({ db, disk }: Workstation, entity: string, id: string): number {
  return disk.aside(() => {
    const parked =
      sql<{ seq: number }>(db, 'SELECT seq FROM parked WHERE entity = ? AND row_id = ?').get(entity, id)
        ?.seq ?? 0;
    if (!(entityNames as readonly string[]).includes(entity)) return parked;
    const shadow =
      sql<{ seq: number }>(db, 'SELECT seq FROM shadow WHERE entity = ? AND row_id = ?').get(entity, id)
        ?.seq ?? 0;
    const shown =
      sql<{ seq: number }>(db, `SELECT seq FROM ${tableOf(entity as Entity).name} WHERE id = ?`).get(id)
        ?.seq ?? 0;
    return Math.max(parked, shadow, shown);
  });
}
