import { minuteMs, type Instant } from '#core/base/time.ts';
import { coolingUntil, type PastContact } from '#core/calls/cooling.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { capOpensAt, capUses } from '#core/consent/caps.ts';
import { isOfficeMinute, isOpenAt, nextOpening, type Hours, type IsWorkday } from '#core/consent/hours.ts';
import { consentStanding, isDoNotContact, type LedgerEntry } from '#core/consent/ledger.ts';
import type { CapCode, Channel, ContactPolicy, Purpose } from '#core/consent/policy.ts';

/**
 * Every answer of the gate, in the order in which it asks; the first failure wins (domain §3.7). What yields to a reason
 * comes last: who gives one has met everything else.
 */
export const gateCodes = [
  'DNC_ALL',
  'COMPLAINT_FREEZE',
  'NO_MARKETING_GROUP',
  'NO_CONSENT',
  'NUMBER_QUARANTINED',
  'POLICY_UNREADABLE',
  'QUIET_HOURS',
  'HOLIDAY_BLOCK',
  'GAP_30MIN',
  'CAP_DAY',
  'CAP_WEEK',
  'CAP_MONTH',
  'COOLING',
  'SCRIPT_UNREVIEWED',
  'LADDER',
  'OK',
] as const;
export type GateCode = (typeof gateCodes)[number];

/** The rule behind each answer: docs/rules/contact-policy.md. */
const ruleIds: Readonly<Record<GateCode, string>> = {
  DNC_ALL: 'CP1',
  COMPLAINT_FREEZE: 'CP2',
  NO_MARKETING_GROUP: 'CP24',
  NO_CONSENT: 'CP3',
  NUMBER_QUARANTINED: 'CP4',
  POLICY_UNREADABLE: 'CP25',
  QUIET_HOURS: 'CP5',
  HOLIDAY_BLOCK: 'CP6',
  GAP_30MIN: 'CP7',
  CAP_DAY: 'CP8',
  CAP_WEEK: 'CP9',
  CAP_MONTH: 'CP10',
  COOLING: 'CP11',
  SCRIPT_UNREVIEWED: 'CP12',
  LADDER: 'CP23',
  OK: 'CP13',
};

export interface ContactQuestion {
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly client: {
    readonly lawfulBasis: ClientFields['lawfulBasis'];
    readonly tier: ClientFields['tier'];
    /** There is a number and it was not found to be wrong. */
    readonly hasUsableNumber: boolean;
    readonly hasOpenComplaint: boolean;
    /** Belongs to a group that gets no marketing. */
    readonly isMarketingFree: boolean;
  };
  readonly ledger: readonly LedgerEntry[];
  /** Past contacts of every channel, without those that were undone; 90 days are enough. */
  readonly contacts: readonly PastContact[];
  readonly now: Instant;
  readonly policy: ContactPolicy;
  readonly isWorkday: IsWorkday;
  /** When the client asked to be called, if so: then the hard hours hold and no gap is asked. */
  readonly agreedAt?: Instant | null;
  readonly isScriptReviewed?: boolean;
  /** False where the policy in force cannot be read by this program, and `policy` is the one before it. */
  readonly isPolicyReadable?: boolean;
  /** The rung before this one is missing, and nobody gave a reason to pass it over; see `core/consent/ladder.ts`. An invitation is one whether it serves or not. */
  readonly isRungMissing?: boolean;
}

export interface ContactVerdict {
  readonly allowed: boolean;
  readonly code: GateCode;
  readonly ruleId: string;
  readonly policyVersion: number;
  /** When it may be tried again; null when only the client or a colleague can change it. */
  readonly until: Instant | null;
}

/** What a check found against the contact; `until` as in the verdict. */
type Finding = { readonly until: Instant | null } | null;

/** Judges whether a client may be contacted now, by which rule of which policy version (domain §3.7). */
export function judgeContact(question: ContactQuestion): ContactVerdict {
  for (const code of gateCodes) {
    const finding = code === 'OK' ? null : checks[code](question);
    if (finding) return verdict(question, code, openingFrom(question, finding.until));
  }
  return verdict(question, 'OK', null);
}

const checks: Record<Exclude<GateCode, 'OK'>, (question: ContactQuestion) => Finding> = {
  DNC_ALL: ({ ledger }) => (isDoNotContact(ledger) ? { until: null } : null),
  COMPLAINT_FREEZE: ({ purpose, client }) =>
    purpose === 'MARKETING' && client.hasOpenComplaint ? { until: null } : null,
  NO_MARKETING_GROUP: ({ purpose, client }) =>
    purpose === 'MARKETING' && client.isMarketingFree ? { until: null } : null,
  NO_CONSENT: findNoConsent,
  NUMBER_QUARANTINED: ({ policy, channel, client }) =>
    policy.channels[channel].needsNumber && !client.hasUsableNumber ? { until: null } : null,
  POLICY_UNREADABLE: ({ purpose, isPolicyReadable }) =>
    purpose === 'MARKETING' && isPolicyReadable === false ? { until: null } : null,
  QUIET_HOURS: (question) =>
    isOfficeMinute(hoursOf(question), question.now) ? null : { until: question.now },
  HOLIDAY_BLOCK: (question) =>
    isOpenAt(hoursOf(question), question.now, question.isWorkday) ? null : { until: question.now },
  GAP_30MIN: findGap,
  CAP_DAY: (question) => findCap(question, 'CAP_DAY'),
  CAP_WEEK: (question) => findCap(question, 'CAP_WEEK'),
  CAP_MONTH: (question) => findCap(question, 'CAP_MONTH'),
  COOLING: ({ purpose, channel, contacts, client, now }) => {
    if (purpose !== 'MARKETING' || channel === 'SALON') return null;
    const until = coolingUntil(contacts, client.tier, now);
    return until === null ? null : { until };
  },
  SCRIPT_UNREVIEWED: ({ isScriptReviewed }) => (isScriptReviewed === false ? { until: null } : null),
  LADDER: ({ isRungMissing }) => (isRungMissing === true ? { until: null } : null),
};

function findNoConsent({ ledger, channel, purpose, client, now, policy }: ContactQuestion): Finding {
  const standing = consentStanding(ledger, { channel, purpose }, now);
  if (standing === 'GIVEN') return null;
  const isServed = purpose === 'SERVICE' && policy.serviceNeedsNoEntryFor.includes(client.lawfulBasis);
  return standing === 'NONE' && isServed ? null : { until: null };
}

function findGap(question: ContactQuestion): Finding {
  const { channel, contacts, now, policy } = question;
  const gapMs = policy.channels[channel].gapMinutes * minuteMs;
  if (gapMs === 0 || isAgreed(question)) return null;
  const last = Math.max(0, ...contacts.filter((one) => one.channel === channel).map((one) => one.endedAt));
  // "More than thirty minutes": the first whole minute after that is named.
  return now <= last + gapMs ? { until: last + gapMs + minuteMs } : null;
}

function findCap(question: ContactQuestion, code: CapCode): Finding {
  const { policy } = question;
  const ends = capUses(question)
    .filter((use) => use.code === code)
    .map((use) => capOpensAt(use, policy) ?? 0);
  const until = Math.max(0, ...ends);
  return until > 0 ? { until } : null;
}

function hoursOf(question: ContactQuestion): Hours {
  const { hours } = question.policy.channels[question.channel];
  return isAgreed(question) ? hours.SERVICE : hours[question.purpose];
}

function isAgreed({ agreedAt, now, policy }: ContactQuestion): boolean {
  return agreedAt !== null && agreedAt !== undefined && isAgreedHour(agreedAt, now, policy);
}

/** True when an instant lies in the time that a callback agreed for `agreedAt` may be made without asking again. */
export function isAgreedHour(
  agreedAt: Instant,
  now: Instant,
  { agreed }: Pick<ContactPolicy, 'agreed'>,
): boolean {
  return now >= agreedAt - agreed.earlyMinutes * minuteMs && now <= agreedAt + agreed.lateMinutes * minuteMs;
}

function openingFrom(question: ContactQuestion, until: Instant | null): Instant | null {
  return until === null ? null : nextOpening(hoursOf(question), until, question.isWorkday);
}

/** The verdict of a contact that nothing speaks against. */
export function allowedBy(policy: ContactPolicy): ContactVerdict {
  return verdict({ policy }, 'OK', null);
}

function verdict(
  { policy }: Pick<ContactQuestion, 'policy'>,
  code: GateCode,
  until: Instant | null,
): ContactVerdict {
  return {
    allowed: code === 'OK',
    code,
    ruleId: ruleIds[code],
    policyVersion: policy.version,
    until,
  };
}
