import { beforeAll, expect, test } from 'vitest';
import { centralOfFile } from '#test/support/central-server.ts';
import {
  addClient,
  addNote,
  compareAsIs,
  correct,
  notesOf,
  openDesk,
  placesOf,
  shown,
  unproved,
  type Desk,
  type Network,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();
let [a, b] = [] as unknown as [Desk, Desk];
let place: Place;

beforeAll(async () => {
  [place] = (await placesOf(central, '林若溪')) as [Place];
});

async function twoDesks(): Promise<string> {
  [a, b] = [await openDesk(place), await openDesk(place)];
  const id = addClient(a, { city: '苏州', occupation: '教师' });
  await a.sync.syncNow();
  await b.sync.syncNow();
  return id;
}

/** Lets the other desk write and upload at one point of this desk's round. */
function at(name: string, when: 'before' | 'after', write: () => Promise<void>): Network {
  let isDone = false;
  return async (call) => {
    const isHere = call.name === name && !isDone;
    isDone ||= isHere;
    if (isHere && when === 'before') await write();
    const answer = await unproved(call);
    if (isHere && when === 'after') await write();
    return answer;
  };
}

const points = [
  ['push', 'before'],
  ['push', 'after'],
  ['pull', 'before'],
  ['pull', 'after'],
] as const;

test.each(points)(
  '[F4] what others write around this desk’s own %s (%s it) arrives here',
  async (name, when) => {
    const id = await twoDesks();
    const otherId = { value: '' };
    a.network = at(name, when, async () => {
      correct(b, id, { occupation: '医生' });
      otherId.value = addClient(b);
      addNote(b, id, '乙写的');
      await b.sync.syncNow();
    });
    correct(a, id, { city: '无锡' });
    addNote(a, id, '甲写的');
    await a.sync.syncNow();
    await a.sync.syncNow();
    expect(shown(a, id)).toMatchObject({ city: '无锡', occupation: '医生' });
    expect(shown(a, otherId.value)).not.toBeNull();
    expect(notesOf(a, id).sort()).toEqual(['乙写的', '甲写的']);
    expect(await compareAsIs(a)).toMatchObject({ isEqual: true });
    await b.sync.syncNow();
    expect(await compareAsIs(b)).toMatchObject({ isEqual: true });
  },
);

test('[F4] news ignored while the cursor moves on is seen as a difference', async () => {
  const id = await twoDesks();
  correct(b, id, { occupation: '医生' });
  await b.sync.syncNow();
  a.network = async (call) => {
    const answer = await unproved(call);
    if (call.name !== 'pull') return answer;
    const page = (await answer.json()) as object;
    return Response.json({ ...page, rows: [] });
  };
  correct(a, addClient(a), { city: '无锡' });
  await a.sync.syncNow();
  expect(await compareAsIs(a)).toMatchObject({ isEqual: false });
});
