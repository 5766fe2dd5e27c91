import { createHash } from 'node:crypto';
import { copyFileSync, globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { entityNames } from '#core/sync/entities.ts';
import { NewerSchemaError, readMigrations, type Migration } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { readRow } from '#db/rows.ts';
import { countWaiting } from '#db/queries/outbox.ts';
import { searchClients } from '#db/queries/client-search.ts';
import { fixtureKey, type SchemaFixture } from '#scripts/fixture/schema-fixture.ts';
import { migrationsFolder } from '#test/support/store.ts';
import { testFolder } from '#test/support/temporary.ts';

const fixturesDir = path.resolve(import.meta.dirname, '../fixtures');
const folder = testFolder('schema');
const fixtures = globSync('schema-*.db', { cwd: fixturesDir }).sort();
const migrations = readMigrations(migrationsFolder);

test('[ST21] a released migration never changes', () => {
  const recorded = readJson<Record<string, string>>('migration-hashes.json');
  expect(
    hashes(),
    'edited a released migration? Undo it and add a file; added one? Run node scripts/make-schema-fixture.ts',
  ).toEqual(recorded);
});

test('[ST22] there is a store of the newest schema with rows of every kind', () => {
  const newest = `schema-${String(migrations.length).padStart(4, '0')}.json`;
  const { rows, waiting } = readJson<SchemaFixture>(newest);
  expect(new Set(rows.map(({ entity }) => entity))).toEqual(new Set(entityNames));
  expect(waiting).toBeGreaterThan(0);
});

test.each(fixtures)('[ST22] %s opens with this program, rows, unsent work and search included', (fixture) => {
  const { rows, waiting } = readJson<SchemaFixture>(fixture.replace('.db', '.json'));
  const db = openStore(copyOf(fixture), fixtureKey, [...migrations, later]);
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.length + 1);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  for (const { entity, id, data } of rows) expect(readRow(db, entity, id)?.data).toMatchObject(data);
  expect(countWaiting(db)).toBe(waiting);
  const client = rows.find(({ entity }) => entity === 'client');
  const found = searchClients(db, String(client?.data['name']), { limit: 5 });
  expect(found.map(({ id }) => id)).toContain(client?.id);
  db.close();
});

test.each(fixtures)('[ST23] a step that fails leaves %s at the schema before it', (fixture) => {
  const file = copyOf(fixture);
  const broken: Migration = {
    number: migrations.length + 1,
    name: 'broken',
    sql: 'ALTER TABLE client RENAME TO person; SELECT no_such_function();',
  };
  expect(() => openStore(file, fixtureKey, [...migrations, broken])).toThrow(/no_such_function/);
  const db = openStore(file, fixtureKey, migrations);
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.length);
  expect(db.prepare('SELECT count(*) AS count FROM client').get()).not.toEqual({ count: 0 });
  db.close();
});

test.each(fixtures)('[ST9] %s of a newer program is refused and keeps every byte', (fixture) => {
  const file = copyOf(fixture);
  openStore(file, fixtureKey, [...migrations, later]).close();
  const before = readFileSync(file);
  expect(() => openStore(file, fixtureKey, migrations)).toThrow(NewerSchemaError);
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(folder).filter((name) => name.startsWith(`${path.basename(file)}-`))).toEqual([]);
});

/** A step of a program to come. */
const later: Migration = {
  number: migrations.length + 1,
  name: 'later',
  sql: 'ALTER TABLE client ADD COLUMN preferred_hour INTEGER;',
};

let copies = 0;
function copyOf(fixture: string): string {
  copies += 1;
  const file = path.join(folder, `copy-${copies}.db`);
  copyFileSync(path.join(fixturesDir, fixture), file);
  return file;
}

function hashes(): Record<string, string> {
  const files = readdirSync(migrationsFolder)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  return Object.fromEntries(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(path.join(migrationsFolder, file)))
        .digest('hex'),
    ]),
  );
}

function readJson<Content>(name: string): Content {
  return JSON.parse(readFileSync(path.join(fixturesDir, name), 'utf8')) as Content;
}
