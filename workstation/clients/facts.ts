import { nationalDigits } from '#core/clients/phone.ts';
import type { ConsentFields } from '#core/consent/consent.ts';
import { readRow } from '#db/rows.ts';
import { commit, type Station } from '#workstation/station.ts';

/** Appends a note to a client; false where there is no such client. */
export function addNote(station: Station, clientId: string, text: string): boolean {
  if (!readRow(station.db, 'client', clientId)) return false;
  const data = { clientId, managerId: station.me.managerId, text, writtenAt: station.clock() };
  commit(station, 'client.note', [{ op: 'create', entity: 'note', id: station.newId(), data }]);
  return true;
}

/** Shows a phone in full and logs who looked and why, before it is shown; null where there is no such client. */
export function revealPhone(
  station: Station,
  clientId: string,
  reason: 'DIAL' | 'CHECK',
): { phone: string | null } | null {
  const client = readRow(station.db, 'client', clientId);
  if (!client) return null;
  const { phone } = client.data;
  if (phone === null) return { phone };
  const managerId = station.me.managerId;
  const data = { clientId, managerId, field: 'PHONE' as const, reason, revealedAt: station.clock() };
  commit(station, 'client.reveal', [{ op: 'create', entity: 'reveal', id: station.newId(), data }]);
  return { phone: nationalDigits(phone) };
}

export type ConsentInput = Pick<ConsentFields, 'channel' | 'purpose' | 'given' | 'evidence' | 'expiresAt'>;

/** Enters a consent or a withdrawal into the ledger; null where there is no such client. */
export function recordConsent(
  station: Station,
  clientId: string,
  entry: ConsentInput,
): { id: string } | null {
  if (!readRow(station.db, 'client', clientId)) return null;
  const id = station.newId();
  const data = { clientId, ...entry, recordedBy: station.me.managerId, recordedAt: station.clock() };
  commit(station, entry.given ? 'consent.give' : 'consent.withdraw', [
    { op: 'create', entity: 'consent', id, data },
  ]);
  return { id };
}
