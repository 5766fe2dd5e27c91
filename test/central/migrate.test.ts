import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Pool } from 'pg';
import { openPool } from '#central/database.ts';
import { migrate } from '#central/migrate.ts';
import { freshDatabase } from '#test/support/central-server.ts';

let pool: Pool;
beforeAll(async () => {
  pool = openPool(await freshDatabase());
});
afterAll(() => pool.end());

test('[CE26] several services starting at once migrate once', async () => {
  await Promise.all([migrate(pool), migrate(pool), migrate(pool), migrate(pool)]);
  const { rows } = await pool.query('SELECT number FROM migration ORDER BY number');
  expect(rows).toEqual([{ number: 1 }, { number: 2 }]);
});

test('[CE26] every primary key starts with the tenant', async () => {
  const { rows } = await pool.query<{ relname: string; first: string }>(
    `SELECT c.relname, a.attname AS first FROM pg_index i
     JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
     WHERE i.indisprimary AND n.nspname = 'public' AND c.relname <> 'migration'`,
  );
  expect(rows.length).toBeGreaterThan(8);
  expect(rows.filter(({ first }) => first !== 'tenant_id')).toEqual([]);
});

test('[CE26] a database newer than the program, or migrated by another text, is refused untouched', async () => {
  await pool.query(`INSERT INTO migration VALUES (99, '0099-later', 'x', now())`);
  await expect(migrate(pool)).rejects.toThrow(/schema 99, this program knows/);
  await pool.query(`DELETE FROM migration WHERE number = 99`);
  await pool.query(`UPDATE migration SET hash = 'other' WHERE number = 1`);
  await expect(migrate(pool)).rejects.toThrow(/0001-ledger was changed after it was applied/);
});
