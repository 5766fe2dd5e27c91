import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { commitChange } from '#db/changes/commit.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { clientRow } from '#test/support/rows.ts';

/** Commits clients until the disk takes no more, then says how many commits returned and with which code the last failed. */
const [file = '', key = ''] = process.argv.slice(2);
const migrations = readMigrations(path.resolve(import.meta.dirname, '../../db/migrations'));
const db = openStore(file, Buffer.from(key, 'hex'), migrations);
let hlc = 0;
const nextHlc = (): string => `${String((hlc += 1)).padStart(15, '0')}-000000-full`;
const context = { now: Date.now(), newId: uuidv7, nextHlc };
for (let count = 0; ; count += 1) {
  try {
    const data = clientRow({ extra: { 备注: '长'.repeat(300) } });
    commitChange(db, context, 'client.create', [{ op: 'create', entity: 'client', id: uuidv7(), data }]);
  } catch (error) {
    console.log(`${count} ${(error as { code?: string }).code}`);
    break;
  }
}
