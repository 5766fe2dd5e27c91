import { expect, test } from 'vitest';
import { addDays, businessDayOf, dayMs, minuteMs } from '#core/base/time.ts';
import { taskWords } from '#core/risk/task-text.ts';
import { sql } from '#db/handles.ts';
import { endGoneTasks } from '#workstation/risk/gone-tasks.ts';
import { productGate } from '#workstation/risk/product-gate.ts';
import { confirmed } from '#test/support/published.ts';
import { codeOf, confirmedClient, riskDesk } from '#test/workstation/risk/support.ts';
import { productOf } from '#test/core/risk/support.ts';
import { riskTestRow } from '#test/support/rows.ts';

const nothing = {
  amountFen: null,
  months: null,
  choice: null,
  documentKind: null,
  documentDate: '2026-11-01',
  evidence: '原件已核对',
  signaturePath: null,
};
const signed = 'M60 120 L120 40 L180 160 L240 90 L420 130';

/** A desk with a client of C5 in general and in private funds, a private fund, a trust for the qualified, a unit-linked. */
function desk() {
  const made = riskDesk();
  const { station, client } = made;
  const clientId = confirmedClient(station, { capacity: 'FULL' });
  const products = {
    fund: productOf('PRIVATE_FUND', 'R4', { isPrivate: true, minAmountFen: 100_000_000 }),
    trust: productOf('TRUST', 'R3', { isPrivate: true, minAmountFen: 30_000_000 }),
    linked: productOf('UNIT_LINKED', 'R3'),
    open: productOf('FUND', 'R5'),
  };
  for (const [id, data] of Object.entries(products)) confirmed(station, 'product', id, data);
  const takenAt = station.clock() - minuteMs;
  for (const sheetId of ['default', 'private-fund'])
    confirmed(
      station,
      'riskTest',
      `test-${sheetId}`,
      riskTestRow({ clientId, takenAt, sheetId, level: 'C5' }),
    );
  const verdict = async (productId: string, over: object = {}) =>
    (
      await client.risk.verdict({
        clientId,
        productId,
        action: 'CLIENT_REQUEST',
        amountFen: null,
        language: 'zh-CN',
        ...over,
      })
    ).verdict;
  const record = (what: string, over: object) =>
    client.risk.recordFact({ ...nothing, clientId, what, ...over } as never);
  return { ...made, clientId, verdict, record };
}

test('[RK81] a proved qualified investor may be told of a private product, an unproved one may not', async () => {
  const { verdict, record, client, clientId } = desk();
  expect((await verdict('fund')).rule.id).toBe('RK25');
  await record('FINANCIAL_ASSETS', { amountFen: 300_000_000, documentKind: 'ASSET_STATEMENT' });
  expect((await verdict('fund')).outcome).not.toBe('BLOCK');
  expect((await verdict('trust')).rule.id).toBe('RK25');
  await record('INVESTING', { months: 24, documentKind: 'TRADING_RECORD' });
  await record('AVERAGE_INCOME', { amountFen: 40_000_000, documentKind: 'TAX_RECORD' });
  expect((await verdict('trust')).outcome).not.toBe('BLOCK');
  const seen = await client.risk.investor({ clientId });
  expect(seen).toMatchObject({ isQualified: true, isQualifiedForFunds: true, professionalBy: null });
  expect(seen.facts.map(({ state }) => state)).toEqual(['COUNTS', 'COUNTS', 'COUNTS']);
  await record('FINANCIAL_ASSETS', { evidence: '客户要求更正', takesBack: true });
  expect((await verdict('fund')).rule.id).toBe('RK25');
  expect((await client.risk.investor({ clientId })).facts.map(({ state }) => state)).toEqual([
    'WITHDRAWN',
    'COUNTS',
    'COUNTS',
    'REPLACED',
  ]);
});

test('[RK81] a request to be professional is signed and counts once the firm accepted it', async () => {
  const { record, client, clientId } = desk();
  const by = async () => (await client.risk.investor({ clientId })).professionalBy?.article ?? null;
  const decide = (choice: string) => record('DECISION', { choice, documentKind: 'ASSESSMENT' });
  expect(await codeOf(decide('ACCEPTED'))).toBe('NOTHING_ASKED');
  await record('FINANCIAL_ASSETS', { amountFen: 300_000_000, documentKind: 'ASSET_STATEMENT' });
  await record('INVESTING', { months: 12, documentKind: 'TRADING_RECORD' });
  const ask = { choice: 'PROFESSIONAL', documentKind: 'WRITTEN_REQUEST' };
  expect(await codeOf(record('REQUEST', ask))).toBe('INCOMPLETE_FACT');
  expect(await codeOf(record('REQUEST', { ...ask, signaturePath: 'M1 1' }))).toBe('BAD_SIGNATURE');
  await record('REQUEST', { ...ask, signaturePath: signed });
  expect(await by()).toBeNull();
  await decide('DECLINED');
  expect(await by()).toBeNull();
  await decide('ACCEPTED');
  expect(await by()).toMatch(/11|12/);
});

test('[RK56] [RK114] a change the client reports ends the level at once, and makes one task', async () => {
  const { verdict, record, station, client, clientId } = desk();
  expect((await verdict('open')).outcome).not.toBe('BLOCK');
  const change = { documentKind: 'CLIENT_STATEMENT', evidence: '失业，收入中断' };
  await record('CHANGE', change);
  expect((await verdict('open')).rule.id).toBe('RK56');
  await record('CHANGE', change);
  const tasks = sql<{ text: string }>(station.db, "SELECT text FROM task WHERE kind = 'RISK_TEST'").all();
  expect(tasks.map(({ text }) => taskWords(text, 'en'))).toEqual([
    expect.stringMatching(/reported a change.*2026-11-23.*失业，收入中断/),
  ]);
  expect((await client.risk.eligibility({ clientId })).needsRetestReason).toBe(false);
  const yesterday = addDays(businessDayOf(station.clock()), -1);
  const shown = sql<{ through: string }>(
    station.db,
    'SELECT level_through AS through FROM client_summary WHERE client_id = ?',
  ).all(clientId);
  expect(shown).toEqual([{ through: yesterday }]);
  // Everywhere at once, and as what it is: the page, the list, the risk tab and the queue.
  const ended = { levelThrough: yesterday, levelEndedOn: '2026-11-23', isLevelExpired: true };
  expect(await client.clients.get({ id: clientId })).toMatchObject(ended);
  const page = { filter: {}, sort: { by: 'aum', descending: true }, offset: 0, limit: 10 } as const;
  expect((await client.clients.list(page)).rows).toMatchObject([ended]);
  const { standing } = await client.risk.tests({ clientId });
  expect(standing).toMatchObject({ endedOn: '2026-11-23', isExpired: false });
  const { items, cards } = await client.calls.queue({ limit: 8 });
  expect(items).toMatchObject([{ taskKind: 'RISK_TEST', taskText: tasks[0]?.text }]);
  expect(cards).toMatchObject([ended]);
  // The script does not say that a level which is over will run out.
  expect(cards[0]?.script.texts['zh-CN'].leftOut).toMatchObject([{ missing: ['levelThrough'] }]);
  // Tested on another device meanwhile: the task is done.
  expect(endGoneTasks(station, productGate(station))).toBe(0);
  station.testClock.advance(minuteMs);
  confirmed(station, 'riskTest', 'newer', riskTestRow({ clientId, takenAt: station.clock() }));
  expect(endGoneTasks(station, productGate(station))).toBe(1);
  const status = sql<{ status: string }>(
    station.db,
    "SELECT status FROM task WHERE kind = 'RISK_TEST'",
  ).all();
  expect(status).toEqual([{ status: 'DONE' }]);
});

test('[RK58] household income and a premium decide whether the statement is asked for', async () => {
  const { verdict, record } = desk();
  const asks = async (premium: object | null) =>
    (await verdict('linked', { premium })).steps.some(({ code }) => code === 'SIGNED_STATEMENT');
  const yearly = (amountFen: number) => ({ mode: 'YEARLY', amountFen, payYears: 5 });
  expect(await asks(yearly(1_000_000))).toBe(true);
  await record('HOUSEHOLD_INCOME', { amountFen: 30_000_000, documentKind: 'CLIENT_STATEMENT' });
  await record('INSURANCE_BUDGET', { amountFen: 9_000_000, documentKind: 'CLIENT_STATEMENT' });
  expect(await asks(yearly(6_000_000))).toBe(false);
  expect(await asks(yearly(6_000_001))).toBe(true);
  expect(await asks({ mode: 'SINGLE', amountFen: 13_500_000, payYears: 1 })).toBe(true);
});

test('[RK83] the level of private funds comes from their own sheet and serves nothing else', async () => {
  const { verdict, record, client, clientId, station } = desk();
  await record('FINANCIAL_ASSETS', { amountFen: 300_000_000, documentKind: 'ASSET_STATEMENT' });
  const takenAt = station.clock();
  confirmed(station, 'riskTest', 'lower', riskTestRow({ clientId, takenAt, level: 'C1', changedFrom: 'C5' }));
  expect((await verdict('fund')).outcome).not.toBe('BLOCK');
  expect((await verdict('linked', { action: 'RECOMMEND' })).outcome).toBe('BLOCK');
  const purposes = await client.risk.purposes({ clientId });
  expect(purposes.map(({ id, standing, questions }) => [id, standing?.level, questions])).toEqual([
    ['GENERAL', 'C1', 14],
    ['PRIVATE_FUND', 'C5', 12],
  ]);
});

test('[RK16] [RK83] the second sheet is chosen, scored by its own bands, and kept with the test', async () => {
  const { client, clientId, station } = desk();
  station.testClock.advance(dayMs);
  const purpose = 'PRIVATE_FUND';
  const sheet = await client.risk.sheet({ purpose });
  expect([sheet.id, sheet.questions.length]).toEqual(['private-fund', 12]);
  const answers = Object.fromEntries(
    sheet.questions.map(({ key, options }) => [key, options.at(-1)?.key ?? '']),
  );
  answers['age'] = '31_50';
  const given = {
    clientId,
    sheetId: sheet.id,
    sheetVersion: sheet.version,
    answers,
    answerMs: {},
    hasConsented: true,
    heldBy: 'CLIENT' as const,
    capacity: 'FULL' as const,
    truthDeclared: true,
    retestReason: '客户要求',
    signaturePath: signed,
  };
  expect((await client.risk.eligibility({ clientId, purpose })).standing?.level).toBe('C5');
  const { attemptId, level, previousLevel, maxScore } = await client.risk.preview(given);
  expect([previousLevel, maxScore]).toEqual(['C5', 60]);
  const { testId } = await client.risk.submit({
    ...given,
    attemptId,
    confirmedLevel: level,
    confirmedFrom: 'C5',
  });
  const { tests } = await client.risk.tests({ clientId });
  expect(tests.find(({ id }) => id === testId)).toMatchObject({
    sheetId: 'private-fund',
    sheetVersion: 1,
    purpose,
  });
  expect((await client.risk.test({ testId })).sheetTitle?.['zh-CN']).toContain('私募');
});
