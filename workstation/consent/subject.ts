import type { PastContact } from '#core/calls/cooling.ts';
import type { ClientFields } from '#core/clients/client.ts';
import type { ContactQuestion } from '#core/consent/contact-gate.ts';
import type { LedgerEntry } from '#core/consent/ledger.ts';
import { ledgerOf, openTasksOf, recentContacts, type OpenTaskRow } from '#db/queries/contact-gate.ts';
import type { Station } from '#workstation/station.ts';

/** Everything the contact rules read of one client, whichever the channel. */
export interface ContactSubject {
  readonly clientId: string;
  readonly client: ClientFields;
  readonly ledger: readonly LedgerEntry[];
  readonly contacts: readonly PastContact[];
  readonly openTasks: readonly OpenTaskRow[];
}

/** Reads what the contact rules need of a client besides the client's own row. */
export function subjectOf({ db, clock }: Station, clientId: string, client: ClientFields): ContactSubject {
  return {
    clientId,
    client,
    ledger: ledgerOf(db, clientId),
    contacts: recentContacts(db, clientId, clock()),
    openTasks: openTasksOf(db, clientId),
  };
}

/** Returns what the contact gate asks of a subject on every channel: who it is, what was agreed, what happened. */
export function askedOf({
  client,
  ledger,
  contacts,
  openTasks,
}: ContactSubject): Pick<ContactQuestion, 'client' | 'ledger' | 'contacts'> {
  const { lawfulBasis, tier, phone, phoneUsable } = client;
  return {
    client: {
      lawfulBasis,
      tier,
      hasUsableNumber: phone !== null && phoneUsable,
      isMarketingFree: false,
      hasOpenComplaint: openTasks.some(({ kind }) => kind === 'COMPLAINT'),
    },
    ledger,
    contacts,
  };
}
