import type { NewId } from '#core/base/ids.ts';
import type { Instant } from '#core/base/time.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import { entities, entityNames, type Entity } from '#core/sync/entities.ts';
import { replay } from '#core/sync/rebase.ts';
import { reshow, shadowOf } from '#db/changes/image.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { listIntents } from '#db/queries/outbox.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { readRow, tableOf } from '#db/rows.ts';

export interface IntentTools {
  readonly newId: NewId;
  readonly nextHlc: () => string;
  readonly now: Instant;
}

interface Mending extends IntentTools {
  /** Tables of which a part could not be read. */
  readonly damaged: ReadonlySet<string>;
}

type Data = Readonly<Record<string, unknown>>;
interface RowRef {
  readonly entity: Entity;
  readonly id: string;
}

/**
 * Puts back what lost pages took from the unsent changes: a row shows its confirmed image with every change on top, so
 * what it shows beyond the changes that were read is a change that was not. Then shows every row by what is there now.
 * Returns how many changes were put together again. Sent twice they do no harm: same row, same values.
 */
export function mendIntents(db: WritableDb, mending: Mending): number {
  const isBroken = ['outbox', 'shadow'].some((table) => mending.damaged.has(table));
  addMissingShadows(db);
  const unsent = isBroken ? listUnsentRows(db) : [];
  for (const row of unsent) keepShadow(db, row, { scope: scopeHere(db, row), data: null });
  let rebuilt = 0;
  for (const row of listShadowed(db)) {
    if (isBroken && rebuildIntent(db, row, mending)) rebuilt += 1;
    const shadow = shadowOf(db, row.entity, row.id);
    if (shadow) reshow(db, shadow);
  }
  return rebuilt;
}

/** Rows with changes whose confirmed image was lost: until the centre sends it, what they showed stands in for it. */
function addMissingShadows(db: WritableDb): void {
  const text = `SELECT entity, row_id AS id, op FROM outbox o WHERE NOT EXISTS
    (SELECT 1 FROM shadow s WHERE s.entity = o.entity AND s.row_id = o.row_id) ORDER BY position`;
  for (const { op, ...row } of sql<RowRef & { op: string }>(db, text).all()) {
    const data = op === 'create' ? null : (readRow(db, row.entity, row.id)?.data ?? null);
    keepShadow(db, row, { scope: scopeHere(db, row), data });
  }
}

/** Rows the centre never confirmed, with nothing kept that says so; while everything is being read anew all are so. */
function listUnsentRows(db: WritableDb): RowRef[] {
  if (readSyncState<{ isRebuild?: boolean }>(db, 'bootstrap')?.isRebuild) return [];
  return entityNames
    .filter((entity) => entities[entity].merge !== 'central')
    .flatMap((entity) =>
      sql<{ id: string }>(
        db,
        `SELECT t.id FROM ${tableOf(entity).name} t WHERE t.seq = 0 AND t.hash_hi IS NULL AND NOT EXISTS
           (SELECT 1 FROM shadow s WHERE s.entity = ? AND s.row_id = t.id)`,
      )
        .all(entity)
        .map(({ id }) => ({ entity, id })),
    );
}

function listShadowed(db: WritableDb): RowRef[] {
  return sql<RowRef>(db, 'SELECT entity, row_id AS id FROM shadow').all();
}

function rebuildIntent(db: WritableDb, row: RowRef, mending: Mending): boolean {
  const { entity, id } = row;
  const { merge } = entities[entity];
  const shadow = shadowOf(db, entity, id);
  if (!shadow || merge === 'central') return false;
  const expected = replay(shadow, listIntents(db, entity, id));
  const shown = readRow(db, entity, id)?.data ?? null;
  const change = changeBetween(expected, shown);
  if (!change || (merge === 'fact' && change.op !== 'create')) return false;
  // A row that is not there was deleted only where its table could be read in whole.
  if (change.op === 'delete' && mending.damaged.has(tableOf(entity).name)) return false;
  enqueue(db, row, { ...change, base: shadow.seq }, mending);
  return true;
}

function changeBetween(
  expected: Data | null,
  shown: Data | null,
): { op: 'create' | 'patch' | 'delete'; patch: Data } | null {
  if (shown === null) return expected === null ? null : { op: 'delete', patch: {} };
  if (expected === null) return { op: 'create', patch: shown };
  const changed = Object.entries(shown).filter(
    ([field, value]) => canonicalJson(value ?? null) !== canonicalJson(expected[field] ?? null),
  );
  return changed.length === 0 ? null : { op: 'patch', patch: Object.fromEntries(changed) };
}

function enqueue(
  db: WritableDb,
  { entity, id }: RowRef,
  change: { readonly op: string; readonly patch: Data; readonly base: number },
  { newId, nextHlc, now }: IntentTools,
): void {
  const isWithdrawal = entity === 'consent' && change.op === 'create' && change.patch['given'] === false;
  sql(
    db,
    `INSERT INTO outbox (mid, group_id, lane, command, entity, row_id, op, patch, base, hlc, created_at)
     VALUES (?, ?, ?, 'salvage', ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    newId(),
    newId(),
    isWithdrawal ? 0 : 1,
    entity,
    id,
    change.op,
    JSON.stringify(change.patch),
    change.base,
    nextHlc(),
    now,
  );
}

function keepShadow(
  db: WritableDb,
  { entity, id }: RowRef,
  image: { readonly scope: string; readonly data: Data | null },
): void {
  sql(
    db,
    'INSERT INTO shadow (entity, row_id, scope, seq, data) VALUES (?, ?, ?, 0, ?) ON CONFLICT DO NOTHING',
  ).run(entity, id, image.scope, image.data && JSON.stringify(image.data));
}

function scopeHere(db: WritableDb, { entity, id }: RowRef): string {
  return readRow(db, entity, id)?.scope ?? '';
}
