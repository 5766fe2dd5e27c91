import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { taskWords } from '#core/risk/task-text.ts';
import { dayMs, minuteMs } from '#core/base/time.ts';
import { sql } from '#db/handles.ts';
import { readRow } from '#db/rows.ts';
import { flagTalksToCome } from '#workstation/events/talk-guests.ts';
import { productGate } from '#workstation/risk/product-gate.ts';
import { startSuitabilityWatch } from '#workstation/risk/watch.ts';
import { addGuest } from '#test/workstation/events/salon.ts';
import { gateWorld, type World } from '#test/workstation/gates/probes.ts';
import { confirmed } from '#test/support/published.ts';

let stop = (): void => {};
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const texts = ({ station }: World) =>
  sql<{ text: string }>(station.db, "SELECT text FROM task WHERE kind = 'SUITABILITY' ORDER BY text")
    .all()
    .map(({ text }) => taskWords(text, 'zh-CN'));

/** A guest invited while the product suited, to a talk two years ahead, and the watch that keeps looking. */
function watched() {
  const world = gateWorld({ level: 'C4' });
  const startsAt = world.station.clock() + 730 * dayMs;
  addGuest(world.station, world.talk({ startsAt, endsAt: startsAt + dayMs }), {
    clientId: world.clientId,
    state: 'accepted',
  });
  stop = startSuitabilityWatch(world.station);
  vi.advanceTimersByTime(minuteMs);
  expect(texts(world)).toEqual([]);
  const rate = (rating: 'R4' | 'R5'): void => {
    const product = readRow(world.station.db, 'product', 'it')?.data;
    confirmed(world.station, 'product', 'it', { ...product, sellerRating: rating });
  };
  return { ...world, rate };
}

test('[RK106] a product whose rating rose under a talk flags the guest once, whoever made the change', () => {
  const world = watched();
  world.rate('R5');
  for (let times = 0; times < 2; times += 1) {
    world.station.live.publish('signal', { kind: 'rows', entities: ['product'] });
    vi.advanceTimersByTime(minuteMs);
    expect(texts(world)).toEqual(['“固收专场”：王晓明 不宜听 成长股票，请改邀或取消']);
  }
});

test('[RK114] the task about a refused guest ends by itself once the guest suits again, and when the talk is over', () => {
  const world = watched();
  const look = (): string[] => {
    world.station.live.publish('signal', { kind: 'rows', entities: ['product', 'guest'] });
    vi.advanceTimersByTime(minuteMs);
    return sql<{ status: string }>(
      world.station.db,
      "SELECT status FROM task WHERE kind = 'SUITABILITY' ORDER BY id",
    )
      .all()
      .map(({ status }) => status);
  };
  world.rate('R5');
  expect(look()).toEqual(['OPEN']);
  expect(look()).toEqual(['OPEN']);
  world.rate('R4');
  expect(look()).toEqual(['CANCELLED']);
});

test('[RK106] a test that runs out before the talk is seen the next day, with nothing changed', () => {
  const world = watched();
  world.station.testClock.set(Date.parse('2027-11-24T09:00:00+08:00'));
  vi.advanceTimersByTime(20 * minuteMs);
  expect(texts(world)).toEqual(['“固收专场”：王晓明 不宜听 成长股票，请改邀或取消']);
});

test('[RK106] changes that verdicts do not rest on start nothing, nor does anything once the session ends', () => {
  const world = watched();
  world.rate('R5');
  world.station.live.publish('signal', { kind: 'rows', entities: ['note', 'task', 'verdict'] });
  vi.advanceTimersByTime(minuteMs);
  expect(texts(world)).toEqual([]);
  stop();
  world.station.live.publish('signal', { kind: 'rows', entities: ['product'] });
  vi.advanceTimersByTime(minuteMs);
  expect(texts(world)).toEqual([]);
});

test('[RK106] a guest judged on the same grounds is passed over, a new one is not; each guest is a step of its own', () => {
  const world = gateWorld({ level: 'C4' });
  const startsAt = world.station.clock() + 30 * dayMs;
  const talk = world.talk({ startsAt, endsAt: startsAt + dayMs });
  const guest = () => addGuest(world.station, talk, { clientId: world.clientId, state: 'accepted' });
  guest();
  guest();
  const before = new Set<string>();
  const gate = vi.fn<ReturnType<typeof productGate>>(productGate(world.station));
  const look = () => {
    gate.mockClear();
    const steps = [...flagTalksToCome(world.station, gate, before)].length;
    return [steps, gate.mock.calls.length];
  };
  expect([look(), look()]).toEqual([
    [2, 2],
    [0, 0],
  ]);
  guest();
  expect(look()).toEqual([1, 1]);
  before.clear();
  expect(look()).toEqual([3, 3]);
});
