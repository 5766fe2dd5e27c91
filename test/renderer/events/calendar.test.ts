import { describe, expect, test } from 'vitest';
import { firstOfMonth, monthGrid } from '#core/events/month-grid.ts';
import { calendarText as write, type CalendarSalon } from '#core/events/calendar-text.ts';

describe('a month of salons', () => {
  test('[EV39] shows whole weeks from Monday, every day of the month once, leap years too', () => {
    const weeks = monthGrid('2028-02-01');
    expect(weeks[0]).toEqual([
      '2028-01-31',
      '2028-02-01',
      '2028-02-02',
      '2028-02-03',
      '2028-02-04',
      '2028-02-05',
      '2028-02-06',
    ]);
    expect(weeks.flat().filter((day) => day.startsWith('2028-02'))).toHaveLength(29);
    expect(weeks.every((week) => week.length === 7)).toBe(true);
    // A month that begins on a Monday and ends on a Sunday needs no other month's days.
    expect(monthGrid('2027-02-01').flat()).toHaveLength(28);
    expect(firstOfMonth('2026-11-23')).toBe('2026-11-01');
  });
});

const salon = {
  id: '01940000-0000-7000-8000-000000000001',
  title: '岁末茶会, 第一场; 新客',
  city: '杭州',
  venue: '支行三楼',
  startsAt: Date.parse('2026-12-05T14:00:00+08:00'),
  endsAt: Date.parse('2026-12-05T16:30:00+08:00'),
  agenda: '一、见面\n二、答问',
  status: 'PLANNED',
} as const;
const at = Date.parse('2026-11-23T10:00:00+08:00');
const calendarText = (salons: readonly Omit<CalendarSalon, 'sequence' | 'stampedAt'>[], stampedAt: number) =>
  write(salons.map((one) => ({ ...one, stampedAt, sequence: Math.floor(stampedAt / 1000) })));
const lines = (text: string) => text.replaceAll('\r\n ', '').split('\r\n');

describe('a calendar file', () => {
  test('[EV40] says when in UTC, where and what, with special characters escaped', () => {
    expect(lines(calendarText([salon], at))).toEqual(
      expect.arrayContaining([
        'BEGIN:VCALENDAR',
        'UID:01940000-0000-7000-8000-000000000001@zhike',
        'DTSTART:20261205T060000Z',
        'DTEND:20261205T083000Z',
        'DTSTAMP:20261123T020000Z',
        'SUMMARY:岁末茶会\\, 第一场\\; 新客',
        'LOCATION:杭州 · 支行三楼',
        'DESCRIPTION:一、见面\\n二、答问',
        'STATUS:CONFIRMED',
        'END:VCALENDAR',
      ]),
    );
  });

  test('[EV40] a later file is the newer word on the same salon, and a cancelled one says so', () => {
    const later = lines(calendarText([{ ...salon, status: 'CANCELLED' }], at + 60_000));
    const sequence = (all: string[]) => Number(all.find((line) => line.startsWith('SEQUENCE:'))?.slice(9));
    expect(later).toContain('STATUS:CANCELLED');
    expect(later).toContain('UID:01940000-0000-7000-8000-000000000001@zhike');
    expect(sequence(later)).toBe(sequence(lines(calendarText([salon], at))) + 60);
  });

  test('[EV40] lines end as the grammar says and are folded at 75 octets, between characters', () => {
    const title = `${'沙'.repeat(60)}${'𠮷'.repeat(40)}, ${'a'.repeat(90)}`;
    const text = calendarText([{ ...salon, title, agenda: `${'议'.repeat(300)}\r\n下一行` }], at);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const written = text.split('\r\n');
    expect(Math.max(...written.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(written.every((line) => line.isWellFormed())).toBe(true);
    expect(lines(text)).toContain(`SUMMARY:${title.replace(',', '\\,')}`);
    expect(lines(text).filter((line) => line.startsWith('METHOD:'))).toEqual(['METHOD:PUBLISH']);
  });
});
