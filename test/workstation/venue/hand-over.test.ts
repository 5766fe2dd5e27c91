import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { addGuest, plan } from '#test/workstation/events/salon.ts';
import { factIds, share, venueOf } from '#test/workstation/venue/desks.ts';
import type { TestStation } from '#test/support/station.ts';
import { doorView } from '#workstation/events/door-view.ts';
import { admitGuest } from '#workstation/events/door.ts';
import { createEvent } from '#workstation/events/plan.ts';
import { walkIn } from '#workstation/events/walk-in.ts';
import { readHandOver, writeHandOver } from '#workstation/venue/hand-over.ts';

const cost = { memoryKiB: 8, passes: 1, lanes: 1 };
const tools = { randomBytes, random: seededRandom(3), cost };

function salon() {
  const { eventId, stations } = venueOf(2);
  const [first, second] = stations as [TestStation, TestStation];
  const guestId = addGuest(first, eventId, { name: '王小明' });
  share(stations);
  admitGuest(first, guestId, { overrideReason: null });
  walkIn(first, eventId, { name: '陈散客', phone: null, isSomebodyElse: true });
  return { eventId, first, second, guestId };
}

async function written(station: TestStation, eventId: string) {
  const file = await writeHandOver(station, eventId, tools);
  if (!file.ok) throw new Error(file.error);
  return file.value;
}

test('[EV98] what one desk did is carried to another in a file, as often and in whatever order it is read', async () => {
  const { eventId, first, second } = salon();
  const { content, passphrase, entries } = await written(first, eventId);
  const read = () => readHandOver(second, eventId, { content, passphrase: passphrase.toLowerCase(), cost });
  expect(await read()).toMatchObject({ value: { added: 3, known: entries - 3, desk: '门口1' } });
  expect(factIds(second)).toEqual(factIds(first));
  expect(doorView(second, eventId)?.counters).toMatchObject({ arrived: 2, walkIns: 1 });
  expect(await read()).toMatchObject({ value: { added: 0, known: entries } });
});

test('[EV98] nothing in the file is readable: no name, no guest, no desk', async () => {
  const { eventId, first, guestId } = salon();
  const { content, passphrase } = await written(first, eventId);
  for (const secret of ['王小明', '陈散客', guestId, '门口1', passphrase, passphrase.replaceAll('-', '')])
    expect(content).not.toContain(secret);
});

test('[EV98] another file, a newer one, one cut off or changed, of another event, or a wrong passphrase: said each by its name, nothing changed', async () => {
  const { eventId, first, second } = salon();
  const { content, passphrase } = await written(first, eventId);
  const made = createEvent(first, plan(first));
  const otherId = made.ok ? made.value : '';
  admitGuest(first, addGuest(first, otherId), { overrideReason: null });
  const foreign = await written(first, otherId);
  const flipped = content.replace(/"sealed":"(.)/, (_, letter) => `"sealed":"${letter === 'A' ? 'B' : 'A'}`);
  const wrong: readonly (readonly [string, string, string])[] = [
    ['NO_HAND_OVER', '姓名,电话\n', passphrase],
    ['NO_HAND_OVER', '{"a":1}', passphrase],
    ['NEWER', content.replace('"version":1', '"version":2'), passphrase],
    ['DAMAGED', content.slice(0, 200), passphrase],
    ['DAMAGED', flipped, passphrase],
    ['WRONG_PASSPHRASE', content, '0000-0000-0000'],
    ['OTHER_EVENT', foreign.content, foreign.passphrase],
  ];
  for (const [error, text, said] of wrong)
    expect(await readHandOver(second, eventId, { content: text, passphrase: said, cost })).toEqual({
      ok: false,
      error,
    });
  expect(factIds(second)).toEqual([]);
});

test('[EV98] a desk where nobody came has nothing to hand over', async () => {
  const { eventId, stations } = venueOf(1);
  expect(await writeHandOver(stations[0] as TestStation, eventId, tools)).toEqual({
    ok: false,
    error: 'NOTHING',
  });
});
