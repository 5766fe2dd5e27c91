import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { heldWhile } from '#test/support/live-memory.ts';
import { importDesk, some } from '#test/workstation/imports/import-desk.ts';
import { compoundFile, textRow, workbook } from '#test/workstation/imports/workbooks.ts';

const headers = textRow(1, ['姓名', '手机', '出生日期', '余额']);
const plain = workbook({
  sheets: { 客户: headers + textRow(2, ['王伟', '13800010001', '1990-02-03', 12.5]) },
});

async function refusal(bytes: Uint8Array): Promise<unknown> {
  const desk = importDesk();
  const id = await desk.receive(bytes, '客户.xlsx');
  const problem = await desk
    .inspect(id)
    .catch((error: { data?: { problem?: string } }) => error.data?.problem);
  const left = desk.station.db.prepare('SELECT count(*) AS n FROM import_chunk').get() as { n: number };
  expect(left.n).toBe(0);
  expect(desk.run(id)).toMatchObject({ state: 'FAILED', problem });
  return problem;
}

/** Writes another size into the archive's directory than the file really has. */
function withStatedSize(bytes: Uint8Array, part: string, size: number): Uint8Array {
  const copy = Buffer.from(bytes);
  const at = copy.lastIndexOf(part);
  copy.writeUInt32LE(size, at - 46 + 24);
  return copy;
}

describe('values', () => {
  test('[IM3] a number shown as 1.38E+10 is read by its value, the same as text is put aside', async () => {
    const desk = importDesk();
    const rows =
      headers +
      `<row r="2"><c t="inlineStr"><is><t>王伟</t></is></c><c s="3"><v>1.3800010001E10</v></c></row>` +
      textRow(3, ['李娜', '1.38E+10']);
    const run = await desk.bring(workbook({ sheets: { 客户: rows } }));
    expect(some(run.counts)).toEqual({ imported: 1, quarantined: 1 });
    expect(desk.clients()[0]?.['phone']).toBe('+8613800010001');
    expect(desk.waiting(run.id)[0]?.issues).toEqual([{ code: 'DIGITS_LOST', target: 'phone', column: 1 }]);
  });

  test('[IM8] a formula counts by its stored result; without one the row waits; error values wait', async () => {
    const desk = importDesk();
    const cell = (inner: string, type = '') => `<c${type}>${inner}</c>`;
    const name = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const rows =
      headers +
      `<row r="2">${name('王伟')}${cell('<f>B9</f><v>13800010001</v>', ' t="str"')}</row>` +
      `<row r="3">${name('李娜')}${cell('<f>HYPERLINK("http://x")</f>')}</row>` +
      `<row r="4">${name('赵强')}${cell('<v>#N/A</v>', ' t="e"')}</row>`;
    const run = await desk.bring(workbook({ sheets: { 客户: rows } }));
    expect(desk.clients().map(({ phone }) => phone)).toEqual(['+8613800010001']);
    expect(desk.waiting(run.id).map(({ issues }) => issues[0]?.code)).toEqual([
      'NOT_CALCULATED',
      'CELL_ERROR',
    ]);
  });

  test.each([
    [false, 32_907],
    [true, 31_445],
  ])('[IM2] dates by style, 1904 system %s', async (is1904, serial) => {
    const desk = importDesk();
    const rows =
      headers +
      `<row r="2"><c t="inlineStr"><is><t>王伟</t></is></c><c r="C2" s="1"><v>${serial}</v></c></row>`;
    await desk.bring(workbook({ sheets: { 客户: rows }, is1904 }));
    expect(desk.clients()[0]?.['birth_day']).toBe('1990-02-03');
  });

  test('[IM2] shared texts with formats inside, phonetic guides left out, blanks kept apart', async () => {
    const desk = importDesk();
    const sharedTexts = [
      '<r><t>欧阳</t></r><r><rPr><b/></rPr><t>娜娜</t></r><rPh sb="0" eb="1"><t>おう</t></rPh>',
    ];
    const rows = headers + '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="D2"><v>-3.5</v></c></row>';
    await desk.bring(workbook({ sheets: { 客户: rows }, sharedTexts }));
    expect(desk.clients()[0]).toMatchObject({ name: '欧阳娜娜', stated_assets_fen: -350 });
  });

  test('[IM1] one of several sheets is chosen; hidden ones are not offered', async () => {
    const desk = importDesk();
    const second = textRow(1, ['name', 'mobile']) + textRow(2, ['Ann', '13800010009']);
    const id = await desk.receive(
      workbook({ sheets: { '!secret': headers, 一: headers + textRow(2, ['x']), 二: second } }),
    );
    expect((await desk.inspect(id)).sheets).toEqual(['一', '二']);
    const found = await desk.inspect(id, { sheet: '二' });
    expect(found.suggested.map(({ target }) => target)).toEqual(['name', 'phone']);
  });

  test('[IM2] 300,000 formatted empty rows cost neither memory nor refusal', async () => {
    const desk = importDesk();
    const bytes = mostlyEmptyWorkbook();
    const runs: Awaited<ReturnType<typeof desk.bring>>[] = [];
    const held = await heldWhile(async () => runs.push(await desk.bring(bytes)));
    expect(runs.map(({ counts }) => some(counts))).toEqual([{ imported: 2 }]);
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(32 * 1024 * 1024);
  });
});

/** Two clients with 300,000 formatted rows between them that hold nothing. */
function mostlyEmptyWorkbook(): Uint8Array {
  const empty = Array.from(
    { length: 300_000 },
    (_, i) => `<row r="${i + 3}" s="1"><c s="1"/><c s="2"/></row>`,
  );
  const rows = headers + textRow(2, ['王伟']) + empty.join('') + textRow(300_003, ['李娜']);
  return workbook({ sheets: { 客户: rows } });
}

describe('files that cannot be read', () => {
  test('[IM2] an encrypted workbook is told so', async () => {
    expect(await refusal(compoundFile(['EncryptionInfo', 'EncryptedPackage']))).toBe('PASSWORD');
  });
  test('[IM2] a zip with encrypted entries is told so', async () => {
    const copy = Buffer.from(plain);
    copy.writeUInt16LE(1, copy.lastIndexOf('xl/workbook.xml') - 46 + 8);
    expect(await refusal(copy)).toBe('PASSWORD');
  });
  test('[IM2] the format before 2007 is told so', async () => {
    expect(await refusal(compoundFile(['Workbook']))).toBe('OLD_XLS');
  });
  test('[IM2] a workbook cut off, and one with flipped bytes, are corrupt', async () => {
    expect(await refusal(plain.subarray(0, plain.length - 30))).toBe('CORRUPT');
    const flipped = Buffer.from(plain);
    const at = flipped.indexOf('xl/worksheets/sheet1.xml') + 60;
    flipped[at] = (flipped[at] ?? 0) ^ 0xff;
    expect(await refusal(flipped)).toBe('CORRUPT');
  });
  test('[IM2] a workbook that promises too much is refused before, one that lies while it inflates', async () => {
    expect(await refusal(withStatedSize(plain, 'xl/worksheets/sheet1.xml', 0xf0000000))).toBe('EXPLODING');
    const bomb = zipSync({
      'xl/workbook.xml': new Uint8Array(
        Buffer.from('<workbook><sheets><sheet name="a" id="x" r:id="rId1"/></sheets></workbook>'),
      ),
      'xl/_rels/workbook.xml.rels': new Uint8Array(
        Buffer.from(
          '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
        ),
      ),
      'xl/worksheets/sheet1.xml': new Uint8Array(40_000_000).fill(0x20),
    });
    expect(await refusal(withStatedSize(bomb, 'xl/worksheets/sheet1.xml', 5000))).toBe('EXPLODING');
    expect(await refusal(bomb)).toBe('EXPLODING');
  });
  test('[IM2] entities of its own are refused, not expanded', async () => {
    const entity = zipSync({
      'xl/workbook.xml': new Uint8Array(Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]><workbook/>')),
    });
    expect(await refusal(entity)).toBe('CORRUPT');
  });
  test.each([
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1')],
    ['a page', Buffer.from('<html><table><tr><td>姓名</td></tr></table></html>')],
    ['a PDF', Buffer.from('%PDF-1.7 ...')],
    ['another archive', zipSync({ 'word/document.xml': new Uint8Array(9) })],
  ])('[IM2] %s is another format', async (_, bytes) => {
    expect(await refusal(bytes)).toBe('OTHER_FORMAT');
  });
  test('[IM2] a file without rows says so', async () => {
    expect(await refusal(Buffer.from('姓名,手机\n'))).toBe('NO_ROWS');
    expect(await refusal(workbook({ sheets: { 空: '' } }))).toBe('NO_ROWS');
  });
});
