import type { Entry } from '#core/compliance/entry.ts';
import type { OverContact } from '#core/consent/over-contact.ts';

/** Makes the entry of a contact that the rules forbade, as everybody's work together shows it. */
export function overContactEntry(
  { contactId, at, channel, verdict }: OverContact,
  who: Pick<Entry, 'clientId' | 'clientName' | 'managerName'>,
): Entry {
  const { code, ruleId, policyVersion } = verdict;
  const rule = { ruleId, book: 'POLICY', article: null, version: String(policyVersion) };
  const said = { productName: null, code, reason: null, state: channel };
  return { kind: 'OVER_CONTACT', id: contactId, at, ...who, ...said, ...rule };
}
