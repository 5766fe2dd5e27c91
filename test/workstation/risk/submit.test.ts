import { expect, test } from 'vitest';
import { readRow } from '#db/rows.ts';
import { sql } from '#db/handles.ts';
import { dayMs } from '#core/base/time.ts';
import { commit } from '#workstation/station.ts';
import { answersOf } from '#test/core/risk/support.ts';
import { codeOf, confirmedClient, riskDesk } from '#test/workstation/risk/support.ts';

const signaturePath = 'M60 120 L120 40 L180 160 L240 90 L420 130';
const careful = answersOf({ age: '31_45', income_source: 'work', loss: 'le5', goal: 'steady' });
const bold = answersOf({ age: '31_45' }, 'last');

type Desk = ReturnType<typeof riskDesk>;
type Submitted = Parameters<Desk['client']['risk']['submit']>[0];
const submission = (clientId: string, over: object = {}): Omit<Submitted, 'attemptId'> => ({
  clientId,
  sheetId: 'default',
  sheetVersion: 1,
  answers: careful,
  answerMs: Object.fromEntries(Object.keys(careful).map((key) => [key, 2500])) as Record<string, number>,
  hasConsented: true,
  heldBy: 'CLIENT' as const,
  capacity: 'FULL' as const,
  truthDeclared: true,
  retestReason: null,
  signaturePath,
  confirmedLevel: 'C2' as const,
  confirmedFrom: null,
  ...over,
});
/** Lets the client see the level and confirm what is given, as the screen does. */
async function take({ client }: Desk, test: ReturnType<typeof submission>) {
  const { attemptId } = await client.risk.preview(test);
  return client.risk.submit({ ...test, attemptId });
}
const testsOf = (desk: Desk) =>
  sql<{ n: number }>(desk.station.db, 'SELECT count(*) AS n FROM risk_test').get()?.n;

test('[RK15] the sheet reaches the screen without points, bands or policies', async () => {
  const sheet = await riskDesk().client.risk.sheet({});
  expect(sheet.questions).toHaveLength(14);
  expect(JSON.stringify(sheet)).not.toMatch(/points|bands|forced|lowest|ageFrom|contradict/);
});

test('[RK12] a test is recorded as a fact, provisional, and opens the shelf up to its level', async () => {
  const desk = riskDesk();
  const clientId = confirmedClient(desk.station);
  expect((await desk.client.risk.line({ clientId })).recommendable).toBe(0);
  const preview = await desk.client.risk.preview(submission(clientId));
  expect(preview).toMatchObject({
    level: 'C2',
    previousLevel: null,
    isChanged: false,
    validThrough: '2027-11-23',
  });
  expect(testsOf(desk)).toBe(0);
  const { attemptId } = preview;
  const done = await desk.client.risk.submit({ ...submission(clientId), attemptId });
  expect(done).toMatchObject({ level: 'C2', score: preview.score, isProvisional: true, changedFrom: null });
  const { tests, standing } = await desk.client.risk.tests({ clientId });
  expect(tests).toHaveLength(1);
  expect(standing).toMatchObject({ level: 'C2', isProvisional: true, validThrough: '2027-11-23' });
  const { lines } = await desk.client.risk.shelf({ clientId });
  for (const { recommend } of lines)
    if (recommend.outcome !== 'BLOCK') expect(['R1', 'R2']).toContain(recommend.rating);
  expect(lines.filter(({ recommend }) => recommend.outcome !== 'BLOCK').length).toBeGreaterThan(3);
  expect(lines[0]?.recommend.dataAt).toBe(1_700_000_000_000);
  expect(await desk.client.risk.line({ clientId })).toMatchObject({ ratingUpTo: 'R2', until: '2027-11-23' });
});

test('[RK9] a changed level must be confirmed against the one shown before', async () => {
  const desk = riskDesk();
  const clientId = confirmedClient(desk.station);
  await take(desk, submission(clientId));
  const again = submission(clientId, { answers: bold, retestReason: '收入变化', confirmedLevel: 'C3' });
  const { level, isChanged, previousLevel, attemptId } = await desk.client.risk.preview(again);
  expect([level, isChanged, previousLevel]).toEqual(['C5', true, 'C2']);
  const confirm = (over: object) => desk.client.risk.submit({ ...again, attemptId, ...over });
  expect(await codeOf(confirm({}))).toBe('NOT_CONFIRMED');
  expect(await codeOf(confirm({ confirmedLevel: 'C5' }))).toBe('NOT_CONFIRMED');
  const done = await confirm({ confirmedLevel: 'C5', confirmedFrom: 'C2' });
  expect(done).toMatchObject({ level: 'C5', changedFrom: 'C2' });
  expect((await desk.client.risk.tests({ clientId })).standing).toMatchObject({
    level: 'C5',
    needsConfirmation: false,
  });
});

test('[RK13] [RK6] a re-test needs a reason, and the third of a day waits for tomorrow', async () => {
  const desk = riskDesk();
  const clientId = confirmedClient(desk.station);
  await take(desk, submission(clientId));
  const again = submission(clientId, { confirmedFrom: 'C2' });
  expect(await codeOf(take(desk, { ...again, retestReason: '  ' }))).toBe('REASON_NEEDED');
  await take(desk, { ...again, retestReason: '资产变化' });
  expect((await desk.client.risk.eligibility({ clientId })).refusal).toEqual({
    code: 'DAY_LIMIT',
    retryOn: '2026-11-24',
  });
  expect(await codeOf(take(desk, { ...again, retestReason: '资产变化' }))).toBe('LIMIT_REACHED');
  desk.station.testClock.advance(dayMs);
  await take(desk, { ...again, retestReason: '资产变化' });
  expect(testsOf(desk)).toBe(3);
});

test.each([
  ['RK3', 'AGE_DISAGREES', { answers: { ...careful, age: '65_up' } }],
  ['RK11', 'NOT_DECLARED', { truthDeclared: false }],
  ['RK11', 'NOT_DECLARED', { hasConsented: false }],
  ['RK11', 'BAD_SIGNATURE', { signaturePath: '' }],
  ['RK11', 'BAD_SIGNATURE', { signaturePath: 'M1 1 L2 2' }],
  ['RK15', 'INCOMPLETE', { answers: {} }],
  ['RK1', 'SHEET_CHANGED', { sheetVersion: 2 }],
])('[RK3] [RK11] [RK15] %s: %s leaves no trace', async (_rule, code, over) => {
  const desk = riskDesk();
  const clientId = confirmedClient(desk.station);
  expect(await codeOf(take(desk, submission(clientId, over)))).toBe(code);
  expect(testsOf(desk)).toBe(0);
  expect(sql<{ n: number }>(desk.station.db, 'SELECT count(*) AS n FROM outbox').get()?.n).toBe(0);
});

test('[RK10] open tasks to take a test are closed, others stay; an unasked capacity is filled in', async () => {
  const desk = riskDesk();
  const { station } = desk;
  const clientId = confirmedClient(station);
  const { managerId } = station.me;
  const [mine, other] = [station.newId(), station.newId()];
  const data = {
    clientId,
    managerId,
    dueAt: station.clock(),
    text: '',
    status: 'OPEN',
    fromContactId: null,
    closedAt: null,
  } as const;
  commit(station, 'test', [
    { op: 'create', entity: 'task', id: mine, data: { ...data, kind: 'RISK_TEST' } },
    { op: 'create', entity: 'task', id: other, data: { ...data, kind: 'CALLBACK' } },
  ]);
  expect((await take(desk, submission(clientId))).closedTasks).toBe(1);
  expect(readRow(station.db, 'task', mine)?.data).toMatchObject({
    status: 'DONE',
    closedAt: station.clock(),
  });
  expect(readRow(station.db, 'task', other)?.data.status).toBe('OPEN');
  expect(readRow(station.db, 'client', clientId)?.data.capacity).toBe('FULL');
});

test('[RK23] a capacity that differs from the file is flagged and the file is left alone', async () => {
  const desk = riskDesk();
  const clientId = confirmedClient(desk.station, { capacity: 'LIMITED', birthDay: null });
  const done = await take(desk, submission(clientId));
  expect(done.flags.map(({ id }) => id)).toEqual(['AGE_UNCHECKED', 'CAPACITY_DIFFERS']);
  expect(readRow(desk.station.db, 'client', clientId)?.data.capacity).toBe('LIMITED');
  const { lines } = await desk.client.risk.shelf({ clientId });
  for (const { recommend } of lines) expect(recommend.outcome).not.toBe('ALLOW');
});

test('[RK4] check tells contradictions and age, never score or level', async () => {
  const desk = riskDesk();
  const clientId = confirmedClient(desk.station);
  const checked = await desk.client.risk.check({
    clientId,
    answers: { age: '65_up', goal: 'keep', loss: 'gt50' },
  });
  expect(checked.flags.map(({ id }) => id)).toEqual(['GOAL_KEEP_LOSS_LARGE']);
  expect(checked.ageAgrees).toBe(false);
  expect(checked.missing).toHaveLength(11);
  expect(Object.keys(checked).sort()).toEqual(['ageAgrees', 'flags', 'missing', 'unknown']);
});

test('[RK40] a client who is not in this book is answered NOT_FOUND', async () => {
  const { client } = riskDesk();
  for (const name of ['eligibility', 'tests', 'shelf', 'line'] as const)
    expect(await codeOf(client.risk[name]({ clientId: 'nobody' }))).toBe('NOT_FOUND');
});

test('[RK75] a level is recorded before it is shown; confirmed it is the test of the same id, left it stays', async () => {
  const desk = riskDesk();
  const clientId = confirmedClient(desk.station);
  const left = await desk.client.risk.preview(submission(clientId, { answers: bold }));
  expect(readRow(desk.station.db, 'testAttempt', left.attemptId)?.data).toMatchObject({
    level: 'C5',
    answers: bold,
    answerMs: { age: 2500 },
    hasConsented: true,
    retainUntil: '2046-11-23',
  });
  const before = await desk.client.risk.tests({ clientId });
  expect(before).toMatchObject({ tests: [], standing: null, left: [{ id: left.attemptId, level: 'C5' }] });
  const done = await take(desk, submission(clientId));
  expect(done.flags.map(({ id }) => id)).toEqual(['LEVEL_LEFT']);
  const after = await desk.client.risk.tests({ clientId });
  expect(after.tests.map(({ id }) => id)).toEqual([done.testId]);
  expect(after.left.map(({ id }) => id)).toEqual([left.attemptId]);
});

test('[RK75] only the answers whose level was shown are confirmed, once, and for the same client', async () => {
  const desk = riskDesk();
  const [clientId, other] = [confirmedClient(desk.station), confirmedClient(desk.station)];
  const { attemptId } = await desk.client.risk.preview(submission(clientId));
  const confirm = (id: string, over: object) =>
    desk.client.risk.submit({ attemptId, ...submission(id), ...over });
  expect(await codeOf(confirm(clientId, { answers: bold, confirmedLevel: 'C5' }))).toBe('NOT_SHOWN');
  expect(await codeOf(confirm(other, {}))).toBe('NOT_SHOWN');
  expect(await codeOf(confirm(clientId, { attemptId: 'none' }))).toBe('NOT_SHOWN');
  expect(await codeOf(confirm(clientId, {}))).toBe('OK');
  const again = { retestReason: '再测', confirmedFrom: 'C2' };
  expect(await codeOf(confirm(clientId, again))).toBe('NOT_SHOWN');
  expect(testsOf(desk)).toBe(1);
});

test('[RK76] a level seen and left counts for the day, never for the twelve months', async () => {
  const desk = riskDesk();
  const clientId = confirmedClient(desk.station);
  await desk.client.risk.preview(submission(clientId, { answers: bold }));
  await take(desk, submission(clientId));
  const after = await desk.client.risk.eligibility({ clientId });
  expect(after).toMatchObject({ takenToday: 1, leftToday: 1, takenInWindow: 1 });
  expect(after.refusal).toEqual({ code: 'SHOWN_LIMIT', retryOn: '2026-11-24' });
  const again = submission(clientId, { retestReason: '再测', confirmedFrom: 'C2' });
  expect(await codeOf(desk.client.risk.preview(again))).toBe('LIMIT_REACHED');
  desk.station.testClock.advance(dayMs);
  expect(await codeOf(take(desk, again))).toBe('OK');
});

test.each([
  [999, ['SAME_SECOND']],
  [1000, []],
])('[RK77] an answer %i ms after its question was shown', async (ms, flags) => {
  const desk = riskDesk();
  const clientId = confirmedClient(desk.station);
  const test = submission(clientId);
  const done = await take(desk, { ...test, answerMs: { ...test.answerMs, loss: ms } });
  expect(done.flags.map(({ id }) => id)).toEqual(flags);
});

test('[RK6] the limits are told by their book: of a sheet of the fund side alone by the firm', async () => {
  const { station, client } = riskDesk();
  const clientId = confirmedClient(station);
  const by = async (purpose: string) => (await client.risk.eligibility({ clientId, purpose })).limitsBy;
  expect(await by('GENERAL')).toEqual({ book: 'NFRA', article: '29' });
  expect(await by('PRIVATE_FUND')).toMatchObject({ book: 'POLICY' });
});
