import { describe, expect, test } from 'vitest';
import { readGuestRow } from '#core/events/guest-list/draft.ts';
import { isPretix, proposeColumns, stateOfWord } from '#core/events/guest-list/words.ts';

describe('columns', () => {
  test('[EV124] are recognised in Chinese and English, each once; what nobody knows is not read', () => {
    expect(proposeColumns(['姓名', '手机号', '客户编号', '随行人数', '桌号', '回执', '备注'])).toEqual([
      'name',
      'phone',
      'ref',
      'companions',
      'seat',
      'state',
      'drop',
    ]);
    expect(proposeColumns(['Name', 'Mobile', 'Name', 'Table', 'RSVP'])).toEqual([
      'name',
      'phone',
      'drop',
      'seat',
      'state',
    ]);
  });

  test("[EV124] pretix's check-in list is known by its headers", () => {
    const headers =
      'Order code,Attendee name,Attendee name: Given name,Product,Price,Checked in,Checked out,Automatically checked in,Paid,Secret,E-mail,Company,Voucher code,Order date,Requires special attention,Comment,Seat ID,Seat name,Seat zone,Seat row,Seat number';
    const columns = proposeColumns(headers.split(','));
    expect(isPretix(columns)).toBe(true);
    const at = (target: (typeof columns)[number]) => headers.split(',')[columns.indexOf(target)];
    expect([at('name'), at('code'), at('checkedIn'), at('paid'), at('seat')]).toEqual([
      'Attendee name',
      'Secret',
      'Checked in',
      'Paid',
      'Seat name',
    ]);
    expect(isPretix(proposeColumns(['姓名', '手机']))).toBe(false);
  });
});

describe('readGuestRow', () => {
  const columns = ['name', 'phone', 'companions', 'seat', 'state', 'code', 'checkedIn', 'paid'] as const;
  const read = (...cells: string[]) => readGuestRow(cells, columns, 2);

  test('[EV124] a row is read as people write it', () => {
    expect(read('王小明', '138 0000 1111', '李雷、韩梅梅', '3桌', '参加')).toMatchObject({
      name: '王小明',
      phone: '+8613800001111',
      companions: ['李雷', '韩梅梅'],
      seat: '3桌',
      state: 'accepted',
      notes: [],
    });
    expect(read('王', '', '2').companions).toEqual(['', '']);
    expect(read('王', '', '无').companions).toEqual([]);
    expect(read('王', '', '是').companions).toEqual(['']);
    expect(stateOfWord('不参加')).toBe('declined');
  });

  test('[EV124] what cannot be read says so: a bad phone, an unknown answer, a code that may open no door', () => {
    expect(read('王', '1380000')).toMatchObject({ phone: null, isPhoneBad: true });
    expect(read('王', '', '', '', '也许吧')).toMatchObject({ state: null, notes: ['STATE_UNKNOWN'] });
    expect(read('王', '', '', '', '', 'AB123')).toMatchObject({ foreignCode: null, notes: ['CODE_REFUSED'] });
  });

  test('[EV124] who has not paid has not said for certain; who came in elsewhere is told of', () => {
    const row = read('王', '', '', '', '', 'k3a9mzp7w2xbqrtt', '2026-11-22 14:00', 'No');
    expect(row).toMatchObject({
      foreignCode: 'K3A9MZP7W2XBQRTT',
      state: 'tentative',
      notes: ['CHECKED_IN_ELSEWHERE'],
    });
  });
});
