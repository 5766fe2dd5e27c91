import { expect, test } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { centralOfFile, type TestDevice } from '#test/support/central-server.ts';
import { createClient, mutationOf, noteData, pushAll } from '#test/support/wire.ts';

const central = centralOfFile();

test('[CE41] the planner soon knows of rows that came in bulk', async () => {
  const [device] = (await central.branchWith('甲')) as [TestDevice];
  const { id } = await createClient(device);
  const known = async (): Promise<number> => {
    const text = `SELECT reltuples::int AS rows FROM pg_class WHERE oid = 'record'::regclass`;
    return (await central.pool.query<{ rows: number }>(text)).rows[0]?.rows ?? 0;
  };
  const group = uuidv7();
  const notes = Array.from({ length: 2100 }, () =>
    mutationOf({ entity: 'note', group, patch: noteData(id, device.managerId) }),
  );
  await pushAll(device, ...notes);
  await expect.poll(known, { timeout: 10_000 }).toBeGreaterThanOrEqual(2100);
});
