import { ORPCError } from '@orpc/server';
import { writeHlc } from '#core/sync/hlc.ts';
import { centreAuthor, type FieldMark } from '#core/sync/merge.ts';
import type { CentreContext } from '#central/context.ts';
import type { GrantChange, StoredRecord } from '#central/store/shapes.ts';
import type { Transaction } from '#central/store/store.ts';

export interface Assignment {
  readonly tenantId: string;
  readonly clientIds: readonly string[];
  readonly toManagerId: string;
}

/**
 * Moves clients to a manager in one transaction: owner, grants and what both managers' devices are told.
 * Clients that were deleted or are there already are passed over; an unknown client or manager throws NOT_FOUND.
 */
export function assign(
  { store, clock }: CentreContext,
  { tenantId, clientIds, toManagerId }: Assignment,
): Promise<{ moved: number; seq: number }> {
  return store.write(tenantId, async (tx) => {
    if (!(await tx.manager(toManagerId))) throw new ORPCError('NOT_FOUND', { status: 404 });
    const now = clock();
    const { seq: from } = await tx.lockCounter();
    const clients = await readClients(tx, clientIds);
    const holders = await readHolders(tx, clients);
    const move = moveClients({ clients, holders, toManagerId, now, from });
    await tx.writeRecords(move.records);
    await tx.writeGrantChanges(move.closed, now);
    await tx.writeGrantChanges(move.opened, now);
    if (move.seq > from) await tx.moveCounter(move.seq);
    return { moved: move.records.length, seq: move.seq };
  });
}

async function readClients(tx: Transaction, clientIds: readonly string[]): Promise<StoredRecord[]> {
  const ids = [...new Set(clientIds)];
  const records = await tx.records(ids.map((id) => ({ entity: 'client', id })));
  if (records.length < ids.length) throw new ORPCError('NOT_FOUND', { status: 404 });
  return records.filter(({ data }) => data !== null);
}

async function readHolders(
  tx: Transaction,
  clients: readonly StoredRecord[],
): Promise<Map<string, string[]>> {
  const found = await tx.holders(clients.map(({ scope }) => scope));
  const byScope = Map.groupBy(found, ({ scope }) => scope);
  return new Map([...byScope].map(([scope, list]) => [scope, list.map(({ managerId }) => managerId)]));
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
