import { beforeEach, expect, test } from 'vitest';
import { bucketOf } from '#core/sync/digest.ts';
import { entityNames } from '#core/sync/entities.ts';
import { applyConfirmed } from '#db/changes/confirm.ts';
import type { WritableDb } from '#db/handles.ts';
import { digestSteps, readDigest } from '#db/queries/digest.ts';
import { hashOf } from '#db/row-hash.ts';
import { tableOf } from '#db/rows.ts';
import { freshStore } from '#test/support/store.ts';
import { clientData, noteData } from '#test/support/wire.ts';

const count = 600;
let db: WritableDb;

beforeEach(() => {
  db = freshStore();
  const clients = Array.from({ length: count }, (_, index) => {
    const id = `01940000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
    return { entity: 'client', id, scope: `client:${id}`, seq: index + 1, data: clientData() };
  });
  const notes = clients.map(({ id, scope }, index) => {
    return { entity: 'note', id: `n${id}`, scope, seq: count + index + 1, data: noteData(id, 'm1') };
  });
  applyConfirmed(db, [...clients, ...notes], 1_790_000_000_000);
});

/** The same sums, of the values, row by row. */
function reckoned(entity: 'client' | 'note'): Record<string, number[]> {
  const buckets: Record<string, number[]> = {};
  const rows = db.prepare(`SELECT id FROM ${entity}`).all() as { id: string }[];
  for (const { id } of rows) {
    const data = entity === 'client' ? clientData() : noteData(id.slice(1), 'm1');
    const { hi, lo } = hashOf(entity, id, data);
    const [n = 0, sumHi = 0, sumLo = 0] = buckets[bucketOf(id)] ?? [];
    buckets[bucketOf(id)] = [n + 1, sumHi + hi, sumLo + lo];
  }
  return buckets;
}

test('[SY11] a digest counts every row of every bucket once, however it is cut into steps', () => {
  expect(readDigest(db)).toEqual({ client: reckoned('client'), note: reckoned('note') });
  expect(Object.keys(reckoned('client'))).toHaveLength(256);
  expect([...digestSteps(db)]).toEqual([]);
});

test('[SY11] every kind of row has the index its digest is added up from', () => {
  const missing = entityNames.filter((entity) => {
    const { name } = tableOf(entity);
    const indexes = db.pragma(`index_list(${name})`) as { name: string }[];
    return !indexes.some((index) => index.name === `${name}_digest`);
  });
  expect(missing).toEqual([]);
});
