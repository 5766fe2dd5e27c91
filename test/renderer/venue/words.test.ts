import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { DeskView, VenueStatus } from '#core/api/venue.ts';
import { venueWords } from '#renderer/features/venue/state-words.ts';
import venueEn from '#renderer/locales/en/venue.json' with { type: 'json' };
import venue from '#renderer/locales/zh-CN/venue.json' with { type: 'json' };

const words = i18next.createInstance();
beforeAll(async () => {
  await words.init({
    lng: 'zh-CN',
    resources: { 'zh-CN': { venue }, en: { venue: venueEn } },
    defaultNS: 'venue',
  });
});

const standing: DeskView['standing'] = {
  state: 'ALONE',
  aloneSince: Date.parse('2026-11-22T14:05:00+08:00'),
  notHandedOn: 3,
  problem: 'UNREACHABLE',
  clockAheadMs: 0,
};

/** The line of a desk at another's hub. */
function lineOf(changed: Partial<DeskView>, lng = 'zh-CN') {
  const desk: DeskView = {
    hubName: '前台',
    host: '192.168.1.5',
    port: 4480,
    standing,
    problem: 'UNREACHABLE',
    ...changed,
  };
  const venueStatus: VenueStatus = { hub: null, desk, elsewhere: null };
  return venueWords(words.getFixedT(lng, 'venue'), venueStatus);
}

test('[EV43] a hub with another certificate is a red line that says what to do, unlike one that is merely gone', () => {
  expect(lineOf({})).toMatchObject({ tone: 'orange', text: expect.stringContaining('3') });
  const changed = lineOf({ problem: 'CERTIFICATE_CHANGED' });
  expect(changed.tone).toBe('red');
  expect(changed.text).toMatch(/证书.*3/);
  expect(changed.hint).toContain('什么都没有发出');
  expect(lineOf({ problem: 'CERTIFICATE_CHANGED' }, 'en').text).toMatch(/certificate.*3/i);
});

test('[EV93] a desk that was sent away is a red line; one that is connected says nothing to do', () => {
  expect(lineOf({ standing: { ...standing, state: 'ENDED' }, problem: 'SESSION_ENDED' }).tone).toBe('red');
  const connected = lineOf({
    standing: { ...standing, state: 'CONNECTED', notHandedOn: 0, problem: null },
    problem: null,
  });
  expect(connected).toMatchObject({ tone: 'teal', hint: null });
});
