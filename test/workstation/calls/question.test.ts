import { expect, test } from 'vitest';
import { dayMs } from '#core/base/time.ts';
import { reasons } from '#core/calls/contact.ts';
import { callQuestions, nextQuestion } from '#core/calls/next-question.ts';
import { questionCodes, questionWeight } from '#core/clients/completeness.ts';
import { sql } from '#db/handles.ts';
import { readRow } from '#db/rows.ts';
import { buildCard } from '#workstation/calls/card.ts';
import { answerQuestion } from '#workstation/calls/question.ts';
import { findCandidate } from '#workstation/calls/queue.ts';
import { testDesk, type Desk } from '#test/workstation/calls/desk.ts';

const nothing = {
  client: {
    phone: '+8613800000001',
    phoneUsable: true,
    birthDay: null,
    incomeBand: null,
    occupation: null,
    otherPlatforms: null,
    city: null,
    capacity: null,
    gender: null,
  },
  hasConsent: true,
  hasValidTest: true,
};
const none = new Set<never>();
const asked = (desk: Desk, clientId: string) =>
  buildCard(desk, clientId, findCandidate(desk, clientId))?.question;

test('[CQ36] asks what weighs most, more so where it fits the reason; the same for the same facts', () => {
  const codeFor = (reason: (typeof reasons)[number]) =>
    nextQuestion(nothing, { reason, resting: none })?.question.code;
  expect(codeFor('MANUAL')).toBe('BIRTH_DAY');
  expect(codeFor('CHURN')).toBe('OTHER_PLATFORMS');
  expect(codeFor('FRESH')).toBe('OCCUPATION');
  expect(codeFor('EVENT_CONFIRM')).toBe('CITY');
  expect(codeFor('COMPLAINT')).toBeUndefined();
  const all = reasons.map(codeFor);
  expect(reasons.map(codeFor)).toEqual(all);
});

test('[CQ36] every question can be answered with few keys, is known to the meter and says what its answer adds', () => {
  for (const { code, input, options } of callQuestions.questions) {
    expect(questionCodes).toContain(code);
    expect(questionWeight(code)).toBeGreaterThan(0);
    if (input.startsWith('CHOICE') || input === 'CONSENT') expect(options.length).toBeGreaterThan(1);
    expect(new Set(options.map(({ value }) => value)).size).toBe(options.length);
  }
  const next = nextQuestion(nothing, { reason: 'MANUAL', resting: none });
  expect(next?.percentAfter).toBeGreaterThan(next?.percent ?? 100);
});

test('[CQ37] an answer goes into the profile: completeness rises and the question is gone', () => {
  const desk = testDesk();
  const clientId = desk.addClient({ birthDay: '1980-02-29' });
  const seen: string[] = [];
  const answers: Record<string, string> = {
    INCOME_BAND: '30_50',
    OCCUPATION: '医生',
    OTHER_PLATFORMS: '他行存款',
    CITY: '杭州',
    GENDER: 'F',
    BIRTH_DAY: '1980-02-29',
  };
  for (let turn = 0; turn < 9; turn += 1) {
    const question = asked(desk, clientId);
    const value = question && answers[question.code];
    if (!question) break;
    if (value) {
      expect(answerQuestion(desk, { clientId, code: question.code, value }).ok).toBe(true);
      expect(buildCard(desk, clientId, null)?.question?.percent ?? 100).toBeGreaterThanOrEqual(
        question.percentAfter,
      );
    } else answerQuestion(desk, { clientId, code: question.code, value: null });
    seen.push(question.code);
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(asked(desk, clientId)).toBeNull();
  expect(readRow(desk.db, 'client', clientId)?.data).toMatchObject({
    incomeBand: '30_50',
    occupation: '医生',
    otherPlatforms: '他行存款',
    city: '杭州',
    gender: 'F',
  });
});

test('[CQ37] who would rather not say is not asked again for 90 days', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const first = asked(desk, clientId)?.code ?? 'CITY';
  answerQuestion(desk, { clientId, code: first, value: null });
  expect(asked(desk, clientId)?.code).not.toBe(first);
  desk.testClock.advance(90 * dayMs + 1);
  expect(asked(desk, clientId)?.code).toBe(first);
});

test('[CQ37] a consent given on the phone names its purpose and channel and says who asked when', () => {
  const desk = testDesk();
  const clientId = desk.addClient({}, []);
  expect(answerQuestion(desk, { clientId, code: 'CONSENT', value: 'PHONE' }).ok).toBe(true);
  const [entry] = sql<{ evidence: string }>(
    desk.db,
    'SELECT channel, purpose, given, evidence FROM consent WHERE client_id = ?',
  ).all(clientId);
  expect(entry).toMatchObject({ channel: 'PHONE', purpose: 'MARKETING', given: 1 });
  expect(entry?.evidence).toContain('林若溪 on 2026-11-23');
});

test('[CQ36] who asked for no contact, or has a complaint open, is asked nothing and invited to nothing', () => {
  const desk = testDesk();
  const [dnc, complains] = [desk.addClient(), desk.addClient({ phone: '+8613800000002' })];
  expect(asked(desk, dnc)).not.toBeNull();
  desk.press(dnc, 'DNC');
  desk.press(complains, 'COMPLAINT');
  for (const clientId of [dnc, complains]) {
    expect(buildCard(desk, clientId, null)).toMatchObject({ question: null, salon: null });
  }
});

test('[CQ37] what is no answer changes nothing', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const bad = [
    ['GENDER', 'X'],
    ['INCOME_BAND', ''],
    ['BIRTH_DAY', '2030-01-01'],
    ['BIRTH_DAY', '1990-02-30'],
    ['RISK_TEST', 'C5'],
    ['PHONE', '13800000000'],
  ] as const;
  const before = readRow(desk.db, 'client', clientId)?.data;
  for (const [code, value] of bad) {
    expect(answerQuestion(desk, { clientId, code, value })).toEqual({ ok: false, error: 'BAD_ANSWER' });
  }
  expect(readRow(desk.db, 'client', clientId)?.data).toEqual(before);
});
