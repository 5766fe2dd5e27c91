import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, businessDayOf, dayMs, minuteMs, weekdayOf, type Instant } from '#core/base/time.ts';
import type { PastContact } from '#core/calls/cooling.ts';
import { dispositionOf } from '#core/calls/dispositions.ts';
import { gateCodes, judgeContact, type ContactQuestion } from '#core/consent/contact-gate.ts';
import type { LedgerEntry } from '#core/consent/ledger.ts';
import { contactPolicy } from '#core/consent/policy.ts';
import { isMainlandWorkday } from '#core/base/workday.ts';

const at = (text: string): Instant => Date.parse(`${text}+08:00`);
/** A Monday without a holiday near it. */
const monday10 = at('2026-11-23T10:00:00');

const marketingGiven: LedgerEntry = {
  channel: 'PHONE',
  purpose: 'MARKETING',
  given: true,
  recordedAt: monday10 - 100 * dayMs,
  expiresAt: null,
};
const dnc: LedgerEntry = {
  channel: null,
  purpose: null,
  given: false,
  recordedAt: monday10 - dayMs,
  expiresAt: null,
};

function call(startedAt: Instant, changed: Partial<PastContact> = {}): PastContact {
  return {
    channel: 'PHONE',
    purpose: 'MARKETING',
    reason: 'FRESH',
    outcome: 'TRANSFER',
    startedAt,
    endedAt: startedAt,
    ...changed,
  };
}

function ask(changed: Partial<ContactQuestion> = {}): ContactQuestion {
  return {
    channel: 'PHONE',
    purpose: 'MARKETING',
    client: {
      lawfulBasis: 'CONTRACT',
      tier: 'MASS',
      hasUsableNumber: true,
      hasOpenComplaint: false,
      isMarketingFree: false,
    },
    ledger: [marketingGiven],
    contacts: [],
    now: monday10,
    policy: contactPolicy,
    isWorkday: isMainlandWorkday,
    isScriptReviewed: true,
    ...changed,
  };
}

const codeOf = (changed: Partial<ContactQuestion>): string => judgeContact(ask(changed)).code;

test('[CP13] with nothing against it a contact is allowed, by the policy version that said so', () => {
  expect(judgeContact(ask())).toEqual({
    allowed: true,
    code: 'OK',
    ruleId: 'CP13',
    policyVersion: contactPolicy.version,
    until: null,
  });
});

/** Each failure alone, in the gate's order; every step adds to the question. */
const failures: readonly (readonly [string, (question: ContactQuestion) => ContactQuestion])[] = [
  ['DNC_ALL', (q) => ({ ...q, ledger: [...q.ledger, dnc] })],
  ['COMPLAINT_FREEZE', (q) => ({ ...q, client: { ...q.client, hasOpenComplaint: true } })],
  ['NO_MARKETING_GROUP', (q) => ({ ...q, client: { ...q.client, isMarketingFree: true } })],
  ['NO_CONSENT', (q) => ({ ...q, ledger: q.ledger.filter(({ purpose }) => purpose === null) })],
  ['NUMBER_QUARANTINED', (q) => ({ ...q, client: { ...q.client, hasUsableNumber: false } })],
  ['POLICY_UNREADABLE', (q) => ({ ...q, isPolicyReadable: false })],
  ['QUIET_HOURS', (q) => ({ ...q, now: at('2026-11-23T13:00:00') })],
  ['HOLIDAY_BLOCK', (q) => ({ ...q, isWorkday: () => false })],
  ['GAP_30MIN', (q) => ({ ...q, contacts: [...q.contacts, call(q.now - 5 * minuteMs)] })],
  [
    'CAP_DAY',
    (q) => ({
      ...q,
      contacts: [...q.contacts, call(q.now - 40 * minuteMs), call(q.now - 50 * minuteMs)],
    }),
  ],
  [
    'CAP_WEEK',
    (q) => ({ ...q, contacts: [...q.contacts, ...[1, 2, 3, 4].map((d) => call(q.now - d * dayMs))] }),
  ],
  [
    'CAP_MONTH',
    (q) => ({
      ...q,
      contacts: [
        ...q.contacts,
        ...[8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map((d) => call(q.now - d * dayMs)),
      ],
    }),
  ],
  ['COOLING', (q) => ({ ...q, contacts: [...q.contacts, call(q.now - 20 * dayMs, { outcome: 'NOT_NOW' })] })],
  ['SCRIPT_UNREVIEWED', (q) => ({ ...q, isScriptReviewed: false })],
  ['LADDER', (q) => ({ ...q, isRungMissing: true })],
];
const rules = 'CP1 CP2 CP24 CP3 CP4 CP25 CP5 CP6 CP7 CP8 CP9 CP10 CP11 CP12 CP23'.split(' ');

test('[CP13] the failures cover every code of the gate, in its order', () => {
  expect(failures.map(([code]) => code)).toEqual(gateCodes.filter((code) => code !== 'OK'));
});

test.each(failures.map(([code, spoil], index) => [rules[index], code, spoil] as const))(
  '[CP13] %s: %s alone is refused, with its rule',
  (ruleId, code, spoil) => {
    expect(judgeContact(spoil(ask()))).toMatchObject({ allowed: false, code, ruleId });
  },
);

test.each(
  failures.flatMap(([first], i) =>
    failures.slice(i + 1).map(([second], j) => [first, second, i, i + 1 + j] as const),
  ),
)('[CP13] %s wins over %s', (first, _second, i, j) => {
  // The clock is set before contacts are placed relative to it, whichever comes first in the gate.
  const both = [failures[i], failures[j]].filter((one) => one !== undefined);
  const ordered = both.sort(([a], [b]) => Number(b === 'QUIET_HOURS') - Number(a === 'QUIET_HOURS'));
  const question = ordered.reduce((asked, [, spoil]) => spoil(asked), ask());
  expect(judgeContact(question).code).toBe(first);
});

test('[CP1] do-not-contact stops service and agreed callbacks too, until it is lifted', () => {
  const ledger = [marketingGiven, dnc];
  expect(codeOf({ ledger, purpose: 'SERVICE', agreedAt: monday10 })).toBe('DNC_ALL');
  const lifted = { ...dnc, given: true, recordedAt: dnc.recordedAt + 1 };
  expect(codeOf({ ledger: [...ledger, lifted] })).toBe('OK');
});

test('[CP1] on the same instant the withdrawal wins', () => {
  expect(codeOf({ ledger: [marketingGiven, { ...dnc, given: true }, dnc] })).toBe('DNC_ALL');
  expect(codeOf({ ledger: [marketingGiven, dnc, { ...dnc, given: true }] })).toBe('DNC_ALL');
});

test('[CP1] a withdrawal stamped in the future by a fast clock counts at once', () => {
  expect(codeOf({ ledger: [marketingGiven, { ...dnc, recordedAt: monday10 + dayMs }] })).toBe('DNC_ALL');
});

test('[CP2] an open complaint freezes marketing, not the service that answers it', () => {
  const client = { ...ask().client, hasOpenComplaint: true };
  expect(codeOf({ client })).toBe('COMPLAINT_FREEZE');
  expect(codeOf({ client, purpose: 'SERVICE' })).toBe('OK');
});

test('[CP3] marketing needs a consent in the ledger; service needs none while nobody withdrew it', () => {
  expect(codeOf({ ledger: [] })).toBe('NO_CONSENT');
  expect(codeOf({ ledger: [], purpose: 'SERVICE' })).toBe('OK');
  const withdrawn = { ...marketingGiven, purpose: 'SERVICE' as const, given: false };
  expect(codeOf({ ledger: [withdrawn], purpose: 'SERVICE' })).toBe('NO_CONSENT');
});

test('[CP3] a consent for text messages is none for calls; one for every channel is', () => {
  expect(codeOf({ ledger: [{ ...marketingGiven, channel: 'SMS' }] })).toBe('NO_CONSENT');
  expect(codeOf({ ledger: [{ ...marketingGiven, channel: null }] })).toBe('OK');
});

test('[CP14] a consent without a purpose lifts a do-not-contact and grants no marketing', () => {
  const blanket = { ...dnc, given: true };
  expect(codeOf({ ledger: [blanket] })).toBe('NO_CONSENT');
  expect(codeOf({ ledger: [{ ...blanket, channel: 'PHONE' }] })).toBe('NO_CONSENT');
});

test('[CP15] a consent ends at its expiry; a withdrawal never expires', () => {
  const expiring = { ...marketingGiven, expiresAt: monday10 };
  expect(codeOf({ ledger: [expiring] })).toBe('NO_CONSENT');
  expect(codeOf({ ledger: [{ ...expiring, expiresAt: monday10 + 1 }] })).toBe('OK');
  const withdrawn = { ...expiring, given: false, recordedAt: expiring.recordedAt + 1 };
  expect(codeOf({ ledger: [marketingGiven, withdrawn] })).toBe('NO_CONSENT');
});

test('[CP4] a wrong number is not dialled, yet other channels stay open', () => {
  const client = { ...ask().client, hasUsableNumber: false };
  expect(codeOf({ client, purpose: 'SERVICE' })).toBe('NUMBER_QUARANTINED');
  const ledger = [{ ...marketingGiven, channel: 'WECHAT' as const }];
  expect(codeOf({ client, ledger, channel: 'WECHAT' })).toBe('OK');
});

test.each([
  ['08:59:59', 'QUIET_HOURS', 'QUIET_HOURS'],
  ['09:00:00', 'OK', 'OK'],
  ['11:59:59', 'OK', 'OK'],
  ['12:00:00', 'QUIET_HOURS', 'OK'],
  ['13:59:59', 'QUIET_HOURS', 'OK'],
  ['14:00:00', 'OK', 'OK'],
  ['19:59:59', 'OK', 'OK'],
  ['20:00:00', 'QUIET_HOURS', 'OK'],
  ['20:59:59', 'QUIET_HOURS', 'OK'],
  ['21:00:00', 'QUIET_HOURS', 'QUIET_HOURS'],
])('[CP5] at %s on a workday marketing is %s and service is %s', (time, marketing, service) => {
  const now = at(`2026-11-23T${time}`);
  expect(codeOf({ now })).toBe(marketing);
  expect(codeOf({ now, purpose: 'SERVICE' })).toBe(service);
});

test('[CP5] a refusal by the hour says when the hour comes', () => {
  expect(judgeContact(ask({ now: at('2026-11-23T12:00:00') })).until).toBe(at('2026-11-23T14:00:00'));
  expect(judgeContact(ask({ now: at('2026-11-27T20:30:00') })).until).toBe(at('2026-11-30T09:00:00'));
});

test('[CP6] weekends and public holidays are free of marketing, make-up workdays are not', () => {
  expect(codeOf({ now: at('2026-11-22T10:00:00') })).toBe('HOLIDAY_BLOCK');
  expect(codeOf({ now: at('2026-10-01T10:00:00') })).toBe('HOLIDAY_BLOCK');
  expect(weekdayOf('2026-10-10')).toBe(6);
  expect(codeOf({ now: at('2026-10-10T10:00:00') })).toBe('OK');
  expect(judgeContact(ask({ now: at('2026-10-01T10:00:00') })).until).toBe(at('2026-10-08T09:00:00'));
});

test('[CP6] service may be called on a rest day, inside the hard hours', () => {
  expect(codeOf({ now: at('2026-11-22T10:00:00'), purpose: 'SERVICE' })).toBe('OK');
  expect(codeOf({ now: at('2026-11-22T21:00:00'), purpose: 'SERVICE' })).toBe('QUIET_HOURS');
});

test('[CP7] more than thirty minutes lie between two calls, service calls too', () => {
  const contacts = [call(monday10 - 30 * minuteMs)];
  const refused = judgeContact(ask({ contacts }));
  expect(refused).toMatchObject({ code: 'GAP_30MIN', until: monday10 + minuteMs });
  expect(codeOf({ contacts, purpose: 'SERVICE' })).toBe('GAP_30MIN');
  expect(codeOf({ contacts: [call(monday10 - 31 * minuteMs, { outcome: 'NO_ANSWER' })] })).toBe('OK');
});

test('[CP16] a callback the client asked for needs no gap and holds the hard hours, rest days included', () => {
  const sundayNoon = at('2026-11-22T12:30:00');
  const contacts = [call(sundayNoon - 10 * minuteMs)];
  const asked = { now: sundayNoon, purpose: 'SERVICE' as const, contacts };
  expect(codeOf({ ...asked, agreedAt: sundayNoon })).toBe('OK');
  expect(codeOf({ ...asked, agreedAt: sundayNoon + 16 * minuteMs })).toBe('GAP_30MIN');
  expect(codeOf({ ...asked, agreedAt: sundayNoon - dayMs - minuteMs })).toBe('GAP_30MIN');
});

test('[CP8] two attempts a day for marketing, three for any purpose', () => {
  const attempts = [1, 2, 3].map((n) =>
    call(monday10 - n * 15 * minuteMs - 20 * minuteMs, { outcome: 'BUSY' }),
  );
  expect(codeOf({ contacts: attempts.slice(0, 1) })).toBe('OK');
  expect(codeOf({ contacts: attempts.slice(0, 2) })).toBe('CAP_DAY');
  expect(codeOf({ contacts: attempts.slice(0, 2), purpose: 'SERVICE' })).toBe('OK');
  expect(codeOf({ contacts: attempts, purpose: 'SERVICE' })).toBe('CAP_DAY');
});

test('[CP8] one marketing talk a day; the window is the Shanghai day', () => {
  expect(codeOf({ contacts: [call(at('2026-11-23T09:00:00'))] })).toBe('CAP_DAY');
  expect(codeOf({ contacts: [call(at('2026-11-22T23:59:59'))] })).toBe('OK');
});

test('[CP9] windows roll by whole days: the sixth day before still counts, the seventh does not', () => {
  const talks = [call(at('2026-11-17T09:00:00')), call(at('2026-11-18T09:00:00'))];
  const refused = judgeContact(ask({ contacts: talks }));
  expect(refused).toMatchObject({ code: 'CAP_WEEK', until: at('2026-11-24T09:00:00') });
  expect(codeOf({ contacts: [call(at('2026-11-16T09:00:00')), talks[1] ?? call(0)] })).toBe('OK');
});

test('[CP10] twelve marketing contacts a month over all channels', () => {
  const texts = Array.from({ length: 12 }, (_, n) => call(monday10 - (8 + n) * dayMs, { channel: 'WECHAT' }));
  expect(codeOf({ contacts: texts })).toBe('CAP_MONTH');
  expect(codeOf({ contacts: texts.slice(1) })).toBe('OK');
  expect(codeOf({ contacts: texts, purpose: 'SERVICE' })).toBe('OK');
});

test('[CP10] two salon invitations in thirty days', () => {
  const ledger = [{ ...marketingGiven, channel: null }];
  const invited = [5, 9].map((n) => call(monday10 - n * dayMs, { channel: 'SALON' }));
  expect(codeOf({ channel: 'SALON', ledger, contacts: invited })).toBe('CAP_MONTH');
  expect(codeOf({ channel: 'SALON', ledger, contacts: invited.slice(1) })).toBe('OK');
});

test('[CP11] "not now" rests thirty days, the second time ninety; service is not held up', () => {
  const once = call(monday10 - 29 * dayMs, { outcome: 'NOT_NOW' });
  expect(judgeContact(ask({ contacts: [once] }))).toMatchObject({
    code: 'COOLING',
    until: at('2026-11-24T10:00:00'),
  });
  expect(codeOf({ contacts: [{ ...once, endedAt: monday10 - 30 * dayMs }] })).toBe('OK');
  const twice = [
    call(monday10 - 120 * dayMs, { outcome: 'NOT_NOW' }),
    call(monday10 - 60 * dayMs, { outcome: 'NOT_NOW' }),
  ];
  expect(codeOf({ contacts: twice })).toBe('COOLING');
  expect(codeOf({ contacts: twice, purpose: 'SERVICE' })).toBe('OK');
});

test('[CP11] after service the tier sets the rest: 30 days for VIP, 90 for mass', () => {
  const contacts = [call(monday10 - 45 * dayMs, { outcome: 'DONE_SERVICE', purpose: 'SERVICE' })];
  expect(codeOf({ contacts })).toBe('COOLING');
  expect(codeOf({ contacts, client: { ...ask().client, tier: 'VIP' } })).toBe('OK');
});

test('[CP11] attempts used up rest fourteen days', () => {
  const attempts = [1, 3, 5, 8].map((d) => call(monday10 - d * dayMs, { outcome: 'NO_ANSWER' }));
  expect(codeOf({ contacts: attempts.slice(1) })).toBe('OK');
  expect(codeOf({ contacts: attempts, policy: { ...contactPolicy, channels: withoutWeekCap() } })).toBe(
    'COOLING',
  );
});

test('[CP12] an unreviewed script stops the call; where none is asked about, nothing is stopped', () => {
  expect(codeOf({ isScriptReviewed: false })).toBe('SCRIPT_UNREVIEWED');
  expect(codeOf({ isScriptReviewed: undefined })).toBe('OK');
});

test('[CP17] no sequence of allowed actions exceeds a cap or breaks the gap', () => {
  const step = fc.record({
    waitMinutes: fc.integer({ min: 1, max: 2000 }),
    channel: fc.constantFrom('PHONE', 'PHONE', 'PHONE', 'SMS', 'WECHAT', 'SALON', 'EMAIL'),
    purpose: fc.constantFrom('MARKETING', 'MARKETING', 'SERVICE'),
    outcome: fc.constantFrom('NO_ANSWER', 'BUSY', 'INTERESTED', 'TRANSFER', 'CALLBACK'),
  });
  const ledger = [{ ...marketingGiven, channel: null }];
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) => {
      let now = monday10;
      const made: PastContact[] = [];
      for (const { waitMinutes, channel, purpose, outcome } of steps as PastStep[]) {
        now += waitMinutes * minuteMs;
        const { allowed } = judgeContact(ask({ now, channel, purpose, ledger, contacts: made }));
        if (!allowed) continue;
        made.push(call(now, { channel, purpose, outcome }));
        expectWithinCaps(made);
      }
    }),
    { numRuns: 200 },
  );
});

type PastStep = { waitMinutes: number } & Pick<PastContact, 'channel' | 'purpose' | 'outcome'>;

/** Counts by hand what domain §3.7 allows, without the gate's own arithmetic. */
function expectWithinCaps(made: readonly PastContact[]): void {
  const last = made.at(-1);
  if (!last) return;
  const inDays = (days: number, keep: (one: PastContact) => boolean): number => {
    const first = addDays(businessDayOf(last.startedAt), 1 - days);
    return made.filter((one) => businessDayOf(one.startedAt) >= first && keep(one)).length;
  };
  const calls = made.filter(({ channel }) => channel === 'PHONE');
  const before = calls.at(-2);
  if (last.channel === 'PHONE' && before) {
    expect(last.startedAt - before.endedAt).toBeGreaterThan(30 * minuteMs);
  }
  const isCall = ({ channel }: PastContact): boolean => channel === 'PHONE';
  const isTalk = (one: PastContact): boolean =>
    isCall(one) && one.purpose === 'MARKETING' && dispositionOf(one.outcome).isReached;
  const isMarketing = ({ purpose }: PastContact): boolean => purpose === 'MARKETING';
  expect(inDays(1, isCall)).toBeLessThanOrEqual(3);
  expect(inDays(1, isTalk)).toBeLessThanOrEqual(1);
  expect(inDays(7, isTalk)).toBeLessThanOrEqual(2);
  expect(inDays(7, isMarketing)).toBeLessThanOrEqual(5);
  expect(inDays(30, isMarketing)).toBeLessThanOrEqual(12);
  if (last.purpose !== 'MARKETING') return;
  expect(inDays(1, ({ channel }) => channel === last.channel)).toBeLessThanOrEqual(
    last.channel === 'PHONE' ? 2 : 100,
  );
  if (last.channel === 'PHONE') expect(inDays(7, isCall)).toBeLessThanOrEqual(4);
  if (last.channel === 'SMS') expect(inDays(7, ({ channel }) => channel === 'SMS')).toBeLessThanOrEqual(2);
  if (last.channel === 'WECHAT')
    expect(inDays(7, ({ channel }) => channel === 'WECHAT')).toBeLessThanOrEqual(3);
  if (last.channel === 'SALON')
    expect(inDays(30, ({ channel }) => channel === 'SALON')).toBeLessThanOrEqual(2);
}

function withoutWeekCap(): typeof contactPolicy.channels {
  const phone = contactPolicy.channels.PHONE;
  return {
    ...contactPolicy.channels,
    PHONE: { ...phone, caps: phone.caps.filter(({ code }) => code !== 'CAP_WEEK') },
  };
}
