import type { PoolClient } from 'pg';
import type { BackupTable } from '#central/backup/format.ts';

type Described = Omit<BackupTable, 'rows'>;

/** Lists the tables that hold tenants' data (each names its tenant), so that every table comes after those it refers to. */
export async function describeTables(db: PoolClient): Promise<Described[]> {
  const columns = await db.query<{ table: string; name: string; type: string }>(
    `SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND EXISTS (
       SELECT FROM pg_attribute t WHERE t.attrelid = c.oid AND t.attname = 'tenant_id' AND NOT t.attisdropped)
     ORDER BY c.relname, a.attnum`,
  );
  const references = await db.query<{ from: string; to: string }>(
    `SELECT f.relname AS "from", t.relname AS "to" FROM pg_constraint r
     JOIN pg_class f ON f.oid = r.conrelid JOIN pg_class t ON t.oid = r.confrelid
     WHERE r.contype = 'f' AND f.oid <> t.oid AND f.relnamespace = current_schema()::regnamespace`,
  );
  const tables = Map.groupBy(columns.rows, ({ table }) => table);
  return inOrder([...tables.keys()], references.rows).map((name) => ({
    name,
    columns: (tables.get(name) ?? []).map((column) => ({ name: column.name, type: column.type })),
  }));
}

function inOrder(names: readonly string[], references: readonly { from: string; to: string }[]): string[] {
  const ordered: string[] = [];
  const visit = (name: string): void => {
    if (ordered.includes(name)) return;
    for (const { from, to } of references) if (from === name) visit(to);
    ordered.push(name);
  };
  names.forEach(visit);
  return ordered;
}
