import { dayMs, type Instant } from '#core/base/time.ts';
import { schemaVersion, type MutationResult } from '#core/sync/protocol.ts';
import { replay, type Intent } from '#core/sync/rebase.ts';
import { applyUnderived, touchedBy } from '#db/changes/confirm.ts';
import { derive, type TouchedRow } from '#db/changes/derive.ts';
import { forgetScope, isScopeHere } from '#db/changes/forget-scope.ts';
import { setImage, shadowOf } from '#db/changes/image.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { outboxColumns, toMutation, type OutboxRow } from '#db/queries/outbox.ts';

/**
 * Takes the centre's answers: each intent leaves the outbox for the journal, the row shows what the centre now holds
 * (or, refused, what it held before), with later intents still on top. One transaction; answers to intents that
 * are no longer waiting change nothing. What a centre of an older schema could not judge stays, marked with that
 * schema, its whole group with it. Returns the rows it touched.
 */
export function settleAnswers(
  db: WritableDb,
  results: readonly MutationResult[],
  now: Instant,
  centralSchema = schemaVersion,
): TouchedRow[] {
  return throughGate(db, () => {
    const answered = results.flatMap((result) => {
      if (result.status === 'held') {
        hold(db, result.mid, centralSchema);
        return [];
      }
      const row = takeFromOutbox(db, result, now);
      return row ? [{ row, result }] : [];
    });
    const confirmed = applyUnderived(
      db,
      answered.flatMap(({ result }) => result.row ?? []),
      now,
    );
    const byRow = Map.groupBy(answered, ({ row }) => `${row.entity} ${row.id}`);
    const restored = [...byRow.values()].flatMap((some) => settleShadow(db, some));
    const touched = [...confirmed, ...restored];
    derive(db, touched, now);
    return touched;
  });
}

function hold(db: WritableDb, mid: string, centralSchema: number): void {
  sql(
    db,
    'UPDATE outbox SET held_schema = ? WHERE group_id = (SELECT group_id FROM outbox WHERE mid = ?)',
  ).run(centralSchema, mid);
}

/** Marks refused changes as read; what they held is forgotten with it. */
export function acknowledgeRefused(db: WritableDb, mids: readonly string[], now: Instant): void {
  throughGate(db, () => {
    const mark = sql(
      db,
      `UPDATE journal SET acknowledged_at = ?, mutation = json_set(mutation, '$.patch', json('{}'))
       WHERE mid = ? AND status = 'rejected' AND acknowledged_at IS NULL`,
    );
    for (const mid of mids) mark.run(now, mid);
  });
}

function takeFromOutbox(db: WritableDb, result: MutationResult, now: Instant): OutboxRow | null {
  const found = sql<OutboxRow>(db, `DELETE FROM outbox WHERE mid = ? RETURNING ${outboxColumns}`).get(
    result.mid,
  );
  if (!found) return null;
  const scope = shadowOf(db, found.entity, found.id)?.scope ?? result.row?.scope ?? '';
  writeJournal(db, found, { scope, result, now });
  return found;
}

/** Writes the centre's (or, for lost access, this store's) last word on an intent. */
export function writeJournal(
  db: WritableDb,
  row: OutboxRow,
  { scope, result, now }: { scope: string; result: MutationResult; now: Instant },
): void {
  sql(
    db,
    `INSERT INTO journal (mid, entity, row_id, scope, mutation, status, code, detail, seq, answered_at,
       position, lane, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    row.mid,
    row.entity,
    row.id,
    scope,
    JSON.stringify(toMutation(row)),
    result.status,
    result.code,
    result.detail,
    // A value that lost leaves the row and its number as they were: then nobody knows from when this holds.
    result.status === 'merged' ? null : (result.row?.seq ?? null),
    now,
    row.position,
    row.lane,
    row.createdAt,
  );
}

/** An intent with the centre's last word on it. */
interface Answered {
  readonly row: OutboxRow;
  readonly result: MutationResult;
}

/**
 * Ends or redraws a row that got no new image with the answers to its intents, oldest first. Refused: back to the confirmed
 * image. Accepted but out of sight: that much of it stands, refused or waiting companions do not, until the centre says
 * that its scope is lost; where the scope has left already (everything was read anew meanwhile), that will not be said
 * again, and it goes at once.
 */
function settleShadow(db: WritableDb, answered: readonly Answered[]): TouchedRow[] {
  const [{ row }] = answered as [Answered];
  const shadow = shadowOf(db, row.entity, row.id);
  if (!shadow) return [];
  const unseen = answered.filter(({ result }) => result.status !== 'rejected' && !result.row);
  const isLeft = unseen.length > 0 && !isScopeHere(db, shadow.scope);
  if (isLeft) forgetScope(db, shadow.scope);
  const taken = isLeft
    ? []
    : unseen.map(({ row: { op, patch } }) => ({ op, patch: JSON.parse(patch) as object }));
  setImage(db, { ...shadow, data: replay(shadow, taken as Intent[]) });
  return touchedBy(row.entity, row.id, shadow.scope);
}

/** How long accepted intents stay on file, to be offered again to a centre restored from a backup (sync.md §2.12). */
const journalMs = 90 * dayMs;

/** Forgets accepted and acknowledged intents that are older than a restored backup could be; `now` by the centre's clock. */
export function pruneJournal(db: WritableDb, now: Instant): void {
  sql(
    db,
    `DELETE FROM journal WHERE answered_at < ? AND (status <> 'rejected' OR acknowledged_at IS NOT NULL)`,
  ).run(now - journalMs);
}
