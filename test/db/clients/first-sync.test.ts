import { describe, expect, test } from 'vitest';
import { applyBootstrapPage, beginBootstrap, deriveNext, endBootstrap } from '#db/changes/bootstrap.ts';
import { rebuildDerived } from '#db/changes/derive.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { now } from '#test/db/clients/support.ts';
import { clientRow } from '#test/support/rows.ts';
import { freshStore } from '#test/support/store.ts';

const pageSize = 600;

function page(number: number, pages: number) {
  const rows = Array.from({ length: pageSize }, (_, at) => {
    const id = `c${String(number * pageSize + at).padStart(6, '0')}`;
    return { entity: 'client', id, scope: `client:${id}`, seq: 1, data: clientRow({ name: `王${at}` }) };
  });
  return {
    epoch: 'e',
    total: pages * pageSize,
    rows,
    next: number + 1 < pages ? `${number}` : null,
    cursor: 'c',
  };
}

/** Applies pages of 600 clients, one every so many milliseconds; returns how many can be listed after each. */
function listedAfter(db: WritableDb, pages: number, everyMs: number): number[] {
  return Array.from({ length: pages }, (_, at) => {
    const after = at === 0 ? null : `${at - 1}`;
    applyBootstrapPage(db, { after, page: page(at, pages) }, now + at * everyMs);
    return summaries(db).length;
  });
}

function summaries(db: WritableDb): object[] {
  const all = sql<Record<string, unknown>>(db, 'SELECT * FROM client_summary ORDER BY client_id').all();
  return all.map(({ rid: _rid, ...summary }) => summary);
}

describe('what is derived in a first sync', () => {
  test('[LC16] on a quick line the first clients can be listed as they come, and all at the end', () => {
    const db = freshStore();
    beginBootstrap(db);
    expect(listedAfter(db, 4, 20)).toEqual([600, 1200, 1200, 1200]);
    while (deriveNext(db, now));
    endBootstrap(db, true, now);
    const kept = summaries(db);
    rebuildDerived(db, now);
    expect(kept).toEqual(summaries(db));
    expect(kept).toHaveLength(2400);
  });

  test('[LC16] on a slow line, and when everything is read anew, each client can be listed as it comes', () => {
    const slow = freshStore();
    beginBootstrap(slow);
    expect(listedAfter(slow, 4, 1000)).toEqual([600, 1200, 1800, 2400]);
    const anew = freshStore();
    beginBootstrap(anew, true);
    expect(listedAfter(anew, 4, 20)).toEqual([600, 1200, 1800, 2400]);
  });
});
