import { expect, test } from 'vitest';
import { commitChanges } from '#db/changes/commit.ts';
import { readMigrations, type Migration } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { countWaiting } from '#db/queries/outbox.ts';
import { clientRow } from '#test/support/rows.ts';
import { testStation } from '#test/support/station.ts';
import { freshStoreFile, migrationsFolder, openTestStore, testKey } from '#test/support/store.ts';

test('[F31] 5,000 changes that wait outlive an upgrade letter by letter, a failed one and a step back too', () => {
  const file = freshStoreFile();
  const before = openTestStore(file);
  const { newId, nextHlc, clock } = testStation(before);
  const commands = Array.from({ length: 5_000 }, (_, index) => ({
    command: 'client.create',
    changes: [
      {
        op: 'create' as const,
        entity: 'client' as const,
        id: newId(),
        data: clientRow({ name: `李雷${index}` }),
      },
    ],
  }));
  commitChanges(before, { now: clock(), newId, nextHlc }, commands);
  const queue = (db: typeof before): unknown[] =>
    db.prepare('SELECT mid, group_id, op, patch, base, hlc, schema FROM outbox ORDER BY position').all();
  const waiting = queue(before);
  before.close();
  const known = readMigrations(migrationsFolder);
  const step = (sql: string): Migration => ({ number: known.length + 1, name: 'later', sql });
  const broken = step('ALTER TABLE client RENAME COLUMN city TO town; DELETE FROM outbox; SELECT no_such();');
  expect(() => openStore(file, testKey, [...known, broken])).toThrow(/no_such/);
  const later = step(
    'ALTER TABLE client RENAME COLUMN city TO town; ALTER TABLE outbox ADD COLUMN more TEXT;',
  );
  const after = openStore(file, testKey, [...known, later]);
  expect(countWaiting(after)).toBe(5_000);
  expect(queue(after)).toEqual(waiting);
  after.close();
  // The older program again: it refuses rather than write, and the newer one still finds everything.
  expect(() => openStore(file, testKey, known)).toThrow(/schema/);
  const again = openStore(file, testKey, [...known, later]);
  expect(queue(again)).toEqual(waiting);
  again.close();
});
