import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { WritableDb } from '#db/handles.ts';
import { salvage, type Salvage } from '#db/salvage.ts';
import { openDamaged, type TablePlace } from '#db/salvage-source.ts';
import { damagedCopy, fullStore, workOf, type FullStore } from '#test/db/salvage/damaged.ts';
import { testStation } from '#test/support/station.ts';
import { freshStoreFile, openTestStore, testKey } from '#test/support/store.ts';

/** Salvages a damaged file into a fresh store and looks at it. */
function salvaged<Seen>(
  file: string,
  places: readonly TablePlace[],
  look: (db: WritableDb, result: Salvage) => Seen,
): Seen {
  const target = freshStoreFile();
  const db = openTestStore(target);
  const station = testStation(db, 9);
  const source = openDamaged({ file, scratch: `${target}.scratch` }, testKey, places);
  try {
    const steps = salvage(source, db, {
      newId: station.newId,
      nextHlc: station.nextHlc,
      now: station.clock(),
    });
    for (;;) {
      const step = steps.next();
      if (step.done) return look(db, step.value);
    }
  } finally {
    source.close();
    db.close();
    rmSync(target);
  }
}

/** What is missing of the unsent work: changes by identifier, and rows that no longer show it. */
function missingOf(db: WritableDb, store: FullStore): { changes: number; rows: number } {
  const { waiting, shown } = workOf(db);
  return {
    changes: store.waiting.filter((mid) => !waiting.includes(mid)).length,
    rows: [...store.shown].filter(([row, data]) => shown.get(row) !== data).length,
  };
}

const store = fullStore(40);
const ofOutbox = new Set(store.pagesOf('outbox'));
const nothing = { changes: 0, rows: 0 };

test('[F25] with any one page of tables damaged, whichever, all unsent work comes along and the store opens', () => {
  const precious = ['sqlite_schema', 'sync_state', 'local_setting', 'shadow', 'journal', 'note'];
  const someOthers = Array.from({ length: 8 }, (_, index) => 15 * index + 1);
  const pages = new Set([...precious.flatMap(store.pagesOf), ...someOthers]);
  expect(pages.size).toBeGreaterThan(20);
  for (const page of pages) {
    if (ofOutbox.has(page)) continue;
    salvaged(damagedCopy(store.file, [page]), store.places, (db, result) => {
      expect({ page, ...missingOf(db, store) }).toEqual({ page, ...nothing });
      expect(result).toMatchObject({ waiting: store.waiting.length, rebuilt: 0, lost: 0 });
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    });
  }
});

test('[F25] changes whose own pages are damaged are put together again from the rows they changed', () => {
  for (const page of ofOutbox) {
    salvaged(damagedCopy(store.file, [page]), store.places, (db, result) => {
      const { changes, rows } = missingOf(db, store);
      expect({ page, rows, lost: result.lost }).toEqual({ page, rows: 0, lost: 0 });
      expect(result.rebuilt).toBe(changes);
      const values = db.prepare(`SELECT patch FROM outbox WHERE op = 'patch' AND patch LIKE '%教师%'`).all();
      expect(values.length).toBe(store.waiting.length / 2);
    });
  }
});

test('[F25] with many pages damaged at once every change on a readable page comes along, and the rest is counted', () => {
  const [outbox = [], notes = [], shadow = []] = ['outbox', 'note', 'shadow'].map(store.pagesOf);
  // Every second page of everything a change could be read from or put together from.
  const pages = [...outbox, ...notes, ...shadow, ...store.pagesOf('client')].filter(
    (_, index) => index % 2 === 1,
  );
  salvaged(damagedCopy(store.file, pages), store.places, (db, result) => {
    const { changes } = missingOf(db, store);
    expect(changes).toBeGreaterThan(0);
    expect(changes).toBeLessThan(store.waiting.length);
    expect(result.waiting).toBe(store.waiting.length - changes + result.rebuilt);
    expect(result.damaged).toContain('outbox');
  });
});

test('[F25] the first page gone, only the map kept elsewhere leads to the rows; without it nothing is invented', () => {
  const file = damagedCopy(store.file, [1]);
  salvaged(file, store.places, (db) => expect(missingOf(db, store)).toEqual(nothing));
  salvaged(file, [], (_db, result) => expect(result).toMatchObject({ waiting: 0, rows: 0, lost: null }));
});
