import { Pool, types, type PoolClient, type QueryResultRow } from 'pg';

/** Anything a query can be sent to. */
export type Queryable = Pick<PoolClient, 'query'>;

const int8 = 20;
const names = new Map<string, string>();

/** Opens a pool whose 64-bit integers arrive as numbers (seqs and instants stay far below 2^53). */
export function openPool(connectionString: string, max = 16): Pool {
  const pool = new Pool({
    connectionString,
    max,
    // A restore sees by it whether a centre is at work.
    application_name: 'zhike-central',
    connectionTimeoutMillis: 10_000,
    // Pages depend on their parameters: a generic plan for a small book is wrong for a large one.
    options: '-c plan_cache_mode=force_custom_plan -c jit=off -c lock_timeout=10s',
    idle_in_transaction_session_timeout: 30_000,
    statement_timeout: 120_000,
    types: {
      getTypeParser: ((id: number, format: 'text') =>
        id === int8 ? Number : types.getTypeParser(id, format)) as typeof types.getTypeParser,
    },
  });
  // An idle connection that breaks is replaced; whoever needs one next learns of a database that is gone.
  pool.on('error', () => undefined);
  // The same in the middle of a transaction: the statement under way is what fails, not the whole service.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Runs a statement prepared once per connection and returns its rows. */
export async function rows<Row extends QueryResultRow>(
  db: Queryable,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = `s${names.size}`));
  const result = await db.query<Row>({ name, text, values: values as unknown[] });
  return result.rows;
}

/** Runs a statement prepared once per connection and returns its first row, if any. */
export async function row<Row extends QueryResultRow>(
  db: Queryable,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row | undefined> {
  return (await rows<Row>(db, text, values))[0];
}

type Isolation = 'READ COMMITTED' | 'REPEATABLE READ, READ ONLY';

/** Runs the work in one transaction: committed when it returns, rolled back when it throws. */
export async function inTransaction<Value>(
  pool: Pool,
  work: (db: PoolClient) => Promise<Value>,
  isolation: Isolation = 'READ COMMITTED',
): Promise<Value> {
  const client = await pool.connect();
  try {
    await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
    const value = await work(client);
    await client.query('COMMIT');
    client.release();
    return value;
  } catch (error) {
    await client.query('ROLLBACK').then(
      () => client.release(),
      () => client.release(true),
    );
    throw error;
  }
}

/** Runs the work on one snapshot that sees whole commits up to one seq and nothing after it. */
export function onSnapshot<Value>(pool: Pool, work: (db: PoolClient) => Promise<Value>): Promise<Value> {
  return inTransaction(pool, work, 'REPEATABLE READ, READ ONLY');
}
