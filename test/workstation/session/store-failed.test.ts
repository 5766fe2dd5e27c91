import { createRouterClient, safe } from '@orpc/server';
import { expect, test } from 'vitest';
import { entityNames } from '#core/sync/entities.ts';
import { storeFailureOf } from '#db/store-failure.ts';
import { tableOf } from '#db/rows.ts';
import type { WritableDb } from '#db/handles.ts';
import type { Host } from '#workstation/host.ts';
import { router } from '#workstation/router.ts';
import { testStation } from '#test/support/station.ts';
import { idleSync } from '#test/workstation/session/support.ts';

const person = (name: string, phone: string) => ({
  name,
  phone,
  source: 'branch',
  lawfulBasis: 'CONTRACT' as const,
});

test('[ST12] on a full disk every command answers STORE_FAILED and leaves no part of itself', async () => {
  const { station, client } = desk();
  const { id } = await client.clients.create(person('王小明', '16012340001'));
  const release = fillUp(station.db);
  let turn = 0;
  const commands = {
    note: () => client.clients.addNote({ id, text: `${turn} ${'约周五见面。'.repeat(600)}` }),
    tag: () => client.clients.addTag({ id, name: `贵宾 ${turn}` }),
    correction: () => client.clients.correct({ id, patch: { city: `杭州 ${turn}` } }),
    client: () => client.clients.create(person(`李雷 ${turn}`, `160123${String(40_002 + turn)}`)),
  };
  for (const [name, command] of Object.entries(commands)) {
    for (let error: unknown = null; error === null; turn += 1) {
      expect(turn).toBeLessThan(500);
      const before = contents(station.db);
      [error] = await safe(command());
      // Small commands still fit into half-empty pages; the one that does not must leave nothing.
      if (error === null) continue;
      expect({ name, error }).toMatchObject({
        error: { code: 'STORE_FAILED', defined: true, data: { code: 'SQLITE_FULL' } },
      });
      expect(contents(station.db)).toEqual(before);
    }
  }
  release();
  const before = contents(station.db)['outbox']?.length ?? 0;
  for (const command of Object.values(commands)) await command();
  expect(contents(station.db)['outbox']?.length).toBeGreaterThan(before);
});

test('[ST12] only refusals of the disk are named so, not mistakes in a statement', () => {
  const named = (code: string): string | null => storeFailureOf(Object.assign(new Error('x'), { code }));
  expect(named('SQLITE_FULL')).toBe('SQLITE_FULL');
  expect(named('SQLITE_IOERR_WRITE')).toBe('SQLITE_IOERR_WRITE');
  expect(named('SQLITE_READONLY_DBMOVED')).toBe('SQLITE_READONLY_DBMOVED');
  expect(named('SQLITE_CONSTRAINT_PRIMARYKEY')).toBeNull();
  expect(named('SQLITE_ERROR')).toBeNull();
  expect(named('ENOENT')).toBeNull();
  expect(storeFailureOf(null)).toBeNull();
});

function desk() {
  const station = testStation();
  const host = { live: station.live, open: () => ({ station, sync: idleSync() }) } as unknown as Host;
  return { station, client: createRouterClient(router, { context: { host } }) };
}

/** Leaves the file not one page to grow by, as a full disk does; returns what undoes it. */
function fillUp(db: WritableDb): () => void {
  db.pragma('wal_checkpoint(TRUNCATE)');
  const before = db.pragma('max_page_count', { simple: true });
  const spare = 'CREATE TABLE spare (bytes BLOB)';
  db.exec(spare);
  while (Number(db.pragma('freelist_count', { simple: true })) > 0) {
    db.exec('INSERT INTO spare VALUES (randomblob(3000))');
  }
  db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`);
  return () => db.pragma(`max_page_count = ${String(before)}`);
}

/** Every row a command may write, kind by kind. */
function contents(db: WritableDb): Record<string, unknown[]> {
  const tables = [...entityNames.map((entity) => tableOf(entity).name), 'outbox', 'shadow', 'client_summary'];
  return Object.fromEntries(
    tables.map((table) => [table, db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all()]),
  );
}
