import type { Ledger } from '#central/sync/ledger.ts';
import type { RowFields, StoredRecord } from '#central/store/shapes.ts';

interface NewScope {
  readonly scope: string;
  readonly seq: number;
  readonly data: RowFields;
}

/** Grants a new client's or event's scope to its author and to every host. */
export function openNewScope(ledger: Ledger, { scope, seq, data }: NewScope): void {
  for (const managerId of new Set([ledger.author.managerId, ...hostsOf(data)])) {
    ledger.changeGrant({ kind: 'open', scope, managerId, seq, isNew: true });
  }
}

/** Moves an event's scope with its hosts: who joins gains all of it, who leaves loses it. */
export function changeEventHosts(ledger: Ledger, before: StoredRecord, after: RowFields): void {
  const old = new Set(hostsOf(before.data ?? {}));
  const hosts = new Set(hostsOf(after));
  const { scope } = before;
  for (const managerId of [...hosts].filter((host) => !old.has(host))) {
    ledger.changeGrant({ kind: 'open', scope, managerId, seq: ledger.takeSeq() });
  }
  for (const managerId of [...old].filter((host) => !hosts.has(host))) {
    ledger.changeGrant({ kind: 'close', scope, managerId, seq: ledger.takeSeq() });
  }
}

function hostsOf(data: RowFields): string[] {
  return (data['hostManagerIds'] as string[] | undefined) ?? [];
}
