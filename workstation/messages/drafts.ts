import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract';
import type { messagesContract, OfferedText } from '#core/api/messages.ts';
import { businessDayOf, hourMs, startOfDay } from '#core/base/time.ts';
import { maskPhone } from '#core/clients/phone.ts';
import type { Purpose } from '#core/consent/policy.ts';
import { fillText, missingFacts } from '#core/messages/fill-text.ts';
import { capacityOf, messageLimits, paceOf, type Capacity, type Pace } from '#core/messages/limits.ts';
import type { MessageChannel } from '#core/messages/message.ts';
import { messageTexts, messageTextsFor, type MessageText } from '#core/messages/texts.ts';
import { accountsWith, countFriends, countSent, toldFactsOf } from '#db/queries/messages.ts';
import { judgeAsk, readSubject } from '#workstation/consent/gate.ts';
import type { ContactSubject } from '#workstation/consent/subject.ts';
import { messageFactsOf } from '#workstation/messages/facts.ts';
import { replyRates } from '#workstation/messages/replies.ts';
import type { Station } from '#workstation/station.ts';

type Input = InferContractRouterInputs<typeof messagesContract>['drafts'] & {
  readonly reason: MessageText['reason'];
  readonly factId: string | null;
};
type Drafts = InferContractRouterOutputs<typeof messagesContract>['drafts'];

/** Puts together what a manager needs to write to a client on a channel; null where the client is not here. */
export function draftsFor(station: Station, input: Input): Drafts | null {
  const { db, clock, me } = station;
  const { clientId, channel, reason } = input;
  const subject = readSubject(station, clientId);
  if (!subject) return null;
  const { name, phone, birthDay } = subject.client;
  const gate = (purpose: Purpose) => judgeAsk(subject, { channel, purpose, reason }, clock());
  return {
    name,
    phoneMasked: phone && maskPhone(phone),
    texts: offered(station, subject, input),
    told: toldFactsOf(db, clientId),
    birthDay,
    gates: { MARKETING: gate('MARKETING'), SERVICE: gate('SERVICE') },
    replies: replyRates(station),
    accounts: accountsWith(db, me.managerId, clientId),
    capacities: capacitiesOf(station),
    pace: paceNow(station, channel),
    now: clock(),
  };
}

/** Returns how full each of the manager's WeChat accounts is with clients. */
export function capacitiesOf({ db, me }: Station): Capacity[] {
  const counts = new Map(countFriends(db, me.managerId).map(({ account, count }) => [account, count]));
  return messageLimits.accounts.map(({ code }) => capacityOf(code, counts.get(code) ?? 0));
}

function paceNow({ db, clock, me }: Station, channel: MessageChannel): Pace {
  const now = clock();
  const span = { channel, hourFrom: now - hourMs, dayFrom: startOfDay(businessDayOf(now)) };
  return paceOf(channel, countSent(db, me.managerId, span));
}

/**
 * What can be sent stands first, the reason's own before all; then what lacks a fact, of this reason and of those that
 * fit any time.
 */
function offered(station: Station, subject: ContactSubject, input: Input): OfferedText[] {
  const { channel, reason, factId } = input;
  const zh = messageFactsOf(station, subject, { language: 'zh-CN', factId });
  const en = messageFactsOf(station, subject, { language: 'en', factId });
  const texts = messageTextsFor(reason, channel).map((text) => ({
    id: text.id,
    version: messageTexts.version,
    title: text.title,
    purpose: text.purpose,
    reason: text.reason,
    reviewedBy: text.reviewedBy,
    reviewedOn: text.reviewedOn,
    mayEdit: text.mayEdit,
    kind: text.kind,
    missing: missingFacts(text, zh),
    bodies: { 'zh-CN': fillText(text, zh, 'zh-CN'), en: fillText(text, en, 'en') },
  }));
  return [
    ...texts.filter(({ missing }) => missing.length === 0),
    ...texts.filter((text) => isWorthAFact(text, reason)),
  ];
}

/** A text that lacks a fact somebody can add; a holiday nobody can add. */
function isWorthAFact(text: OfferedText, reason: MessageText['reason']): boolean {
  const isMissing = text.missing.length > 0 && !text.missing.includes('holiday');
  return isMissing && [reason, 'MANUAL'].includes(text.reason);
}
