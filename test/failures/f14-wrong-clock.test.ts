import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '#core/base/time.ts';
import { listConflicts, listRefused } from '#db/queries/sync.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import {
  addClient,
  addNote,
  compareAsIs,
  correct,
  lost,
  notesOf,
  openDesk,
  passOn,
  placesOf,
  shown,
  type Desk,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();
let place: Place;

beforeAll(async () => {
  [place] = (await placesOf(central, '林若溪')) as [Place];
});

async function pair(): Promise<{ a: Desk; b: Desk; id: string }> {
  const [a, b] = [await openDesk(place), await openDesk(place)];
  const id = addClient(a);
  await a.sync.syncNow();
  await b.sync.syncNow();
  return { a, b, id };
}

const yearMs = 365 * dayMs;
const skews: [name: string, skewMs: number, problem: string | null][] = [
  ['two years behind', -2 * yearMs, 'CLOCK_WRONG'],
  ['a month behind', -30 * dayMs, 'CLOCK_WRONG'],
  ['25 hours behind', -25 * hourMs, 'CLOCK_WRONG'],
  ['23 hours behind', -23 * hourMs, 'CLOCK_SKEWED'],
  ['10 minutes behind', -10 * minuteMs, 'CLOCK_SKEWED'],
  ['a minute ahead', minuteMs, null],
  ['23 hours ahead', 23 * hourMs, 'CLOCK_SKEWED'],
  ['25 hours ahead', 25 * hourMs, 'CLOCK_WRONG'],
  ['two years ahead', 2 * yearMs, 'CLOCK_WRONG'],
];

test.each(skews)(
  '[F14] a clock %s is named, work goes on, nothing is lost and nothing wins for ever',
  async (_name, skewMs, problem) => {
    const { a, b, id } = await pair();
    a.skewMs = skewMs;
    correct(a, id, { city: '错钟' });
    addNote(a, id, '错钟时写的');
    await a.sync.syncNow();
    const isPaused = problem === 'CLOCK_WRONG';
    expect(a.sync.status()).toMatchObject({
      problem,
      pending: isPaused ? 2 : 0,
      phase: isPaused ? 'blocked' : 'synced',
    });
    expect([shown(a, id)?.['city'], notesOf(a, id)]).toEqual(['错钟', ['错钟时写的']]);
    a.skewMs = 0;
    await a.sync.syncNow();
    expect(a.sync.status()).toMatchObject({ problem: null, pending: 0, refused: 0 });
    correct(b, id, { city: '后来' });
    await b.sync.syncNow();
    await a.sync.syncNow();
    expect([shown(a, id)?.['city'], shown(b, id)?.['city']]).toEqual(['后来', '后来']);
    expect(notesOf(b, id)).toEqual(['错钟时写的']);
    correct(a, id, { city: '再后来' });
    await a.sync.syncNow();
    await b.sync.syncNow();
    expect(shown(b, id)?.['city']).toBe('再后来');
    expect(listRefused(a.db)).toEqual([]);
    expect(await compareAsIs(a)).toMatchObject({ isEqual: true });
  },
);

test('[F14] a clock that jumps to and fro while offline loses to a later edit, and the loser is kept', async () => {
  const { a, b, id } = await pair();
  a.network = lost;
  const written: string[] = [];
  for (const [name, skewMs] of skews) {
    a.skewMs = skewMs;
    correct(a, id, { city: name });
    addNote(a, id, name);
    written.push(name);
    await a.sync.syncNow();
  }
  a.network = passOn;
  a.skewMs = 0;
  await a.sync.syncNow();
  expect([shown(a, id)?.['city'], notesOf(a, id)]).toEqual([written.at(-1), written]);
  correct(b, id, { city: '后来' });
  await b.sync.syncNow();
  await a.sync.syncNow();
  expect(shown(a, id)?.['city']).toBe('后来');
  const own = listConflicts(a.db).filter(({ rowId }) => rowId === id);
  expect(own).toMatchObject([{ field: 'city', loser: JSON.stringify(written.at(-1)) }]);
});

test.each([
  ['zh-CN', /时间|时钟/],
  ['en', /clock/i],
])('[F14] the message for a wrong clock names the clock (%s)', (locale, clock) => {
  const file = path.resolve(import.meta.dirname, `../../renderer/locales/${locale}/sync.json`);
  const texts = JSON.stringify(JSON.parse(readFileSync(file, 'utf8')));
  for (const code of ['CLOCK_WRONG', 'CLOCK_SKEWED']) {
    const found = [...texts.matchAll(new RegExp(`"${code}":"([^"]+)"`, 'g'))].map(([, text]) => text);
    expect(found.length).toBeGreaterThan(0);
    for (const text of found) expect(text).toMatch(clock);
  }
});
