import { createHash } from 'node:crypto';
import { existsSync, globSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readMigrations } from '#db/migrate.ts';
import { writeSchemaFixture } from '#scripts/fixture/schema-fixture.ts';

/**
 * `node scripts/make-schema-fixture.ts` records the newest schema once it is final: the hash of every migration that has
 * none yet, and a store of that schema which all later programs must be able to open. What is recorded stays as it is.
 * `--rewrite` records everything anew; right only while no store of a recorded schema exists outside development.
 */
const { values } = parseArgs({ options: { rewrite: { type: 'boolean', default: false } } });
const projectDir = path.resolve(import.meta.dirname, '..');
const migrationsDir = path.join(projectDir, 'db/migrations');
const fixturesDir = path.join(projectDir, 'test/fixtures');
const hashFile = path.join(fixturesDir, 'migration-hashes.json');

if (values.rewrite) {
  for (const file of globSync(path.join(fixturesDir, 'schema-*.{db,json}'))) rmSync(file);
  rmSync(hashFile, { force: true });
}
const recorded = existsSync(hashFile)
  ? (JSON.parse(readFileSync(hashFile, 'utf8')) as Record<string, string>)
  : {};
const found = Object.fromEntries(
  readdirSync(migrationsDir)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => [file, hashOf(path.join(migrationsDir, file))]),
);
const changed = Object.keys(recorded).filter((file) => recorded[file] !== found[file]);
if (changed.length > 0) {
  console.error(
    `Already recorded and since changed: ${changed.join(', ')}. Undo that and add a migration instead.`,
  );
  process.exit(1);
}
writeFileSync(hashFile, `${JSON.stringify(found, null, 2)}\n`);
const name = `schema-${String(Object.keys(found).length).padStart(4, '0')}`;
const file = path.join(fixturesDir, `${name}.db`);
if (existsSync(file)) console.log(`${name}.db is there already.`);
else {
  const content = writeSchemaFixture(file, readMigrations(migrationsDir));
  writeFileSync(path.join(fixturesDir, `${name}.json`), `${JSON.stringify(content, null, 1)}\n`);
  console.log(`${name}.db: ${content.rows.length} rows of ${Object.keys(found).length} migrations.`);
}

function hashOf(sqlFile: string): string {
  return createHash('sha256').update(readFileSync(sqlFile)).digest('hex');
}
