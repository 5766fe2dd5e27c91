import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { businessDayOf } from '#core/base/time.ts';
import { throughGate } from '#db/gate.ts';
import { exportCompliance } from '#workstation/compliance/export.ts';
import { riskTestRow } from '#test/support/rows.ts';
import { confirmed } from '#test/support/published.ts';
import { confirmedClient, riskDesk } from '#test/workstation/risk/support.ts';
import { testFolder } from '#test/support/temporary.ts';

const projectDir = path.resolve(import.meta.dirname, '../../..');
const folder = (): string => testFolder('compliance');

function desk() {
  const made = riskDesk();
  const { station, client } = made;
  const clientId = confirmedClient(station, { name: '欧阳静怡' });
  const now = station.clock();
  const today = businessDayOf(now);
  const other = confirmedClient(station, { name: '王伟' });
  const managerId = station.me.managerId;
  const put = (entity: Parameters<typeof confirmed>[1], data: Record<string, unknown>) => {
    const id = station.newId();
    confirmed(station, entity, id, data);
    return id;
  };
  const reveal = (at: number, of = clientId) =>
    put('reveal', { clientId: of, managerId, field: 'PHONE', reason: 'DIAL', revealedAt: at });
  put('riskTest', { ...riskTestRow({ clientId, takenAt: now - 5 }), retestReason: '收入变化\u2028大' });
  reveal(now - 4);
  reveal(now - 3, other);
  const attempt = {
    sheetId: 'default',
    sheetVersion: 1,
    answers: {},
    level: 'C4',
    answerMs: {},
    hasConsented: true,
  };
  put('testAttempt', { clientId, managerId, ...attempt, shownAt: now - 2, retainUntil: '2046-01-01' });
  const range = { from: today, to: today, kinds: [], clientId: null };
  return { station, client, clientId, other, now, today, range, put, reveal };
}

test('[RK96] a range is a range of days in Shanghai, both ends in, newest first, by kind and client', async () => {
  const { client, range, reveal, now, clientId, today } = desk();
  const midnight = Date.parse(`${today}T00:00:00+08:00`);
  reveal(midnight);
  reveal(midnight - 1);
  const { entries } = await client.compliance.entries(range);
  expect(entries.map(({ kind, at }) => [kind, at])).toEqual([
    ['LEVEL_LEFT', now - 2],
    ['REVEAL', now - 3],
    ['REVEAL', now - 4],
    ['TEST', now - 5],
    ['REVEAL', midnight],
  ]);
  expect(entries[0]).toMatchObject({ clientName: '欧阳静怡', code: 'C4' });
  expect(await client.compliance.counts(range)).toMatchObject({
    REVEAL: 3,
    TEST: 1,
    LEVEL_LEFT: 1,
    VERDICT: 0,
  });
  const reveals = await client.compliance.entries({ ...range, kinds: ['REVEAL'], clientId });
  expect(reveals.entries).toHaveLength(2);
});

test('[RK96] pages meet no entry twice and leave none out, also amid one instant', async () => {
  const { client, range, reveal, now, station } = desk();
  throughGate(station.db, () => station.db.prepare('DELETE FROM reveal').run());
  for (let index = 0; index < 23; index += 1) reveal(now - 1000 - Math.floor(index / 8));
  const seen: string[] = [];
  let before = null;
  do {
    const page: Awaited<ReturnType<typeof client.compliance.entries>> = await client.compliance.entries({
      ...range,
      before,
      limit: 5,
    });
    seen.push(...page.entries.map(({ id }) => id));
    before = page.next;
  } while (before !== null);
  expect(seen).toHaveLength(25);
  expect(new Set(seen).size).toBe(25);
});

async function exported({ client, range }: ReturnType<typeof desk>, format: 'jsonl' | 'xlsx', into: string) {
  let last;
  const language = 'zh-CN' as const;
  for await (const step of await client.compliance.export({ ...range, format, folder: into, language }))
    last = step;
  return last;
}

const verifyFile = (file: string, ...options: string[]) => {
  const script = path.join(projectDir, 'scripts/audit-verify.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, file, ...options], {
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
};

test('[RK95] a sealed export holds the records in full, is verified by the command, and a changed letter is found', async () => {
  const made = desk();
  const into = folder();
  const step = await exported(made, 'jsonl', into);
  const { file = '', head, publicKey = '' } = step?.done ?? {};
  expect(step).toMatchObject({ rows: 4, total: 4 });
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  expect(lines).toHaveLength(6);
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({
    kind: 'TEST',
    row: { retestReason: '收入变化\u2028大' },
  });
  expect(verifyFile(file)).toMatchObject({ status: 0, said: expect.stringContaining(`head ${head}`) });
  expect(verifyFile(file, '--key', publicKey ?? '').status).toBe(0);
  await exported(made, 'jsonl', into);
  const announced = made.station.db.prepare('SELECT device_id, public_key FROM device_key').all();
  expect(announced).toEqual([{ device_id: made.station.me.deviceId, public_key: publicKey }]);
  expect(verifyFile(file, '--key', 'x'.repeat(43))).toMatchObject({ status: 1 });
  const forged = path.join(into, 'forged');
  writeFileSync(forged, readFileSync(file, 'utf8').replace('收入变化', '收入減少'));
  expect(verifyFile(forged)).toMatchObject({
    status: 1,
    said: expect.stringContaining('line 2 was changed'),
  });
  writeFileSync(forged, `${lines.slice(0, 5).join('\n')}\n`);
  expect(verifyFile(forged)).toMatchObject({ status: 1, said: expect.stringContaining('cut off') });
  expect(verifyFile(path.join(into, 'nothing')).status).toBe(2);
  const sum = execFileSync('sh', ['-c', `sed -n 2p '${file}' | tr -d '\\n' | sha256sum`], {
    encoding: 'utf8',
  });
  expect(JSON.parse(lines[2] ?? '')).toMatchObject({ prev: sum.slice(0, 64) });
}, 20_000);

test('[RK95] two exports of one device name the same key', async () => {
  const made = desk();
  const keys = [await exported(made, 'jsonl', folder()), await exported(made, 'jsonl', folder())];
  expect(new Set(keys.map((step) => step?.done?.publicKey)).size).toBe(1);
});

test('[RK97] a folder that is not there or no folder is named, and no half file stays', async () => {
  const made = desk();
  const into = folder();
  writeFileSync(path.join(into, 'file'), '');
  const failed = async (where: string) =>
    exported(made, 'jsonl', where).then(
      () => 'OK',
      (error: { code?: string; data?: unknown }) => [error.code, error.data],
    );
  const missing = path.join(into, 'missing');
  expect(await failed(missing)).toEqual(['EXPORT_FAILED', { code: 'ENOENT', folder: missing }]);
  const plain = path.join(into, 'file');
  expect(await failed(plain)).toEqual(['EXPORT_FAILED', { code: 'ENOTDIR', folder: plain }]);
  const closed = path.join(into, 'closed');
  mkdirSync(closed);
  chmodSync(closed, 0o500);
  if (process.getuid?.() !== 0)
    expect(await failed(closed)).toEqual(['EXPORT_FAILED', { code: 'EACCES', folder: closed }]);
  expect(readdirSync(into)).toEqual(['closed', 'file']);
});

test('[RK97] whoever stops an export in the middle leaves nothing behind', async () => {
  const { station, range } = desk();
  const into = folder();
  const wish = { ...range, format: 'jsonl', folder: into, language: 'en' } as const;
  for await (const step of exportCompliance(station, wish)) {
    expect(step.done).toBeNull();
    expect(readdirSync(into)).toHaveLength(1);
    break;
  }
  expect(readdirSync(into)).toEqual([]);
});

test('[RK97] a file that may not grow any more (ulimit) is named, and nothing of it stays', () => {
  const into = folder();
  const child = `
    import { beginFile } from './workstation/compliance/whole-file.ts';
    const file = await beginFile(process.argv[1]);
    try {
      for (let piece = 0; piece < 100; piece += 1) await file.write('x'.repeat(10_000));
      await file.finish();
    } catch (error) {
      console.log(error.code);
    }`;
  const run = [process.execPath, '--input-type=module', '-e', child, path.join(into, 'x.jsonl')];
  const limited = ['-c', `trap '' XFSZ; ulimit -f 100; exec "$0" "$@"`, ...run];
  const { stdout } = spawnSync('bash', limited, { cwd: projectDir, encoding: 'utf8' });
  expect(stdout.trim()).toBe('EFBIG');
  expect(readdirSync(into)).toEqual([]);
});

test('[RK96] a spreadsheet names every kind and every entry', async () => {
  const made = desk();
  const step = await exported(made, 'xlsx', folder());
  expect(step).toMatchObject({ rows: 4, done: { head: null } });
  const parts = unzipSync(readFileSync(step?.done?.file ?? ''));
  const sheet = strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
  for (const text of ['风险测评', '看到等级未确认', '查看号码', '欧阳静怡', '王伟'])
    expect(sheet).toContain(text);
});
