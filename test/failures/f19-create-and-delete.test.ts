import { assert, asyncProperty, array, constantFrom, integer, record } from 'fast-check';
import { expect, test } from 'vitest';
import { centralOfFile } from '#test/support/central-server.ts';
import { readRow } from '#db/rows.ts';
import { applyConfirmed } from '#db/changes/confirm.ts';
import { listRefused } from '#db/queries/sync.ts';
import { tagData } from '#test/support/wire.ts';
import {
  addClient,
  change,
  compareAsIs,
  openDesk,
  placesOf,
  unproved,
  type Desk,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();

/** One step of a history: what a desk does with one of a few tags, or that it syncs. */
const step = record({
  desk: integer({ min: 0, max: 1 }),
  act: constantFrom('create', 'delete', 'rename', 'sync'),
  tag: integer({ min: 0, max: 3 }),
});

interface Tag {
  readonly clientId: string;
  readonly id: string;
}

/** Does what can be done with a tag at a desk; the same id is used again and again, as no product would. */
function act(desk: Desk, kind: 'create' | 'delete' | 'rename', { clientId, id }: Tag): void {
  const isThere = readRow(desk.db, 'tag', id) !== null;
  if (kind === 'create' && !isThere) change(desk, 'create', 'tag', id, tagData(clientId));
  if (kind === 'delete' && isThere) change(desk, 'delete', 'tag', id);
  if (kind === 'rename' && isThere) change(desk, 'patch', 'tag', id, { name: '改名' });
}

async function pair(): Promise<{ desks: [Desk, Desk]; clientId: string }> {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const desks: [Desk, Desk] = [
    await openDesk(place, { network: unproved }),
    await openDesk(place, { network: unproved }),
  ];
  const clientId = addClient(desks[0]);
  for (const desk of desks) await desk.sync.syncNow();
  return { desks, clientId };
}

const livingAtCentre = async (clientId: string): Promise<string[]> => {
  const found = await central.pool.query<{ id: string }>(
    `SELECT id FROM record WHERE entity = 'tag' AND data ->> 'clientId' = $1 ORDER BY id`,
    [clientId],
  );
  return found.rows.map(({ id }) => id);
};

test('[F19] whatever is created, deleted and created again on two desks, both end with the centre’s rows', async () => {
  const { desks, clientId } = await pair();
  let history = 0;
  const property = asyncProperty(array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
    history += 1;
    const tags = [0, 1, 2, 3].map((tag) => ({
      clientId,
      id: `tag-${history}-${tag}-${clientId}`.slice(0, 60),
    }));
    for (const { desk: at, act: kind, tag } of steps) {
      const desk = desks[at as 0 | 1];
      if (kind === 'sync') await desk.sync.syncNow();
      else act(desk, kind, tags[tag] as Tag);
    }
    for (const desk of [...desks, ...desks]) await desk.sync.syncNow();
    const living = await livingAtCentre(clientId);
    for (const desk of desks) {
      const here = desk.db.prepare('SELECT id FROM tag ORDER BY id').pluck().all();
      expect(here).toEqual(living);
      expect(await compareAsIs(desk)).toMatchObject({ isEqual: true });
    }
  });
  await assert(property, { numRuns: 12, seed: 19 });
});

test('[F19] an id that was deleted is never used again: creating it is refused and told, on every desk', async () => {
  const {
    desks: [a, b],
    clientId,
  } = await pair();
  const id = `tag-once-${clientId}`.slice(0, 60);
  change(a, 'create', 'tag', id, tagData(clientId));
  change(a, 'delete', 'tag', id);
  change(a, 'create', 'tag', id, tagData(clientId, '再来'));
  await a.sync.syncNow();
  await b.sync.syncNow();
  expect([await livingAtCentre(clientId), readRow(a.db, 'tag', id), readRow(b.db, 'tag', id)]).toEqual([
    [],
    null,
    null,
  ]);
  expect(listRefused(a.db)).toMatchObject([{ code: 'GONE', rowId: id }]);
});

test('[F19] a deletion applied before the creation it follows is seen to bring the row back', async () => {
  const {
    desks: [a, b],
    clientId,
  } = await pair();
  const id = `tag-turn-${clientId}`.slice(0, 60);
  change(a, 'create', 'tag', id, tagData(clientId));
  await a.sync.syncNow();
  const created = readRow(a.db, 'tag', id);
  change(a, 'delete', 'tag', id);
  await a.sync.syncNow();
  await b.sync.syncNow();
  applyConfirmed(
    b.db,
    [{ entity: 'tag', id, scope: created?.scope, seq: created?.seq, data: created?.data }],
    Date.now(),
  );
  expect(await compareAsIs(b)).toMatchObject({ isEqual: false });
});
