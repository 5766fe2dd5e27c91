import { expect, test } from 'vitest';
import { badgeLayouts } from '#core/events/badge-layout.ts';
import { addGuest, stationWithSalon } from '#test/workstation/events/salon.ts';
import { printBadges } from '#workstation/events/paper/badges.ts';
import { beginPdf, fitText, writeLine } from '#workstation/events/paper/pdf.ts';
import { expectedGuests } from '#workstation/events/paper/expected.ts';
import { printGuestList } from '#workstation/events/paper/list.ts';
import { issueTickets } from '#workstation/events/tickets.ts';

const language = 'zh-CN';

test('[EV130] badges are printed for everyone who may come, as many sheets as that takes, by name or by seat', async () => {
  const { station, eventId } = stationWithSalon();
  for (let count = 0; count < 11; count += 1) addGuest(station, eventId, { name: `来宾${count}` });
  addGuest(station, eventId, { name: '王小明', seat: '2桌', phone: '+8613800001111' });
  addGuest(station, eventId, { name: '阿姨', seat: '10桌' });
  addGuest(station, eventId, { state: 'cancelled', name: '不来' });
  issueTickets(station, eventId);
  const [layout] = badgeLayouts;
  if (!layout) throw new Error('no layout');
  const file = await printBadges(station, { eventId, layout, order: 'SEAT', language });
  expect(file).toMatchObject({ pages: 2, name: '秋季财富沙龙.pdf' });
  expect(file?.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(
    expectedGuests(station, eventId, 'SEAT')
      .slice(0, 3)
      .map(({ name }) => name),
  ).toEqual(['王小明', '阿姨', '来宾0']);
  expect(expectedGuests(station, eventId, 'NAME')[0]?.name).toBe('阿姨');
  expect(await printBadges(station, { eventId: 'none', layout, order: 'NAME', language })).toBeNull();
});

test('[EV131] the list for the day everything fails has everyone who may come, on as many pages as that takes', async () => {
  const { station, eventId } = stationWithSalon();
  for (let count = 0; count < 60; count += 1) addGuest(station, eventId, { name: `来宾${count}` });
  addGuest(station, eventId, { state: 'declined' });
  const file = await printGuestList(station, { eventId, language });
  expect(file).toMatchObject({ pages: 2, name: '来宾名单 秋季财富沙龙.pdf' });
  expect(await printGuestList(station, { eventId: 'none', language })).toBeNull();
});

test('[EV130] a text that fits is written whole, one that does not is cut between characters, and neither takes a second line', async () => {
  const { station } = stationWithSalon();
  const { pdf, finish } = await beginPdf(station, { title: '胸牌', language, margin: 0 });
  const code = 'ZS81HT57TA1EVGEL';
  expect(fitText(pdf, code, { width: 30, size: 9, least: 1 })).toBe(code);
  expect(pdf.widthOfString(code)).toBeLessThanOrEqual(30);
  const cut = fitText(pdf, '𠮷'.repeat(30), { width: 60, size: 12, least: 10 });
  expect([cut.isWellFormed(), cut.endsWith('…')]).toEqual([true, true]);
  expect(pdf.widthOfString(cut)).toBeLessThanOrEqual(60);
  pdf.fontSize(12);
  writeLine(pdf, 'Christopher Alexander', { x: 10, y: 10, width: 40, align: 'left' });
  const afterOne = pdf.y;
  writeLine(pdf, 'Christopher', { x: 10, y: 10, width: 400, align: 'center' });
  expect(pdf.y).toBe(afterOne);
  await finish();
});
