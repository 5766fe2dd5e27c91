import { businessDayOf, startOfDay } from '#core/base/time.ts';
import type { ContactFields, TaskFields } from '#core/calls/contact.ts';
import type { ClientFields } from '#core/clients/client.ts';
import type { GateCode } from '#core/consent/contact-gate.ts';
import type { TagSpan } from '#core/consent/marketing-free.ts';
import type { ConsentFields } from '#core/consent/consent.ts';
import { rungTimes } from '#core/consent/ladder.ts';
import type { ComplaintSpan, ContactHistory } from '#core/consent/over-contact.ts';
import type { ContactVerdictFields } from '#core/consent/stored-verdict.ts';

type Row<Fields> = Fields & { readonly id: string };

/** The whole rows of one client that the contact rules read, of each kind in any order. */
export interface ContactRows {
  readonly client: Pick<ClientFields, 'lawfulBasis' | 'tier' | 'registeredAt'>;
  readonly contacts: readonly Row<ContactFields>[];
  readonly undone: ReadonlySet<string>;
  readonly verdicts: readonly Row<ContactVerdictFields>[];
  readonly overrides: readonly { readonly contactId: string; readonly code: GateCode }[];
  readonly consents: readonly ConsentFields[];
  readonly tags: readonly TagSpan[];
  readonly tasks: readonly TaskFields[];
}

/** Puts a client's rows together as the contact rules read them: what a workstation does by queries, for the centre. */
export function historyFromRows(rows: ContactRows): ContactHistory {
  const { registeredAt, ...client } = rows.client;
  const standing = rows.contacts
    .filter(({ id }) => !rows.undone.has(id))
    .toSorted((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
  const kept = firstVerdicts(rows.verdicts);
  const overridden = new Set(
    rows.overrides.filter(({ code }) => code === 'LADDER').map((one) => one.contactId),
  );
  return {
    client,
    ledger: rows.consents,
    contacts: standing.map((contact) => ({
      ...contact,
      verdictCode: kept.get(contact.id)?.code ?? null,
      agreedAt: kept.get(contact.id)?.agreedAt ?? null,
      numberTail: kept.get(contact.id)?.numberTail ?? null,
      isOverridden: overridden.has(contact.id),
    })),
    complaints: rows.tasks.flatMap((task) => complaintOf(task, rows)),
    tags: rows.tags,
    rungs: rungTimes({ registeredAt, contacts: standing }),
  };
}

function firstVerdicts(verdicts: ContactRows['verdicts']): Map<string, ContactVerdictFields> {
  const latestFirst = verdicts.toSorted((a, b) => b.judgedAt - a.judgedAt || (a.id > b.id ? -1 : 1));
  return new Map(latestFirst.flatMap((one) => (one.contactId === null ? [] : [[one.contactId, one]])));
}

/** A complaint begins with the call it was made in; one that came otherwise, on the morning of the day it is due. */
function complaintOf(task: TaskFields, { contacts, undone }: ContactRows): ComplaintSpan[] {
  const { kind, status, fromContactId, dueAt, closedAt } = task;
  if (kind !== 'COMPLAINT' || (fromContactId !== null && undone.has(fromContactId))) return [];
  const madeIn = contacts.find(({ id }) => id === fromContactId);
  const from = madeIn?.endedAt ?? startOfDay(businessDayOf(dueAt));
  return [{ from, until: status === 'OPEN' ? null : (closedAt ?? 0), fromContactId }];
}
