import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { expect, test } from 'vitest';
import { throughGate } from '#db/gate.ts';
import { readRow, writeRow } from '#db/rows.ts';
import { sql } from '#db/handles.ts';
import { commit } from '#workstation/station.ts';
import { savePaper } from '#workstation/risk/paper/save.ts';
import { printPaper } from '#workstation/risk/paper/print.ts';
import { answersOf } from '#test/core/risk/support.ts';
import { codeOf, confirmedClient, riskDesk } from '#test/workstation/risk/support.ts';
import { testFolder } from '#test/support/temporary.ts';

const signaturePath = 'M60 120 L120 40 L180 160 L240 90 L420 130';
const answers = answersOf({ age: '31_45', income_source: 'work', loss: 'le5', goal: 'steady' });
const zh = { language: 'zh-CN' } as const;

/** A desk with one recorded test of one client. */
async function tested() {
  const desk = riskDesk();
  const clientId = confirmedClient(desk.station);
  const submission = {
    clientId,
    sheetId: 'default',
    sheetVersion: 1,
    answers,
    answerMs: Object.fromEntries(Object.keys(answers).map((key, index) => [key, index === 3 ? 400 : 2500])),
    hasConsented: true,
    heldBy: 'CLIENT' as const,
    capacity: 'FULL' as const,
    truthDeclared: true,
    retestReason: null,
    signaturePath,
  };
  const { attemptId, level } = await desk.client.risk.preview(submission);
  const done = await desk.client.risk.submit({
    ...submission,
    attemptId,
    confirmedLevel: level,
    confirmedFrom: null,
  });
  return { ...desk, clientId, done, about: { about: 'TEST', aboutId: done.testId, ...zh } as const };
}
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const recordsOf = ({ station }: ReturnType<typeof riskDesk>) =>
  sql<{ n: number }>(station.db, 'SELECT count(*) AS n FROM signed_record').get()?.n;

test('[RK79] a test leaves its paper: words and file hashed as a fact, the same bytes each time', async () => {
  const { client, station, done, about } = await tested();
  expect(done.hasPaper).toBe(true);
  const kept = (await client.risk.test({ testId: done.testId })).record;
  const [one, two] = [await client.risk.paper(about), await client.risk.paper({ ...about, language: 'en' })];
  expect(two).toEqual(one);
  expect(one).toMatchObject({
    isAsRecorded: true,
    isStamped: false,
    name: '投资者风险承受能力测评记录_欧阳静怡_2026-11-23.pdf',
  });
  const bytes = Buffer.from(one.bytes, 'base64');
  expect([sha256(bytes), one.wordsSha256]).toEqual([kept?.fileSha256, kept?.wordsSha256]);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(bytes.includes('/FontFile2')).toBe(true);
  expect(recordsOf({ client, station } as never)).toBe(1);
});

test('[RK79] a client renamed later changes no paper, a forged word is found', async () => {
  const { client, station, clientId, about } = await tested();
  const before = await client.risk.paper(about);
  commit(station, 'client.correct', [
    { op: 'patch', entity: 'client', id: clientId, patch: { birthDay: '1985-05-06' } },
  ]);
  expect((await client.risk.paper(about)).fileSha256).toBe(before.fileSha256);
  const [row] = sql<{ id: string }>(station.db, 'SELECT id FROM signed_record').all();
  const data = readRow(station.db, 'signedRecord', row!.id)!.data;
  const forged = { ...data, wordsJson: data.wordsJson.replace('C2', 'C5') };
  const state = { scope: `client:${clientId}`, seq: 0, hashHi: 0, hashLo: 0 };
  throughGate(station.db, () => writeRow(station.db, 'signedRecord', row!.id, forged, state));
  expect((await client.risk.paper(about)).isAsRecorded).toBe(false);
});

test('[RK79] the paper says who, how, each answer with its time, level, rules, retention', async () => {
  const { station, done, client } = await tested();
  const detail = await client.risk.test({ testId: done.testId });
  expect(detail).toMatchObject({ retainUntil: '2046-11-23', hasConsented: true, rulesVersion: '2026-02' });
  expect(detail.answered.filter(({ isSameSecond }) => isSameSecond)).toHaveLength(1);
  const [row] = sql<{ words_json: string }>(station.db, 'SELECT words_json FROM signed_record').all();
  for (const part of [
    '欧阳静怡',
    '1985-05-05',
    '客户本人持设备作答',
    '完全民事行为能力',
    'C2（稳健型）',
    'default v1',
    '2026-02',
    '2046-11-23',
    '2027-11-23',
    '第29条',
    '0.4',
    '2.5',
    '有题目在展示后一秒之内就作答',
  ])
    expect(row?.words_json).toContain(part);
});

test('[RK79] a void test is printed with a stamp', async () => {
  const { client, station, done, about, clientId } = await tested();
  const plain = await client.risk.paper(about);
  const data = { ...readRow(station.db, 'riskTest', done.testId)!.data, voidedReason: 'DAY_LIMIT' };
  const state = { scope: `client:${clientId}`, seq: 9, hashHi: 0, hashLo: 0 };
  throughGate(station.db, () => writeRow(station.db, 'riskTest', done.testId, data, state));
  const stamped = await client.risk.paper(about);
  expect(stamped).toMatchObject({ isStamped: true, isAsRecorded: true });
  expect(stamped.fileSha256).not.toBe(plain.fileSha256);
});

test('[RK80] a folder that takes no file says why, leaves nothing behind, and the test stays', async () => {
  const { client, about } = await tested();
  const folder = testFolder('papers');
  const blocked = path.join(folder, 'a-file');
  writeFileSync(blocked, '');
  expect(await codeOf(client.risk.savePaper({ ...about, folder: path.join(blocked, 'inside') }))).toBe(
    'FOLDER_REFUSED',
  );
  expect(await codeOf(client.risk.savePaper({ ...about, folder: 'papers' }))).toBe('FOLDER_REFUSED');
  expect(readdirSync(folder)).toEqual(['a-file']);
  const saved = await client.risk.savePaper({ ...about, folder: path.join(folder, 'new') });
  expect(sha256(readFileSync(saved.file))).toBe(saved.fileSha256);
  const file = { name: 'x.pdf', bytes: Buffer.from('x'), fileSha256: '0'.repeat(64) } as never;
  const refused = await savePaper(file, '/proc/self/papers');
  expect(refused).toMatchObject({ ok: false, error: { folder: '/proc/self/papers' } });
});

test('[RK79] a character the font lacks is named, never an empty box', async () => {
  const paper = { ...zh, title: '𠮷', subtitle: '', blocks: [] };
  const print = (title: string) =>
    printPaper({ paper: { ...paper, title }, signaturePath: null, sha256: '', madeAt: 0, stamp: null });
  expect((await print('𠮷')).equals(await print('〔U+20BB7〕'))).toBe(false);
  expect((await print('𠮷')).length).toBeGreaterThan((await print('吉')).length);
});
