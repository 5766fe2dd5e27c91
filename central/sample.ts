import type { Pool } from 'pg';
import type { Instant } from '#core/base/time.ts';
import { scopeOf, type Entity } from '#core/sync/entities.ts';
import { inTransaction, row } from '#central/database.ts';
import { createManager } from '#central/admin/branches.ts';
import { lockCounter, moveCounter } from '#central/sync/counter.ts';
import { writeGrantChanges, type GrantChange } from '#central/sync/grants.ts';
import { writeRecords, type StoredRecord } from '#central/sync/records.ts';

interface SampleRow {
  readonly entity: Entity;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface SampleBook {
  readonly tenantId: string;
  /** Managers to create, where the tenant has none with that id. */
  readonly managers: readonly { readonly id: string; readonly name: string }[];
  readonly rows: AsyncIterable<SampleRow> | Iterable<SampleRow>;
  readonly now: Instant;
  /** Called after each committed batch with the rows stored so far. */
  readonly onProgress?: (stored: number) => void;
}

const batchSize = 5000;

/**
 * Loads rows the program itself made (a sample book) in bulk: numbers, grants and hashes as if pushed, without
 * validation. Clients go to their owner, events to their hosts. Returns the rows stored; each batch is one commit.
 */
export async function loadSample(pool: Pool, book: SampleBook): Promise<number> {
  await addManagers(pool, book);
  let stored = 0;
  let writing: Promise<void> = Promise.resolve();
  for await (const batch of batchesOf(book.rows)) {
    await writing;
    stored += batch.length;
    const done = stored;
    // The next batch is made while PostgreSQL writes this one.
    writing = writeBatch(pool, book, batch).then(() => book.onProgress?.(done));
    writing.catch(() => undefined);
  }
  await writing;
  // Without statistics the planner reads whole tables for each page of the first sync that follows at once.
  await pool.query('ANALYZE record, scope_grant');
  return stored;
}

async function addManagers(pool: Pool, { tenantId, managers, now }: SampleBook): Promise<void> {
  for (const { id: managerId, name } of managers) {
    const found = await row(pool, 'SELECT 1 FROM manager WHERE tenant_id = $1 AND manager_id = $2', [
      tenantId,
      managerId,
    ]);
    if (!found) await createManager({ pool, now, newId: () => managerId }, { tenantId, name });
  }
}

async function* batchesOf(source: SampleBook['rows']): AsyncGenerator<SampleRow[]> {
  let batch: SampleRow[] = [];
  for await (const sample of source) {
    batch.push(sample);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function writeBatch(pool: Pool, { tenantId, now }: SampleBook, batch: readonly SampleRow[]): Promise<void> {
  return inTransaction(pool, async (db) => {
    await db.query('SET LOCAL synchronous_commit = off');
    const { seq: from } = await lockCounter(db, tenantId);
    const records = batch.map(({ entity, id, data }, index): StoredRecord => {
      return { entity, id, scope: scopeOf(entity, id, data), seq: from + index + 1, data, marks: {} };
    });
    await writeRecords(db, tenantId, records);
    await writeGrantChanges(db, { tenantId, now }, records.flatMap(grantsOf));
    await moveCounter(db, tenantId, from + batch.length);
  });
}

function grantsOf({ entity, scope, seq, data }: StoredRecord): GrantChange[] {
  const open = (managerId: string): GrantChange => ({ kind: 'open', scope, managerId, seq, isNew: true });
  if (entity === 'client') return [open(String(data?.['ownerManagerId']))];
  if (entity === 'event') return ((data?.['hostManagerIds'] as string[] | undefined) ?? []).map(open);
  return [];
}
