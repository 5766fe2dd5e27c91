import { ORPCError } from '@orpc/server';
import type { PoolClient } from 'pg';
import type { AdminContext } from '#central/admin/branches.ts';
import { inTransaction, row, rows } from '#central/database.ts';
import { centreAuthor, type FieldMark } from '#core/sync/merge.ts';
import { writeHlc } from '#core/sync/hlc.ts';
import { lockCounter, moveCounter } from '#central/sync/counter.ts';
import { writeGrantChanges, type GrantChange } from '#central/sync/grants.ts';
import { loadRecords, writeRecords, type StoredRecord } from '#central/sync/records.ts';

export interface Assignment {
  readonly tenantId: string;
  readonly clientIds: readonly string[];
  readonly toManagerId: string;
}

/**
 * Moves clients to a manager in one transaction: owner, grants and what both managers' devices are told.
 * Clients that were deleted or are there already are passed over; an unknown client or manager throws NOT_FOUND.
 */
export async function assign(
  { pool, now }: AdminContext,
  { tenantId, clientIds, toManagerId }: Assignment,
): Promise<{ moved: number; seq: number }> {
  return inTransaction(pool, async (db) => {
    await requireManager(db, tenantId, toManagerId);
    const { seq: from } = await lockCounter(db, tenantId);
    const clients = await loadClients(db, tenantId, clientIds);
    const holders = await loadHolders(db, tenantId, clients);
    const move = moveClients({ clients, holders, toManagerId, now, from });
    await writeRecords(db, tenantId, move.records);
    await writeGrantChanges(db, { tenantId, now }, move.closed);
    await writeGrantChanges(db, { tenantId, now }, move.opened);
    await moveCounter(db, tenantId, move.seq);
    return { moved: move.records.length, seq: move.seq };
  });
}

async function requireManager(db: PoolClient, tenantId: string, managerId: string): Promise<void> {
  const found = await row(db, 'SELECT 1 FROM manager WHERE tenant_id = $1 AND manager_id = $2', [
    tenantId,
    managerId,
  ]);
  if (!found) throw new ORPCError('NOT_FOUND', { status: 404 });
}

async function loadClients(
  db: PoolClient,
  tenantId: string,
  clientIds: readonly string[],
): Promise<StoredRecord[]> {
  const ids = [...new Set(clientIds)];
  const records = await loadRecords(
    db,
    tenantId,
    ids.map((id) => ({ entity: 'client', id })),
  );
  if (records.length < ids.length) throw new ORPCError('NOT_FOUND', { status: 404 });
  return records.filter(({ data }) => data !== null);
}

async function loadHolders(
  db: PoolClient,
  tenantId: string,
  clients: readonly StoredRecord[],
): Promise<Map<string, string[]>> {
  const found = await rows<{ scope: string; manager_id: string }>(
    db,
    `SELECT scope, manager_id FROM scope_grant
     WHERE tenant_id = $1 AND scope = ANY ($2) AND to_seq IS NULL ORDER BY manager_id`,
    [tenantId, clients.map(({ scope }) => scope)],
  );
  const byScope = Map.groupBy(found, ({ scope }) => scope);
  return new Map([...byScope].map(([scope, list]) => [scope, list.map((entry) => entry.manager_id)]));
}

interface Move {
  readonly clients: readonly StoredRecord[];
  readonly holders: ReadonlyMap<string, string[]>;
  readonly toManagerId: string;
  readonly now: number;
  readonly from: number;
}

interface Moved {
  readonly records: StoredRecord[];
  readonly closed: GrantChange[];
  readonly opened: GrantChange[];
  readonly seq: number;
}

/** The row's number comes before the gain's: whoever gains the client has its newest row at the latest then. */
function moveClients({ clients, holders, toManagerId, now, from }: Move): Moved {
  const moved: Moved = { records: [], closed: [], opened: [], seq: from };
  let seq = from;
  const hlc = writeHlc({ ms: now, counter: 0, device: centreAuthor });
  for (const client of clients) {
    const held = holders.get(client.scope) ?? [];
    const { scope } = client;
    if (held.length === 1 && held[0] === toManagerId) continue;
    const mark: FieldMark = [++seq, hlc, centreAuthor, centreAuthor];
    moved.records.push({
      ...client,
      seq,
      data: { ...client.data, ownerManagerId: toManagerId },
      marks: { ...client.marks, ownerManagerId: mark },
    });
    for (const managerId of held) {
      if (managerId !== toManagerId) moved.closed.push({ kind: 'close', scope, managerId, seq: ++seq });
    }
    if (!held.includes(toManagerId)) {
      moved.opened.push({ kind: 'open', scope, managerId: toManagerId, seq: ++seq });
    }
  }
  return { ...moved, seq };
}
