import { expect, test } from 'vitest';
import { badgeLayouts } from '#core/events/badge-layout.ts';
import { addGuest, stationWithSalon } from '#test/workstation/events/salon.ts';
import { printBadges } from '#workstation/events/paper/badges.ts';
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
