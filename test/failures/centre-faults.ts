import type { TestCentral } from '#test/support/central-server.ts';

/** How a statement at the centre fails: with an error, or with the database's connection gone. */
export type FaultKind = 'error' | 'cut';

/** Faults inside a real centre's PostgreSQL, at the n-th row that it writes from the moment they are armed. */
export interface CentreFaults {
  readonly arm: (at: number, kind?: FaultKind) => Promise<void>;
  readonly disarm: () => Promise<void>;
  /** Everything the centre keeps of rows, answers, grants and numbers, as one text. */
  readonly state: () => Promise<string>;
}

const tables = ['record', 'applied', 'partition', 'scope_grant'];

/** Plants faults into a centre: every row written to the tables of sync is a step, and so is the commit. */
export async function plantFaults({ pool }: TestCentral): Promise<CentreFaults> {
  await pool.query(`
    CREATE SEQUENCE fault_step;
    CREATE TABLE fault (at bigint NOT NULL, kind text NOT NULL);
    INSERT INTO fault VALUES (0, 'error');
    CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('fault_step') = (SELECT at FROM fault) THEN
        IF (SELECT kind FROM fault) = 'cut' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
        RAISE EXCEPTION 'planted';
      END IF;
      RETURN NEW;
    END $$;
    ${tables
      .map(
        (table) =>
          `CREATE TRIGGER fault BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION fault();`,
      )
      .join('\n')}
    CREATE CONSTRAINT TRIGGER fault_at_commit AFTER INSERT ON applied
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fault();`);
  const arm = async (at: number, kind: FaultKind = 'error'): Promise<void> => {
    await pool.query('UPDATE fault SET at = $1, kind = $2', [at, kind]);
    await pool.query(`SELECT setval('fault_step', 1, false)`);
  };
  const state = async (): Promise<string> => {
    const parts = tables.map((table) => `(SELECT string_agg(t::text, ';' ORDER BY t::text) FROM ${table} t)`);
    const { rows } = await pool.query<{ state: string }>(
      `SELECT concat_ws('|', ${parts.join(', ')}) AS state`,
    );
    return rows[0]?.state ?? '';
  };
  return { arm, disarm: () => arm(0), state };
}
