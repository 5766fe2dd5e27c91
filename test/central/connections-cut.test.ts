import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { uuidv7 } from 'uuidv7';
import { expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { commit } from '#workstation/station.ts';
import { centralOfFile, freshDatabase } from '#test/support/central-server.ts';
import { enrolled, syncOf } from '#test/support/enrolled.ts';
import { stationOf } from '#test/support/enrolled-station.ts';
import { clientRow } from '#test/support/rows.ts';
import { freshStore } from '#test/support/store.ts';

const central = centralOfFile();
const rounds = 12;

/** Cuts every connection to the database at random moments until told to stop; returns how many were cut. */
async function cutConnections(databaseUrl: string, over: AbortSignal): Promise<number> {
  const random = seededRandom(7);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  let cut = 0;
  while (!over.aborted) {
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    cut += rowCount ?? 0;
    await sleep(random() * 30);
  }
  await client.end();
  return cut;
}

test('[F30] connections to the database cut amid uploads of real devices lose and double nothing, and the devices go on', async () => {
  const tenantId = await central.createBranch();
  const managerId = await central.createManager(tenantId);
  const desks = await Promise.all(
    [1, 2, 3].map(async () => {
      const enrolment = await enrolled(central, tenantId, managerId);
      const station = stationOf(enrolment, freshStore());
      return { station, sync: syncOf(station, enrolment, { centralUrl: central.url }) };
    }),
  );
  const over = new AbortController();
  const cutting = cutConnections(central.databaseUrl, over.signal);
  const written: string[] = [];
  await Promise.all(
    desks.map(async ({ station, sync }) => {
      for (let round = 0; round < rounds; round += 1) {
        const id = uuidv7();
        const note = { clientId: id, managerId, text: id, writtenAt: Date.now() };
        commit(station, 'client.create', [
          { op: 'create', entity: 'client', id, data: clientRow({ ownerManagerId: managerId }) },
          { op: 'create', entity: 'note', id: uuidv7(), data: note },
        ]);
        written.push(id);
        await sync.syncNow();
      }
    }),
  );
  over.abort();
  expect(await cutting).toBeGreaterThan(10);
  for (let turn = 0; turn < 2; turn += 1) for (const { sync } of desks) await sync.syncNow();
  for (const { station, sync } of desks) {
    expect(await sync.prove()).toMatchObject({ isEqual: true, differing: [] });
    expect(sync.status()).toMatchObject({ pending: 0, refused: 0 });
    const texts = station.db.prepare('SELECT text FROM note ORDER BY text').pluck().all();
    expect(texts).toEqual(written.toSorted());
    await sync.stop();
  }
});

/** Eight writers whose transactions end in another order than they began, beside a poller; returns how many rows it missed. */
async function missedBy(numbering: 'sequence' | 'counter', databaseUrl: string): Promise<number> {
  const connect = async (): Promise<Client> => {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    return client;
  };
  const reader = await connect();
  await reader.query(`DROP TABLE IF EXISTS entry, number; CREATE TABLE entry (seq bigint, writer text);
    CREATE TABLE number (last bigint); INSERT INTO number VALUES (0); DROP SEQUENCE IF EXISTS s; CREATE SEQUENCE s`);
  const next = {
    sequence: `SELECT nextval('s') AS seq`,
    counter: 'UPDATE number SET last = last + 1 RETURNING last AS seq',
  }[numbering];
  const seen = new Set<string>();
  let cursor = 0;
  const over = new AbortController();
  const poll = async (): Promise<void> => {
    const { rows } = await reader.query<{ seq: string }>(
      'SELECT seq FROM entry WHERE seq > $1 ORDER BY seq',
      [cursor],
    );
    for (const { seq } of rows) seen.add(seq);
    cursor = Number(rows.at(-1)?.seq ?? cursor);
  };
  const polling = (async () => {
    while (!over.signal.aborted) await poll();
  })();
  const commits = 40;
  await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const random = seededRandom(index);
      const writer = await connect();
      for (let commitNo = 0; commitNo < commits; commitNo += 1) {
        await writer.query('BEGIN');
        const { rows } = await writer.query<{ seq: string }>(next);
        await writer.query('SELECT pg_sleep($1)', [random() * 0.004]);
        await writer.query('INSERT INTO entry VALUES ($1, $2)', [rows[0]?.seq, String(index)]);
        await writer.query('COMMIT');
      }
      await writer.end();
    }),
  );
  over.abort();
  await polling;
  await poll();
  await reader.end();
  return 8 * commits - seen.size;
}

test('[F1] numbers of a sequence lose commits to a poller, numbers of a counter row lose none', async () => {
  const databaseUrl = await freshDatabase();
  expect(await missedBy('sequence', databaseUrl)).toBeGreaterThan(0);
  expect(await missedBy('counter', databaseUrl)).toBe(0);
});
