import { productRows } from '#db/queries/products.ts';
import { shelfOf } from '#workstation/risk/rule-book.ts';
import type { DraftVerdict, MessageDraft } from '#core/api/messages.ts';
import { businessDayOf, type Instant } from '#core/base/time.ts';
import type { Reason } from '#core/calls/contact.ts';
import { checkDraft, isReviewed, type DraftCheck } from '#core/messages/draft-check.ts';
import { fillText } from '#core/messages/fill-text.ts';
import { namedProducts } from '#core/messages/named-products.ts';
import { messageTextOf, type MessageText } from '#core/messages/texts.ts';
import { accountsWith } from '#db/queries/messages.ts';
import { judgeAsk, readSubject, type ContactAsk } from '#workstation/consent/gate.ts';
import type { ContactSubject } from '#workstation/consent/subject.ts';
import { messageFactsOf } from '#workstation/messages/facts.ts';
import { productGate, productsFound, type ProductFinding } from '#workstation/risk/product-gate.ts';
import type { Station } from '#workstation/station.ts';

/** A draft with everything it was judged by, for whoever acts on it. */
export interface JudgedDraft {
  readonly subject: ContactSubject;
  readonly text: MessageText;
  readonly check: DraftCheck;
  readonly ask: ContactAsk;
  readonly findings: readonly ProductFinding[];
  readonly verdict: DraftVerdict;
}

/**
 * Judges a draft as it stands: its words, the contact, every product it names, and on WeChat that the client is a
 * contact of this manager's. Null where the client or the text is not here. The one place where a message asks.
 */
export function judgeDraft(
  station: Station,
  draft: MessageDraft,
  dataAt: Instant | null,
): JudgedDraft | null {
  const subject = readSubject(station, draft.clientId);
  const text = messageTextOf(draft.textId);
  if (!subject || !text || !text.channels.includes(draft.channel)) return null;
  const check = checkWords(station, subject, draft);
  if (!check) return null;
  const ask = { ...askOf(text, draft.channel), isScriptReviewed: isReviewed(check) };
  const contact = judgeAsk(subject, ask, station.clock());
  const findings = findProducts(station, { draft, text, words: check.text }, dataAt);
  // Steps belong to an offer; news of what the client holds waits for none.
  const offers = findings.filter(({ judged }) => judged.case.action !== 'KEEP_HOLDING');
  const products = [...productsFound(findings, 'BLOCK'), ...productsFound(offers, 'ALLOW_WITH_STEPS')];
  const isReachable = draft.channel === 'SMS' || isFriend(station, draft.clientId);
  const canSend = check.problems.length === 0 && contact.allowed && products.length === 0 && isReachable;
  const words = check.words.map(({ version: _version, articles, ...word }) => ({
    ...word,
    articles: [...articles],
  }));
  return {
    subject,
    text,
    check,
    ask,
    findings,
    verdict: { ...check, problems: [...check.problems], words, contact, products, isReachable, canSend },
  };
}

/** Checks nothing but the words of a draft; null where its text is none of this version. */
export function checkWords(
  station: Station,
  subject: ContactSubject,
  draft: MessageDraft,
): DraftCheck | null {
  const text = messageTextOf(draft.textId);
  if (!text) return null;
  const { language, channel, body, factId } = draft;
  const facts = messageFactsOf(station, subject, { language, factId });
  const filled = fillText(text, facts, language);
  return checkDraft({ text, channel, language, body, filled, facts }, businessDayOf(station.clock()));
}

/** Returns what the contact gate is asked about a text on a channel. */
export function askOf(
  { purpose, reason }: { readonly purpose: MessageText['purpose']; readonly reason: Reason },
  channel: MessageDraft['channel'],
): ContactAsk {
  return { channel, purpose, reason };
}

function findProducts(
  station: Station,
  named: { readonly draft: MessageDraft; readonly text: MessageText; readonly words: string },
  dataAt: Instant | null,
): readonly ProductFinding[] {
  const { db, clock } = station;
  // By every name it has here: one that is not on the shelf yet, or that nobody signed, is found and refused.
  const known = [...shelfOf(db, clock()), ...productRows(db)];
  const productIds = [...new Set(namedProducts(named.words, known).map(({ id }) => id))];
  const { clientId } = named.draft;
  const { isAboutHolding } = named.text;
  return productGate(station, dataAt)({ path: 'DRAFT', clientId, productIds, isAboutHolding });
}

function isFriend({ db, me }: Station, clientId: string): boolean {
  return accountsWith(db, me.managerId, clientId).length > 0;
}
