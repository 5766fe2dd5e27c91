import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { businessDayOf, dayMs, hourMs } from '#core/base/time.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { lineOf } from '#core/risk/replay.ts';
import type { RiskTestFields } from '#core/risk/risk-test.ts';
import { sql } from '#db/handles.ts';
import { suitabilityStepsOf, verdictsOf } from '#db/queries/risk.ts';
import { readRow } from '#db/rows.ts';
import { endGoneTasks } from '#workstation/risk/gone-tasks.ts';
import { productGate } from '#workstation/risk/product-gate.ts';
import { derivedId } from '#workstation/derived-id.ts';
import { riskTestRow } from '#test/support/rows.ts';
import { confirmed } from '#test/support/published.ts';
import { codeOf, confirmedClient, riskDesk } from '#test/workstation/risk/support.ts';
import { testFolder } from '#test/support/temporary.ts';

const projectDir = path.resolve(import.meta.dirname, '../../..');
const signaturePath = 'M60 120 L120 40 L180 160 L240 90 L420 130';
const language = 'zh-CN' as const;
const base = {
  status: 'ON_SALE',
  isPrivate: false,
  minAmountFen: 100,
  termDays: null,
  issuer: '示例',
  riskText: '',
};
const fundR4 = {
  ...base,
  code: 'X1',
  name: '成长一号',
  kind: 'FUND',
  regime: 'CSRC',
  issuerRating: 'R4',
  sellerRating: 'R4',
};
const wealthR4 = { ...fundR4, code: 'X2', name: '进取理财', kind: 'BANK_WEALTH', regime: 'NFRA' };

/** A desk with a client of a level and one product; the steps of the client's own request. */
function deskWith(
  product: Record<string, unknown>,
  over: { client?: Partial<ClientFields>; test?: Partial<RiskTestFields> } = {},
) {
  const desk = riskDesk();
  const { station, client } = desk;
  const clientId = confirmedClient(station, over.client);
  const [testId, productId] = [station.newId(), 'product-x'];
  const row = riskTestRow({ clientId, takenAt: station.clock() - 1, level: 'C2', ...over.test });
  confirmed(station, 'riskTest', testId, row);
  confirmed(station, 'product', productId, product);
  const action = 'CLIENT_REQUEST' as 'CLIENT_REQUEST' | 'RECOMMEND';
  const matter = { clientId, productId, action, amountFen: null as number | null, language };
  const record = (code: string, done: object = {}) =>
    client.risk.recordStep({
      ...matter,
      code: code as 'WARN_LETTER',
      said: '已说明',
      signaturePath,
      ...done,
    });
  return { ...desk, clientId, productId, testId, matter, record };
}
type Desk = ReturnType<typeof deskWith>;
const stored = ({ station, clientId }: Desk) => verdictsOf(station.db, clientId, 100);
const doneOf = async ({ client, matter }: Desk) => {
  const { verdict } = await client.risk.verdict(matter);
  return [verdict.outcome, ...verdict.steps.map(({ code, done }) => `${code} ${done}`)];
};

test('[RK69] a fund above the level: steps in order, the warning signed, after the last the verdict allows', async () => {
  const desk = deskWith(fundR4);
  expect(await doneOf(desk)).toEqual([
    'ALLOW_WITH_STEPS',
    'SPECIAL_CARE_HIGH_RISK false',
    'CHECK_NOT_LOWEST false',
    'WARN_LETTER false',
  ]);
  expect(await codeOf(desk.record('WARN_LETTER'))).toBe('NOT_NEXT');
  expect(await codeOf(desk.record('GUARDIAN_CONSENT'))).toBe('NOT_ASKED');
  expect(await codeOf(desk.record('SPECIAL_CARE_HIGH_RISK', { said: ' ' }))).toBe('NOTHING_SAID');
  expect(stored(desk)).toEqual([]);
  await desk.record('SPECIAL_CARE_HIGH_RISK');
  expect(await codeOf(desk.record('SPECIAL_CARE_HIGH_RISK'))).toBe('NOT_ASKED');
  await desk.record('CHECK_NOT_LOWEST');
  expect(await codeOf(desk.record('WARN_LETTER', { signaturePath: null }))).toBe('BAD_SIGNATURE');
  expect(await codeOf(desk.record('WARN_LETTER', { signaturePath: 'M1 1 L2 2' }))).toBe('BAD_SIGNATURE');
  await desk.record('WARN_LETTER');
  expect((await doneOf(desk))[0]).toBe('ALLOW');
  const [, , letter] = suitabilityStepsOf(desk.station.db, desk.clientId);
  expect(letter).toMatchObject({
    code: 'WARN_LETTER',
    action: 'CLIENT_REQUEST',
    productId: desk.productId,
    testId: desk.testId,
    rating: 'R4',
    said: '',
    signaturePath,
    recordedAt: desk.station.clock(),
    retainUntil: '2046-11-23',
  });
  expect(letter?.text).toContain('“成长一号”的风险等级为 R4，高于本人经测评的风险承受能力等级 C2');
  expect(letter?.text).toContain('《证券期货投资者适当性管理办法》第19条');
  const [, , shown] = (await desk.client.risk.verdict({ ...desk.matter, language: 'en' })).steps;
  expect(shown?.text).toBe(letter?.text);
});

test('[RK67] steps for the client’s request do not open a recommendation, nor another product', async () => {
  const desk = deskWith(fundR4);
  for (const code of ['SPECIAL_CARE_HIGH_RISK', 'CHECK_NOT_LOWEST', 'WARN_LETTER']) await desk.record(code);
  confirmed(desk.station, 'product', 'other', { ...fundR4, code: 'X9' });
  expect((await desk.client.risk.verdict({ ...desk.matter, action: 'RECOMMEND' })).verdict.outcome).toBe(
    'BLOCK',
  );
  const other = await desk.client.risk.verdict({ ...desk.matter, productId: 'other' });
  expect(other.verdict.steps.map(({ done }) => done)).toEqual([false, false, false]);
});

test('[RK68] a new test or another rating opens every step again', async () => {
  const desk = deskWith(fundR4);
  for (const code of ['SPECIAL_CARE_HIGH_RISK', 'CHECK_NOT_LOWEST', 'WARN_LETTER']) await desk.record(code);
  confirmed(desk.station, 'product', desk.productId, { ...fundR4, issuerRating: 'R5', sellerRating: 'R5' });
  expect(await doneOf(desk)).toContain('WARN_LETTER false');
  confirmed(desk.station, 'product', desk.productId, fundR4);
  expect((await doneOf(desk))[0]).toBe('ALLOW');
  const again = riskTestRow({ clientId: desk.clientId, takenAt: desk.station.clock(), level: 'C2' });
  confirmed(desk.station, 'riskTest', desk.station.newId(), again);
  expect(await doneOf(desk)).toContain('WARN_LETTER false');
});

test('[RK70] [RK71] someone of 65: a day between the risk talk and the purchase, then a call within three', async () => {
  const desk = deskWith(wealthR4, { client: { birthDay: '1961-11-23' }, test: { level: 'C4' } });
  expect(await doneOf(desk)).toEqual(['ALLOW_WITH_STEPS', 'SPECIAL_CARE_65 false']);
  const talkAt = desk.station.clock();
  await desk.record('SPECIAL_CARE_65');
  const [step] = (await desk.client.risk.verdict(desk.matter)).steps;
  expect(step).toMatchObject({ done: false, recordedAt: talkAt, waitsUntil: talkAt + 24 * hourMs });
  expect(await codeOf(desk.client.risk.note(desk.matter))).toBe('NOT_ALLOWED');
  expect(await codeOf(desk.record('SPECIAL_CARE_65'))).toBe('NOT_ASKED');
  desk.station.testClock.advance(24 * hourMs - 1);
  expect(await codeOf(desk.client.risk.note(desk.matter))).toBe('NOT_ALLOWED');
  desk.station.testClock.advance(1);
  const { callBackBy } = await desk.client.risk.note(desk.matter);
  expect(callBackBy).toBe(desk.station.clock() + 3 * dayMs);
  const tasks = sql<{ id: string }>(desk.station.db, "SELECT id FROM task WHERE kind = 'CALLBACK'").all();
  expect(tasks.map(({ id }) => readRow(desk.station.db, 'task', id)?.data)).toMatchObject([
    { kind: 'CALLBACK', status: 'OPEN', dueAt: callBackBy, clientId: desk.clientId },
  ]);
});

test('[RK99] when the day to think is over a task says so, the same on every device, and noting the intent ends it', async () => {
  const desk = deskWith(wealthR4, { client: { birthDay: '1950-01-01' }, test: { level: 'C4' } });
  await desk.record('SPECIAL_CARE_65');
  const tasks = () =>
    desk.station.db
      .prepare("SELECT id, due_at AS dueAt, text, status FROM task WHERE kind = 'SUITABILITY' ORDER BY id")
      .all() as { id: string; dueAt: number; text: string; status: string }[];
  const [step] = suitabilityStepsOf(desk.station.db, desk.clientId);
  const id = derivedId('wait-over', step?.id ?? '');
  const dueAt = (step?.recordedAt ?? 0) + 24 * hourMs;
  expect(tasks()).toEqual([{ id, dueAt, text: expect.stringContaining('进取理财'), status: 'OPEN' }]);
  desk.station.testClock.advance(24 * hourMs);
  await desk.client.risk.note(desk.matter);
  expect(tasks().map(({ status }) => status)).toEqual(['DONE']);
});

test('[RK114] the task to go on after a waiting time ends by itself once a newer test makes the talk count no more', async () => {
  const desk = deskWith(wealthR4, { client: { birthDay: '1950-01-01' }, test: { level: 'C4' } });
  const { station, clientId } = desk;
  await desk.record('SPECIAL_CARE_65');
  expect(endGoneTasks(station, productGate(station))).toBe(0);
  station.testClock.advance(hourMs);
  const row = riskTestRow({ clientId, takenAt: station.clock(), level: 'C4' });
  confirmed(station, 'riskTest', station.newId(), row);
  expect(endGoneTasks(station, productGate(station))).toBe(1);
  const statuses = sql<{ status: string }>(
    station.db,
    "SELECT status FROM task WHERE kind = 'SUITABILITY'",
  ).all();
  expect(statuses).toEqual([{ status: 'CANCELLED' }]);
});

test('[RK71] what two devices note of one product in a day makes one call', async () => {
  const desk = deskWith(wealthR4, { client: { birthDay: '1961-11-23' }, test: { level: 'C4' } });
  await desk.record('SPECIAL_CARE_65');
  desk.station.testClock.advance(24 * hourMs);
  await desk.client.risk.note(desk.matter);
  await desk.client.risk.note(desk.matter);
  const calls = sql<{ id: string }>(desk.station.db, "SELECT id FROM task WHERE kind = 'CALLBACK'").all();
  const day = businessDayOf(desk.station.clock() + 3 * dayMs);
  expect(calls).toEqual([{ id: derivedId('call-back', desk.clientId, desk.productId, day) }]);
});

test('[RK72] nothing is noted while a step is open or the verdict blocks, and no call is due below 65', async () => {
  const desk = deskWith(fundR4);
  expect(await codeOf(desk.client.risk.note(desk.matter))).toBe('NOT_ALLOWED');
  expect(await codeOf(desk.client.risk.note({ ...desk.matter, action: 'RECOMMEND' }))).toBe('NOT_ALLOWED');
  expect(stored(desk)).toEqual([]);
  const fits = deskWith(wealthR4, { test: { level: 'C5' } });
  expect(await fits.client.risk.note(fits.matter)).toMatchObject({ callBackBy: null });
  expect(stored(fits)).toMatchObject([{ action: 'CLIENT_REQUEST', place: 'SHELF', use: 'NOTED' }]);
});

test('[RK54] an amount beyond the means on file is not noted; unknown means are looked at first', async () => {
  const rich = deskWith(wealthR4, { client: { statedAssetsFen: 5_000_00 }, test: { level: 'C5' } });
  expect(await codeOf(rich.client.risk.note({ ...rich.matter, amountFen: 5_001_00 }))).toBe('NOT_ALLOWED');
  expect(await codeOf(rich.client.risk.note({ ...rich.matter, amountFen: 5_000_00 }))).toBe('OK');
  const unknown = deskWith(wealthR4, { test: { level: 'C5' } });
  const matter = { ...unknown.matter, amountFen: 100_00 };
  expect((await unknown.client.risk.verdict(matter)).steps).toMatchObject([
    { code: 'CHECK_MEANS', done: false },
  ]);
  await unknown.record('CHECK_MEANS', { amountFen: 100_00 });
  expect(await codeOf(unknown.client.risk.note({ ...matter, amountFen: 101_00 }))).toBe('NOT_ALLOWED');
  expect(await codeOf(unknown.client.risk.note(matter))).toBe('OK');
});

test('[RK67] a guardian’s consent names the guardian, is signed, and holds for every low-risk product', async () => {
  const low = { ...wealthR4, issuerRating: 'R1', sellerRating: 'R1' };
  const desk = deskWith(low, { client: { capacity: 'LIMITED' } });
  expect(await codeOf(desk.record('GUARDIAN_CONSENT', { said: '' }))).toBe('NOTHING_SAID');
  await desk.record('GUARDIAN_CONSENT', { said: '欧阳父，父亲' });
  const [consent] = suitabilityStepsOf(desk.station.db, desk.clientId);
  expect(consent).toMatchObject({ productId: null, rating: null, said: '欧阳父，父亲', signaturePath });
  confirmed(desk.station, 'product', 'other', { ...low, code: 'X9' });
  const other = await desk.client.risk.verdict({ ...desk.matter, productId: 'other' });
  expect(other.verdict.outcome).toBe('ALLOW');
});

test('[RK65] [RK66] what was acted upon is stored as it was shown and comes out the same to the byte', async () => {
  const desk = deskWith(fundR4);
  const shown = (await desk.client.risk.verdict(desk.matter)).verdict;
  for (const code of ['SPECIAL_CARE_HIGH_RISK', 'CHECK_NOT_LOWEST', 'WARN_LETTER']) {
    desk.station.testClock.advance(1);
    await desk.record(code);
  }
  await desk.client.risk.note(desk.matter);
  const verdicts = await desk.client.risk.verdicts({ clientId: desk.clientId });
  expect(verdicts.map(({ use, verdict, isReproduced }) => [use, verdict.outcome, isReproduced])).toEqual([
    ['NOTED', 'ALLOW', true],
    ['STEP', 'ALLOW_WITH_STEPS', true],
    ['STEP', 'ALLOW_WITH_STEPS', true],
    ['STEP', 'ALLOW_WITH_STEPS', true],
  ]);
  expect(verdicts.at(-1)?.verdict).toEqual(shown);
  const lines = stored(desk).map(lineOf);
  const [first = ''] = lines;
  expect(check(lines)).toMatch(/^4 stored verdicts, 0 not reproduced/m);
  expect(check([first.replace('"outcome":"ALLOW"', '"outcome":"BLOCK"')])).toMatch(/1 not reproduced/);
  expect(check([first.replace('"level":"C2"', '"level":"C4"')])).toMatch(/1 not reproduced/);
});

test('[RK66] looking at a verdict stores nothing', async () => {
  const desk = deskWith(fundR4);
  await desk.client.risk.verdict(desk.matter);
  await desk.client.risk.shelf({ clientId: desk.clientId });
  expect(stored(desk)).toEqual([]);
  expect(sql<{ n: number }>(desk.station.db, 'SELECT count(*) AS n FROM outbox').get()?.n).toBe(0);
});

test('[RK65] the shelf, the line and the single verdict are judged from one case', async () => {
  const desk = deskWith(fundR4);
  const { lines } = await desk.client.risk.shelf({ clientId: desk.clientId });
  for (const { id, request } of lines) {
    const { verdict } = await desk.client.risk.verdict({ ...desk.matter, productId: id });
    expect(verdict).toEqual(request);
  }
});

/** Runs the command of the documentation on stored verdicts. */
function check(lines: readonly string[]): string {
  const dir = testFolder('verdicts');
  try {
    const file = path.join(dir, 'stored.jsonl');
    writeFileSync(file, `${lines.join('\n')}\n`);
    const command = [path.join(projectDir, 'scripts/verdict.ts'), '--check', file];
    return execFileSync(process.execPath, command, { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}
