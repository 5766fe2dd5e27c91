import { call } from '@orpc/server';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine } from '#core/import/export-cell.ts';
import { csvReader } from '#core/import/csv-records.ts';
import { importsRouter } from '#workstation/imports/router.ts';
import { importDesk, some } from '#test/workstation/imports/import-desk.ts';

const list =
  '姓名,手机,性别,出生日期,城市,余额,备注\n' +
  '王伟,13800010001,男,1990-02-03,上海,1200.5,=HYPERLINK("http://x")\n' +
  '李娜,,女,,北京,-3,@SUM(A1)\n';

type Pieces = AsyncIterable<{ rows: number; total: number; bytes: string }>;
async function joined(pieces: Promise<Pieces>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const { bytes } of await pieces) parts.push(Buffer.from(bytes, 'base64'));
  return Buffer.concat(parts);
}

const wish = { language: 'zh-CN', filter: {}, ids: null, hasFullNumbers: false } as const;

test('[IM10] an export masks phones; with full numbers each is on record before it leaves', async () => {
  const desk = importDesk();
  await desk.bring(list);
  const reveals = () => desk.station.db.prepare('SELECT field, reason FROM reveal').all();
  const masked = await joined(
    call(importsRouter.exportClients, { ...wish, format: 'csv' }, desk.context) as Promise<Pieces>,
  );
  expect(masked.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(masked.toString()).toContain('138****0001');
  expect(reveals()).toEqual([]);
  const full = await joined(
    call(
      importsRouter.exportClients,
      { ...wish, format: 'csv', hasFullNumbers: true },
      desk.context,
    ) as Promise<Pieces>,
  );
  expect(full.toString()).toContain('13800010001');
  expect(reveals()).toEqual([{ field: 'PHONE', reason: 'EXPORT' }]);
});

test.each(['csv', 'xlsx'] as const)(
  '[IM10] what was exported as %s comes in again as the same clients',
  async (format) => {
    const desk = importDesk();
    await desk.bring(list);
    const bytes = await joined(
      call(
        importsRouter.exportClients,
        { ...wish, format, hasFullNumbers: true },
        desk.context,
      ) as Promise<Pieces>,
    );
    const other = importDesk();
    const run = await other.bring(bytes);
    expect(some(run.counts)).toEqual({ imported: 2 });
    const compared = ({
      name,
      phone,
      gender,
      birth_day,
      city,
      stated_assets_fen,
      extra,
    }: Record<string, unknown>) =>
      [name, phone, gender, birth_day, city, stated_assets_fen, extra] as unknown[];
    expect(other.clients().map(compared).sort()).toEqual(desk.clients().map(compared).sort());
  },
);

test('[IM10] another program reads our workbook, and we read one of its', async () => {
  const desk = importDesk();
  await desk.bring(list);
  const ours = new ExcelJS.Workbook();
  const bytes = await joined(
    call(importsRouter.exportClients, { ...wish, format: 'xlsx' }, desk.context) as Promise<Pieces>,
  );
  await ours.xlsx.load(new Uint8Array(bytes).buffer);
  const names = ours.getWorksheet('客户')?.getColumn(1).values ?? [];
  expect(names).toEqual(expect.arrayContaining(['姓名', '王伟', '李娜']));
  const theirs = new ExcelJS.Workbook();
  theirs.addWorksheet('名单').addRows([
    ['姓名', '手机', '出生日期'],
    ['王伟', 13800010001, new Date('1990-02-03')],
  ]);
  const other = importDesk();
  const run = await other.bring(new Uint8Array(await theirs.xlsx.writeBuffer()));
  expect(some(run.counts)).toEqual({ imported: 1 });
  expect(other.clients()[0]).toMatchObject({ phone: '+8613800010001', birth_day: '1990-02-03' });
});

test('[IM8] nothing leaves as a formula', async () => {
  const desk = importDesk();
  await desk.bring(list);
  const csv = await joined(
    call(importsRouter.exportClients, { ...wish, format: 'csv' }, desk.context) as Promise<Pieces>,
  );
  expect(csv.toString()).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(csv.toString()).toContain(`'@SUM(A1)`);
  expect(csvLine(['+1', '-1', '\tx', '\rx', -3])).toBe(`'+1,'-1,'\tx,"'\rx",-3\r\n`);
});

test('[IM10] the filter decides who is in the file', async () => {
  const desk = importDesk();
  await desk.bring(list);
  const input = { ...wish, filter: { cities: ['北京'] }, format: 'csv' as const };
  const csv = await joined(call(importsRouter.exportClients, input, desk.context) as Promise<Pieces>);
  expect(csv.toString().split('\r\n').filter(Boolean)).toHaveLength(2);
});

test('[IM10] quarantine leaves with row numbers and faults in words, and comes in again once corrected', async () => {
  const desk = importDesk();
  const run = await desk.bring('姓名,手机\n王伟,1.38E+10\n');
  const input = { importId: run.id, format: 'csv', language: 'zh-CN' } as const;
  const csv = (
    await joined(call(importsRouter.exportQuarantine, input, desk.context) as Promise<Pieces>)
  ).toString();
  expect(csv).toContain('手机: 数字已被表格软件截断');
  const again = await desk.bring(csv.replace('1.38E+10', '13800010001'));
  expect(some(again.counts)).toEqual({ imported: 1 });
});

test('[IM2] whatever is written as csv is read back the same, in pieces of any size', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '"', ',', '\n', ' ', '王', '\t', ';', '='),
    maxLength: 12,
  });
  fc.assert(
    fc.property(
      fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 9 }),
      (rows, size) => {
        const quoted = rows
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        const reader = csvReader(',');
        const read: string[][] = [];
        for (let at = 0; at < quoted.length; at += size) {
          for (const { cells } of reader.feed(quoted.slice(at, at + size), false)) read.push(cells);
        }
        for (const { cells, isBroken } of reader.feed('', true)) {
          expect(isBroken).toBe(false);
          read.push(cells);
        }
        expect(read).toEqual(rows);
      },
    ),
  );
});
