import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { csvLine } from '#core/import/export-cell.ts';
import { guestsOf, unsyncedOf } from '#db/queries/events.ts';
import { addGuest, stationWithSalon } from '#test/workstation/events/salon.ts';
import { exportArrivals } from '#workstation/events/arrivals-file.ts';
import { takeGuestList } from '#workstation/events/guest-list/take.ts';
import type { TestStation } from '#test/support/station.ts';

async function look(station: TestStation, eventId: string, file: Uint8Array, isTaken = false) {
  const wish = { eventId, columns: null, defaultState: null, samePersonRows: [], fileName: 'list', isTaken };
  const taken = await takeGuestList(station, file, wish);
  if (!taken.ok) throw new Error(taken.error);
  return taken.value;
}

/** Headers and a row of pretix's check-in list as its exporter writes them, with pending orders and secrets. */
const pretixHeaders =
  'Order code|Attendee name|Attendee name: Given name|Attendee name: Family name|Product|Price|Checked in|Checked out|'
    .concat(
      'Automatically checked in|Paid|Secret|E-mail|Company|Voucher code|Order date|Requires special attention|Comment|',
      'Seat ID|Seat name|Seat zone|Seat row|Seat number',
    )
    .split('|');
function pretixRow(name: string, secret: string, over: Readonly<Record<string, string>> = {}): string[] {
  const known: Record<string, string> = {
    'Order code': 'A1B2C',
    'Attendee name': name,
    Product: 'Salon',
    Price: '0.00',
    'Automatically checked in': 'No',
    Paid: 'Yes',
    Secret: secret,
    'E-mail': 'x@example.org',
    'Order date': '2026-11-01',
    'Requires special attention': 'No',
    ...over,
  };
  return pretixHeaders.map((header) => known[header] ?? '');
}

describe('files as they come', () => {
  test('[EV128] pretix’s own headers, separated by semicolons, with its byte order mark', async () => {
    const { station, eventId } = stationWithSalon();
    const rows = [
      pretixHeaders,
      pretixRow('Li Lei', 'k3a9mzp7w2xbqrtt', { 'Seat name': 'Row 1, Seat 2' }),
      pretixRow('Han Meimei', 'z3a9mzp7w2xbqrtt', { Paid: 'No', 'Checked in': '11/20/2026 10:00 a.m.' }),
    ];
    const text = rows.map((row) => row.map((cell) => `"${cell}"`).join(';')).join('\r\n');
    const list = await look(station, eventId, Buffer.from(`\uFEFF${text}\r\n`), true);
    expect(list.system).toBe('PRETIX');
    const held = new Map(list.columns.map((target, at) => [target, list.headers[at]]));
    expect([held.get('name'), held.get('paid'), held.get('code'), held.get('seat')]).toEqual([
      'Attendee name',
      'Paid',
      'Secret',
      'Seat name',
    ]);
    expect(guestsOf(station.db, eventId)).toMatchObject([
      { name: 'Li Lei', state: 'accepted', seat: 'Row 1, Seat 2', foreignCode: 'K3A9MZP7W2XBQRTT' },
      { name: 'Han Meimei', state: 'tentative', seat: null },
    ]);
    expect(list.rows[1]?.notes).toEqual(['CHECKED_IN_ELSEWHERE']);
  });

  test('[EV124] a list that Excel saved in the Chinese code page is read as it was written', async () => {
    const { station, eventId } = stationWithSalon();
    // 姓名,桌号 / 李雷,3桌 in GB 18030.
    const bytes = Buffer.from('d0d5c3fb2cd7c0bac50d0ac0eec0d72c33d7c00d0a', 'hex');
    expect((await look(station, eventId, bytes)).rows).toMatchObject([{ name: '李雷', seat: '3桌' }]);
  });

  test('[EV124] a title merged over the table, merged tables and formulas do no harm', async () => {
    const { station, eventId } = stationWithSalon();
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('名单');
    sheet.addRow(['秋季财富沙龙 来宾名单']);
    sheet.mergeCells('A1:C1');
    sheet.addRow(['姓名', '手机', '桌号']);
    sheet.addRow(['李雷', '16000001111', '3桌']);
    sheet.addRow(['韩梅梅', { formula: '"1600000"&"2222"', result: '16000002222' }, '']);
    sheet.mergeCells('C3:C4');
    sheet.addRow(['李雷', '16000001111', '3桌']);
    const list = await look(station, eventId, new Uint8Array(await book.xlsx.writeBuffer()));
    expect(list.headers).toEqual(['姓名', '手机', '桌号']);
    expect(
      list.rows.map(({ rowNo, name, maskedPhone, reason }) => [rowNo, name, maskedPhone, reason]),
    ).toEqual([
      [3, '李雷', '160****1111', null],
      [4, '韩梅梅', '160****2222', null],
      [5, '李雷', '160****1111', 'DUPLICATE_ROW'],
    ]);
    expect(list.rows[0]?.seat).toBe('3桌');
  });

  test('[EV127] five thousand rows are looked at without a word written, then taken', async () => {
    const { station, eventId } = stationWithSalon({ capacity: 5000 });
    const rows = Array.from({ length: 5000 }, (_, at) => [`来宾${at}`, '', '参加']);
    const file = Buffer.from([['姓名', '手机', '状态'], ...rows].map(csvLine).join(''));
    const before = unsyncedOf(station.db, eventId);
    expect((await look(station, eventId, file)).counts).toMatchObject({ new: 5000, skip: 0 });
    expect([guestsOf(station.db, eventId).length, unsyncedOf(station.db, eventId)]).toEqual([0, before]);
    await look(station, eventId, file, true);
    expect(guestsOf(station.db, eventId)).toHaveLength(5000);
  });

  test('[EV129] arrivals begin with a byte order mark, and what a name holds is no formula in a sheet either', async () => {
    const { station, eventId } = stationWithSalon();
    for (const name of ['=cmd|calc', '+86王', '-王', '@王', '李雷']) addGuest(station, eventId, { name });
    const fileOf = async (format: 'csv' | 'xlsx') => {
      const wish = { eventId, format, language: 'zh-CN', hasFullNumbers: false } as const;
      const pieces: Buffer[] = [];
      for await (const { bytes } of exportArrivals(station, wish) ?? [])
        pieces.push(Buffer.from(bytes, 'base64'));
      return Buffer.concat(pieces);
    };
    const csv = await fileOf('csv');
    expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const names = csv
      .toString()
      .split('\r\n')
      .map((line) => line.split(',')[0]);
    expect(names).toEqual(expect.arrayContaining(["'=cmd|calc", "'+86王", "'-王", "'@王", '李雷']));
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await fileOf('xlsx')) as never);
    const cells = book.worksheets[0]?.getColumn(1).values ?? [];
    expect(cells.filter((cell) => typeof cell === 'object' && cell !== null)).toEqual([]);
    expect(cells).toContain('=cmd|calc');
  });
});
