import { expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { sql } from '#db/handles.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import {
  addClient,
  compareAsIs,
  correct,
  openDesk,
  placesOf,
  shown,
  unproved,
  type Desk,
  type Network,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();

type Field = 'city' | 'occupation';

/** Watches two fields of a client at a desk: numbers that only ever rise, the one written here, the other elsewhere. */
interface Watch {
  readonly write: () => void;
  readonly reverts: string[];
  readonly look: () => void;
}

function watch(desk: Desk, id: string, own: Field, other: Field): Watch {
  const reverts: string[] = [];
  let [written, seen] = [0, 0];
  const look = (): void => {
    const row = shown(desk, id);
    if (Number(row?.[own]) !== written) reverts.push(`${own} ${row?.[own]} after ${written}`);
    if (Number(row?.[other]) < seen) reverts.push(`${other} ${row?.[other]} after ${seen}`);
    seen = Math.max(seen, Number(row?.[other]));
  };
  desk.station.live.subscribe('signal', look);
  const write = (): void => {
    written += 1;
    correct(desk, id, { [own]: String(written) });
    look();
  };
  return { write, reverts, look };
}

/** Loses calls and answers by chance, and looks at the screen around each. */
function flaky({ look }: Watch, random: () => number): Network {
  return async (call) => {
    look();
    if (random() < 0.15) throw new TypeError('fetch failed');
    const answer = await unproved(call);
    look();
    if (random() < 0.15) throw new TypeError('fetch failed');
    return answer;
  };
}

async function pair(): Promise<{ a: Desk; b: Desk; id: string }> {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const [a, b] = [await openDesk(place, { pageRows: 2 }), await openDesk(place, { pageRows: 2 })];
  const id = addClient(a, { city: '0', occupation: '0' });
  await a.sync.syncNow();
  await b.sync.syncNow();
  return { a, b, id };
}

test.each([1, 2])('[F7] what was written or seen is never shown older again (history %i)', async (seed) => {
  const { a, b, id } = await pair();
  const random = seededRandom(seed);
  const [onA, onB] = [watch(a, id, 'city', 'occupation'), watch(b, id, 'occupation', 'city')];
  a.network = flaky(onA, random);
  b.network = flaky(onB, random);
  const steps = [onA.write, onB.write, () => a.sync.syncNow(), () => b.sync.syncNow()];
  for (let step = 0; step < 50; step += 1) await steps[Math.floor(random() * steps.length)]?.();
  [a.network, b.network] = [unproved, unproved];
  for (const desk of [a, b, a]) await desk.sync.syncNow();
  onA.look();
  onB.look();
  expect([...onA.reverts, ...onB.reverts]).toEqual([]);
  expect(shown(a, id)).toEqual(shown(b, id));
  expect([await compareAsIs(a), await compareAsIs(b)]).toMatchObject([{ isEqual: true }, { isEqual: true }]);
});

test('[F7] a store that forgets what waits is seen to show the older value', async () => {
  const { a, b, id } = await pair();
  const onA = watch(a, id, 'city', 'occupation');
  correct(b, id, { occupation: '7' });
  await b.sync.syncNow();
  a.network = async (call) => {
    const answer = await unproved(call);
    if (call.name === 'pull') {
      onA.write();
      sql(a.db, 'DELETE FROM shadow').run();
    }
    return answer;
  };
  await a.sync.syncNow();
  onA.look();
  expect(onA.reverts).not.toEqual([]);
});
