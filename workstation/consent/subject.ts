import type { Instant } from '#core/base/time.ts';
import type { PastContact } from '#core/calls/cooling.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { isMarketingFree, type TagSpan } from '#core/consent/marketing-free.ts';
import type { ContactQuestion } from '#core/consent/contact-gate.ts';
import type { RungTimes } from '#core/consent/ladder.ts';
import type { LedgerEntry } from '#core/consent/ledger.ts';
import type { ContactPolicy } from '#core/consent/policy.ts';
import type { RuleBook } from '#core/risk/rule-book.ts';
import {
  ledgerOf,
  openTasksOf,
  recentContacts,
  rungTimesOf,
  tagSpansOf,
  type OpenTaskRow,
} from '#db/queries/contact-gate.ts';
import { ruleBookOf } from '#workstation/risk/rule-book.ts';
import type { Station } from '#workstation/station.ts';

/** Everything the contact rules read of one client, whichever the channel. */
export interface ContactSubject {
  readonly clientId: string;
  readonly client: ClientFields;
  readonly ledger: readonly LedgerEntry[];
  readonly contacts: readonly PastContact[];
  readonly openTasks: readonly OpenTaskRow[];
  /** Tags with their time. */
  readonly tags: readonly TagSpan[];
  /** When the client came to stand on each rung of the ladder; read when asked, since few questions need it. */
  readonly rungs: () => RungTimes;
  /** The rules this workstation judges by. */
  readonly book: RuleBook;
}

/** Reads what the contact rules need of a client besides the client's own row. */
export function subjectOf({ db, clock }: Station, clientId: string, client: ClientFields): ContactSubject {
  return {
    clientId,
    client,
    ledger: ledgerOf(db, clientId),
    contacts: recentContacts(db, clientId, clock()),
    openTasks: openTasksOf(db, clientId),
    tags: tagSpansOf(db, clientId),
    rungs: () => rungTimesOf(db, clientId, client.registeredAt),
    book: ruleBookOf(db),
  };
}

/** Returns what the contact gate asks of a subject on every channel: who it is, what was agreed, what happened. */
export function askedOf(
  { client, ledger, contacts, openTasks, tags }: ContactSubject,
  { policy, now }: { readonly policy: ContactPolicy; readonly now: Instant },
): Pick<ContactQuestion, 'client' | 'ledger' | 'contacts'> {
  const { lawfulBasis, tier, phone, phoneUsable } = client;
  return {
    client: {
      lawfulBasis,
      tier,
      hasUsableNumber: phone !== null && phoneUsable,
      isMarketingFree: isMarketingFree(tags, policy, now),
      hasOpenComplaint: openTasks.some(({ kind }) => kind === 'COMPLAINT'),
    },
    ledger,
    contacts,
  };
}
