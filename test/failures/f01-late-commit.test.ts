import { beforeAll, expect, test, vi } from 'vitest';
import { Client } from 'pg';
import { centralOfFile, type TestDevice } from '#test/support/central-server.ts';
import { catchUp, createClient, firstSync, mutationOf, noteData, pushAll } from '#test/support/wire.ts';

const central = centralOfFile();
const gate = 4711;
const held = 'F1-held';

/** A note of this text is written by a transaction that then stands still until the gate is opened. */
beforeAll(async () => {
  await central.pool.query(`
    CREATE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.data ->> 'text' = '${held}' THEN PERFORM pg_advisory_xact_lock_shared(${gate}); END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER stand_still AFTER INSERT ON record FOR EACH ROW EXECUTE FUNCTION stand_still();`);
});

async function atGate(work: (open: () => Promise<void>) => Promise<void>): Promise<void> {
  const keeper = new Client({ connectionString: central.databaseUrl });
  await keeper.connect();
  await keeper.query('SELECT pg_advisory_lock($1)', [gate]);
  const open = async (): Promise<void> => void (await keeper.query('SELECT pg_advisory_unlock_all()'));
  await work(open).finally(() => keeper.end());
}

/** How many transactions of this centre wait for another one. */
const waiting = async (): Promise<number> => {
  const text = `SELECT count(*) AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return Number((await central.pool.query(text)).rows[0]?.['n']);
};

test('[F1] a commit that took its number first and ends last is not passed by a cursor', async () => {
  const [reader] = (await central.branchWith('甲')) as [TestDevice];
  const enrol = (): Promise<TestDevice> => central.enrol(reader.tenantId, reader.managerId);
  const [slow, quick] = [await enrol(), await enrol()];
  const client = await createClient(reader);
  const copy = await firstSync(reader);
  const note = (text: string) =>
    mutationOf({ entity: 'note', patch: noteData(client.id, reader.managerId, text) });
  await atGate(async (open) => {
    const first = pushAll(slow, note(held));
    await vi.waitFor(async () => expect(await waiting()).toBe(1));
    const second = pushAll(quick, note('later'));
    await vi.waitFor(async () => expect(await waiting()).toBe(2));
    await catchUp(reader, copy);
    await open();
    await Promise.all([first, second]);
  });
  await catchUp(reader, copy);
  const texts = [...copy.rows.values()].flatMap(({ entity, data }) =>
    entity === 'note' ? [data?.['text']] : [],
  );
  expect(texts.sort()).toEqual([held, 'later'].sort());
});

test('[F1] with numbers from a sequence the same order of commits is seen to lose the late one', async () => {
  await central.pool.query('CREATE TABLE by_sequence (seq bigserial, text text)');
  const slow = new Client({ connectionString: central.databaseUrl });
  await slow.connect();
  const seen: string[] = [];
  let cursor = 0;
  const poll = async (): Promise<void> => {
    const { rows } = await central.pool.query<{ seq: number; text: string }>(
      'SELECT seq, text FROM by_sequence WHERE seq > $1 ORDER BY seq',
      [cursor],
    );
    for (const row of rows) [cursor] = [row.seq, seen.push(row.text)];
  };
  await slow.query(`BEGIN; INSERT INTO by_sequence (text) VALUES ('${held}')`);
  await central.pool.query(`INSERT INTO by_sequence (text) VALUES ('later')`);
  await poll();
  await slow.query('COMMIT');
  await poll();
  await slow.end();
  expect(seen).toEqual(['later']);
});
