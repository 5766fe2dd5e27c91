import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { call } from '@orpc/server';
import { describe, expect, test } from 'vitest';
import { importJobs } from '#workstation/imports/jobs.ts';
import { importsRouter } from '#workstation/imports/router.ts';
import { importDesk, planFor, some } from '#test/workstation/imports/import-desk.ts';

const list =
  '姓名,手机,城市,余额,备注\n王伟,13800010001,上海,"1,200.50","第一行\n第二行"\n李娜,138 0001 0002,北京,3万,\n';
/** `姓名,手机\n王伟,13800010001\n欧阳娜娜,13800010002\n` in GB18030, made with iconv. */
const gbList = Buffer.from('0NXD+yzK1rv6Cs31zrAsMTM4MDAwMTAwMDEKxbfR9MTIxMgsMTM4MDAwMTAwMDIK', 'base64');

describe('encodings and delimiters', () => {
  test.each([
    ['UTF-8', Buffer.from(list)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${list}`)],
    ['UTF-16 LE with a mark', Buffer.from(`\uFEFF${list}`, 'utf16le')],
    ['UTF-16 LE without one', Buffer.from(list, 'utf16le')],
    ['UTF-16 BE with a mark', Buffer.from(`\uFEFF${list}`, 'utf16le').swap16()],
  ])('[IM2] %s reads the same', async (_, bytes) => {
    const desk = importDesk();
    const run = await desk.bring(bytes);
    expect(some(run.counts)).toEqual({ imported: 2 });
    expect(
      desk.clients().map(({ name, phone, city, stated_assets_fen: fen }) => [name, phone, city, fen]),
    ).toEqual([
      ['王伟', '+8613800010001', '上海', 120_050],
      ['李娜', '+8613800010002', '北京', 3_000_000],
    ]);
    expect(JSON.parse(desk.clients()[0]?.['extra'] as string)).toEqual({ 备注: '第一行\n第二行' });
  });

  test('[IM2] GB18030 is known by the whole file, not by its first kilobytes', async () => {
    const desk = importDesk();
    const ascii = Buffer.from(
      'name,phone\n' + Array.from({ length: 9000 }, (_, i) => `Client ${i},`).join('\n') + '\n',
    );
    const tail = gbList.subarray(gbList.indexOf(10) + 1);
    const id = await desk.receive(Buffer.concat([ascii, tail]));
    const found = await desk.inspect(id);
    expect(found.reading.encoding).toBe('gb18030');
    const run = await desk.bring(gbList);
    expect(run.inspection?.reading.encoding).toBe('gb18030');
    expect(desk.clients().map(({ name }) => name)).toEqual(['王伟', '欧阳娜娜']);
  });

  test.each([',', ';', '\t', '|'])('[IM2] columns separated by %j', async (mark) => {
    const desk = importDesk();
    const text =
      ['姓名', '手机', '城市'].join(mark) + '\r\n' + ['王伟', '13800010001', '上海'].join(mark) + '\r\n';
    const run = await desk.bring(text);
    expect(run.inspection?.reading.delimiter).toBe(mark);
    expect(desk.clients()[0]?.['city']).toBe('上海');
  });

  test('[IM2] a stray quotation mark costs its own row only', async () => {
    const desk = importDesk();
    const run = await desk.bring('姓名,手机\n"王伟,13800010001\n李娜,13800010002\n赵强,13800010003\n');
    expect(some(run.counts)).toEqual({ imported: 2, quarantined: 1 });
    expect(desk.waiting(run.id)[0]?.issues[0]?.code).toBe('BROKEN_QUOTES');
  });

  test('[IM1] titles above the headers are passed over, headers met again are no rows', async () => {
    const desk = importDesk();
    const run = await desk.bring(
      '客户清单 2026年11月,,\n,,\n姓名,手机,城市\n王伟,13800010001,上海\n姓名,手机,城市\n',
    );
    expect(run.inspection?.reading.headerRow).toBe(3);
    expect(some(run.counts)).toEqual({ imported: 1 });
  });
});

describe('faults of rows', () => {
  test.each([
    ['手机', '1.38E+10', 'DIGITS_LOST'],
    ['手机', '12345', 'BAD_PHONE'],
    ['手机', '13333333333', 'FAKE_PHONE'],
    ['手机', '#N/A', 'CELL_ERROR'],
    ['出生日期', '1990-02-30', 'BAD_DATE'],
    ['出生日期', '3/4/1990', 'AMBIGUOUS_DATE'],
    ['余额', '很多', 'BAD_AMOUNT'],
    ['余额', '1.5E+06', 'DIGITS_LOST'],
    ['城市', '上'.repeat(61), 'TOO_LONG'],
    ['城市', '上\uFFFD', 'BAD_CHARACTERS'],
  ])('[IM2] %s "%s" is put aside as %s', async (header, text, code) => {
    const desk = importDesk();
    const run = await desk.bring(`姓名,${header},备注\n王伟,${text},x\n李娜,,y\n`);
    expect(some(run.counts)).toEqual({ imported: 1, quarantined: 1 });
    expect(desk.waiting(run.id)[0]?.issues).toEqual([{ code, target: expect.any(String), column: 1 }]);
  });

  test('[IM2] a row with more cells than headers is shifted, not guessed', async () => {
    const desk = importDesk();
    const run = await desk.bring('姓名,手机,城市\n王伟,13800010001,上海\n李,娜,13800010002,北京\n赵强,,\n');
    expect(desk.waiting(run.id).map(({ issues }) => issues.map(({ code }) => code))).toEqual([
      expect.arrayContaining(['SHIFTED']),
    ]);
  });

  test('[IM4] a name without a phone comes in and cannot be dialled; a phone without a name waits', async () => {
    const desk = importDesk();
    const run = await desk.bring('姓名,手机\n王伟,\n,13800010002\n');
    expect(some(run.counts)).toEqual({ imported: 1, quarantined: 1 });
    expect(desk.clients()[0]).toMatchObject({ phone: null, phone_usable: 0 });
    expect(desk.waiting(run.id)[0]?.issues).toEqual([{ code: 'MISSING', target: 'name', column: 0 }]);
  });

  test('[IM5] a row whose own source cell is empty or unlawful waits; nobody from it can be called', async () => {
    const desk = importDesk();
    const text = '姓名,手机,来源\n王伟,13800010001,转介绍\n李娜,13800010002,\n赵强,13800010003,购买名单\n';
    const run = await desk.bring(text);
    expect(some(run.counts)).toEqual({ imported: 1, quarantined: 2 });
    expect(desk.waiting(run.id).map(({ issues }) => issues[0]?.code)).toEqual([
      'NO_SOURCE',
      'UNLAWFUL_SOURCE',
    ]);
    expect(desk.clients().map(({ source }) => source)).toEqual(['import:referral:客户名单.csv']);
  });

  test.each([
    ['UNKNOWN', 'NO_SOURCE'],
    ['PURCHASED', 'UNLAWFUL_SOURCE'],
  ])(
    '[IM5] a file of origin %s brings no client in until its origin is stated anew',
    async (origin, code) => {
      const desk = importDesk();
      const run = await desk.bring(list, { origin, statement: '' });
      expect(some(run.counts)).toEqual({ quarantined: 2 });
      expect(desk.waiting(run.id)[0]?.issues[0]?.code).toBe(code);
      expect(desk.clients()).toEqual([]);
      const stated = {
        origin: 'BRANCH',
        basis: 'CONTRACT' as const,
        statement: '网点开户资料',
        marketingChannels: [],
      };
      await call(importsRouter.restate, { importId: run.id, ...stated }, desk.context);
      expect(some(desk.run(run.id).counts)).toEqual({ imported: 2 });
      expect(desk.clients()[0]).toMatchObject({
        lawful_basis: 'CONTRACT',
        source: 'import:branch:客户名单.csv',
      });
    },
  );

  test('[IM5] the proof stays with the run: file, digest, when, who, what was stated', async () => {
    const desk = importDesk();
    const run = await desk.bring(list, { marketingChannels: ['PHONE'] });
    expect(run).toMatchObject({
      fileName: '客户名单.csv',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      managerId: desk.station.me.managerId,
      startedAt: desk.station.clock(),
      plan: { origin: 'APP', basis: 'CONSENT', statement: '客户注册时勾选同意，原件在网点' },
    });
    const consents = desk.station.db.prepare('SELECT channel, purpose, given, evidence FROM consent').all();
    expect(consents).toHaveLength(2);
    expect(consents[0]).toMatchObject({ channel: 'PHONE', purpose: 'MARKETING', given: 1 });
    expect((consents[0] as { evidence: string }).evidence).toContain(run.sha256);
  });

  test('[IM5] columns of location traces are dropped, and a plan that keeps them is refused', async () => {
    const desk = importDesk();
    const id = await desk.receive('姓名,手机,经度,身份证号\n王伟,13800010001,121.47,310101199003070000\n');
    const found = await desk.inspect(id);
    expect(found.forbidden).toEqual(['经度']);
    expect(found.suggested.map(({ target }) => target)).toEqual(['name', 'phone', 'drop', 'drop']);
    const kept = found.suggested.map((one) =>
      one.header === '经度' ? { ...one, target: 'extra' as const } : one,
    );
    const started = call(
      importsRouter.start,
      { importId: id, plan: planFor(found, { columns: kept }) },
      desk.context,
    );
    await expect(started).rejects.toMatchObject({ code: 'BAD_PLAN', data: { problem: 'FORBIDDEN_COLUMN' } });
  });
});

describe('settling', () => {
  test('[IM9] a quarantined row is corrected in place, and the same file again changes nothing', async () => {
    const desk = importDesk();
    const text = '姓名,手机\n王伟,1.38E+10\n李娜,13800010002\n';
    const run = await desk.bring(text);
    const [row] = desk.waiting(run.id);
    const wrong = await call(
      importsRouter.fix,
      { rowId: row?.id ?? '', cells: ['王伟', '138'] },
      desk.context,
    );
    expect(wrong).toMatchObject({ outcome: 'quarantined', row: { issues: [{ code: 'BAD_PHONE' }] } });
    const right = await call(
      importsRouter.fix,
      { rowId: row?.id ?? '', cells: ['王伟', '13800010001'] },
      desk.context,
    );
    expect(right).toEqual({ outcome: 'imported', row: null });
    expect(some(desk.run(run.id).counts)).toEqual({ imported: 2 });
    const before = JSON.stringify(desk.clients());
    const again = await desk.bring(text);
    expect(some(again.counts)).toEqual({ unchanged: 2 });
    expect(JSON.stringify(desk.clients())).toBe(before);
  });

  test('[IM6] importing again changes nothing, also with other columns first and after a correction by hand', async () => {
    const desk = importDesk();
    await desk.bring(list);
    const outbox = () => desk.station.db.prepare('SELECT count(*) AS n FROM outbox').get();
    const before = outbox();
    const shuffled =
      '备注,余额,城市,手机,姓名\n,3万,北京,138 0001 0002,李娜\n"第一行\n第二行","1,200.50",上海,13800010001,王伟\n';
    expect(some((await desk.bring(list)).counts)).toEqual({ unchanged: 2 });
    expect(some((await desk.bring(shuffled)).counts)).toEqual({ unchanged: 2 });
    expect(outbox()).toEqual(before);
  });

  test('[IM7] a known phone is offered: skip leaves it, fill adds what is empty, new makes another client', async () => {
    const desk = importDesk();
    await desk.bring('姓名,手机\n王伟,13800010001\n李娜,13800010002\n赵强,13800010003\n');
    const text = '姓名,手机,城市\n王维,13800010001,上海\n李娜,13800010002,北京\n赵强二,13800010003,广州\n';
    const run = await desk.bring(text);
    expect(some(run.counts)).toEqual({ duplicate: 3 });
    const { rows } = await call(importsRouter.rows, { importId: run.id, state: 'DUPLICATE' }, desk.context);
    expect(rows[0]?.match).toMatchObject({
      name: '王伟',
      phoneMasked: '138****0001',
      by: 'PHONE',
      isInFile: false,
    });
    expect(rows[0]?.match?.differences).toEqual([
      { field: 'name', incoming: '王维', known: '王伟' },
      { field: 'city', incoming: '上海', known: null },
    ]);
    for (const [index, choice] of (['SKIP', 'FILL', 'NEW'] as const).entries()) {
      await call(
        importsRouter.resolve,
        { importId: run.id, rowIds: [rows[index]?.id ?? ''], choice },
        desk.context,
      );
    }
    expect(some(desk.run(run.id).counts)).toEqual({ skipped: 1, updated: 1, imported: 1 });
    expect(desk.clients().map(({ name, city }) => [name, city])).toEqual([
      ['王伟', null],
      ['李娜', '北京'],
      ['赵强', null],
      ['赵强二', '广州'],
    ]);
    expect(some((await desk.bring(text)).counts)).toEqual({ unchanged: 3 });
  });

  test('[IM7] a phone twice in one file is found there, and a plan may settle all at once', async () => {
    const desk = importDesk();
    const text = '姓名,手机\n王伟,13800010001\n王伟,+86 138-0001-0001\n王伟,13800010001\n';
    const run = await desk.bring(text);
    expect(some(run.counts)).toEqual({ imported: 1, duplicate: 2 });
    expect(desk.waiting(run.id, 'DUPLICATE').map(({ isMatchedInFile }) => isMatchedInFile)).toEqual([
      true,
      true,
    ]);
    const other = importDesk();
    expect(some((await other.bring(text, { onDuplicate: 'SKIP' })).counts)).toEqual({
      imported: 1,
      skipped: 2,
    });
  });

  test('[IM9] rows put aside again by a later run leave the earlier one', async () => {
    const desk = importDesk();
    const first = await desk.bring('姓名,手机\n王伟,12\n');
    const second = await desk.bring('姓名,手机\n王伟,12\n');
    expect(some(desk.run(first.id).counts)).toEqual({ discarded: 1 });
    expect(desk.waiting(first.id)).toEqual([]);
    expect(some(second.counts)).toEqual({ quarantined: 1 });
    await call(importsRouter.discard, { importId: second.id, rowIds: null }, desk.context);
    expect(some(desk.run(second.id).counts)).toEqual({ discarded: 1 });
  });

  test('[IM1] a mapping is remembered by the set of headers', async () => {
    const desk = importDesk();
    const id = await desk.receive('甲,乙\n王伟,13800010001\n李娜,13800010002\n');
    const found = await desk.inspect(id);
    expect(found.suggested).toEqual([
      { header: '甲', target: 'extra' },
      { header: '乙', target: 'phone' },
    ]);
    const columns = [
      { header: '甲', target: 'name' as const },
      { header: '乙', target: 'phone' as const },
    ];
    await call(importsRouter.start, { importId: id, plan: planFor(found, { columns }) }, desk.context);
    await importJobs(desk.station).idle();
    const again = await desk.inspect(await desk.receive('乙,甲\n13800010003,赵强\n'));
    expect(again.remembered).toEqual([
      { header: '乙', target: 'phone' },
      { header: '甲', target: 'name' },
    ]);
  });
});

/** Real files are not part of the project: ZHIKE_REAL_DATA names the folder that holds them. */
const realData = process.env['ZHIKE_REAL_DATA'] ?? '';

describe.skipIf(!existsSync(path.join(realData, 'bank-clients.csv')))(
  'real files (skipped unless ZHIKE_REAL_DATA names their folder)',
  () => {
    test('[IM4] a bank’s clients with odd headers come in with their numbers as identity', async () => {
      const desk = importDesk();
      const bytes = readFileSync(path.join(realData, 'bank-clients.csv'));
      const run = await desk.bring(bytes);
      expect(run.rowsDone).toBe(5000);
      expect(run.counts.imported + run.counts.quarantined).toBe(5000);
      expect(run.counts.imported).toBeGreaterThan(4900);
      expect((await desk.bring(bytes)).counts.imported).toBe(0);
    });

    test('[IM4] a list of calls has no names: it says so, and comes in with labels', async () => {
      const desk = importDesk();
      const bytes = readFileSync(path.join(realData, 'bank-calls.csv')).subarray(0, 200_000);
      const id = await desk.receive(bytes);
      const found = await desk.inspect(id);
      const start = (generatedName: string | null) =>
        call(importsRouter.start, { importId: id, plan: planFor(found, { generatedName }) }, desk.context);
      await expect(start(null)).rejects.toMatchObject({ data: { problem: 'NO_NAME' } });
      await start('客户');
      await importJobs(desk.station).idle();
      expect(desk.clients()[0]).toMatchObject({ name: '客户 00002', phone: null });
    });
  },
);

test('the GB18030 fixture is what iconv makes', { skip: !existsSync('/usr/bin/iconv') }, () => {
  const text = '姓名,手机\n王伟,13800010001\n欧阳娜娜,13800010002\n';
  expect(execFileSync('iconv', ['-f', 'utf8', '-t', 'gb18030'], { input: text }).equals(gbList)).toBe(true);
});
