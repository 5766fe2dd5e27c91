import { expect, test } from 'vitest';
import { applyConfirmed } from '#db/changes/confirm.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import {
  addClient,
  change,
  compareAsIs,
  correct,
  openDesk,
  placesOf,
  shown,
  unproved,
  type Desk,
  type Place,
} from '#test/failures/desks.ts';

const central = centralOfFile();

interface Scene {
  readonly reader: Desk;
  /** A page that was fetched, overtaken by newer ones, and comes in late. */
  readonly late: { readonly rows: unknown[]; readonly text: string };
  readonly changed: string;
  readonly deleted: string;
}

/** A row is changed twice and another created and deleted; the page from in between is kept back. */
async function overtaken(): Promise<Scene> {
  const [place] = (await placesOf(central, '林若溪')) as [Place];
  const [writer, reader] = [await openDesk(place), await openDesk(place)];
  const changed = addClient(writer);
  await writer.sync.syncNow();
  await reader.sync.syncNow();
  correct(writer, changed, { city: '苏州' });
  const deleted = addClient(writer);
  await writer.sync.syncNow();
  let text = '';
  reader.network = async (call) => {
    const answer = await unproved(call);
    if (call.name === 'pull' && text === '') {
      text = await answer.text();
      throw new TypeError('fetch failed');
    }
    return answer;
  };
  await reader.sync.syncNow();
  correct(writer, changed, { city: '无锡' });
  change(writer, 'delete', 'client', deleted);
  await writer.sync.syncNow();
  await reader.sync.syncNow();
  return { reader, late: { rows: (JSON.parse(text) as { rows: unknown[] }).rows, text }, changed, deleted };
}

test('[F5] a page that comes after newer ones changes nothing, and sync goes on from where it stood', async () => {
  const { reader, late, changed, deleted } = await overtaken();
  let isLate = true;
  reader.network = async (call) => {
    if (call.name !== 'pull' || !isLate) return unproved(call);
    isLate = false;
    return new Response(late.text, { headers: { 'content-type': 'application/json' } });
  };
  await reader.sync.syncNow();
  expect([isLate, shown(reader, changed)?.['city'], shown(reader, deleted)]).toEqual([false, '无锡', null]);
  expect(await compareAsIs(reader)).toMatchObject({ isEqual: true });
});

test('[F5] a late page that is taken all the same brings a deleted client back, and that is seen', async () => {
  const { reader, late, deleted } = await overtaken();
  applyConfirmed(reader.db, late.rows, Date.now());
  expect(shown(reader, deleted)).not.toBeNull();
  expect(await compareAsIs(reader)).toMatchObject({ isEqual: false });
});
