import type { Pool } from 'pg';
import type { Entity } from '#core/sync/entities.ts';
import type { DigestTables } from '#core/sync/protocol.ts';
import { onSnapshot, rows } from '#central/database.ts';
import type { Author } from '#central/sync/author.ts';
import { readStanding } from '#central/sync/position.ts';
import { hasNews } from '#central/sync/pull.ts';

export interface Digest {
  readonly current: boolean;
  readonly seq: number;
  readonly tables: DigestTables;
}

interface Bucket {
  readonly entity: Entity;
  readonly bucket: string;
  readonly count: number;
  readonly hi: number;
  readonly lo: number;
}

/** Returns the digest of every living row this device may see, from the hashes kept with the rows (sync.md §2.11). */
export function digest(pool: Pool, author: Author, cursor: string): Promise<Digest> {
  return onSnapshot(pool, async (db) => {
    const { open } = await readStanding(db, author);
    const { seq } = open('pull', cursor);
    if (await hasNews(db, author, seq)) return { current: false, seq, tables: {} };
    const buckets = await rows<Bucket>(
      db,
      `SELECT r.entity, right(r.id, 2) AS bucket, count(*) AS count,
              sum(r.hash_hi)::bigint AS hi, sum(r.hash_lo)::bigint AS lo
       FROM scope_grant g JOIN record r ON r.tenant_id = $1 AND r.scope = g.scope
       WHERE g.tenant_id = $1 AND g.manager_id = $2 AND g.to_seq IS NULL AND r.data IS NOT NULL
       GROUP BY r.entity, bucket`,
      [author.tenantId, author.managerId],
    );
    return { current: true, seq, tables: tablesOf(buckets) };
  });
}

function tablesOf(buckets: readonly Bucket[]): DigestTables {
  const tables: DigestTables = {};
  for (const { entity, bucket, count, hi, lo } of buckets) {
    const table = (tables[entity] ??= {});
    table[bucket] = [count, hi, lo];
  }
  return tables;
}
