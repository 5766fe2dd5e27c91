import type { BucketSum, HashedRow } from '#central/store/shapes.ts';
import type { Snapshot } from '#central/store/store.ts';
import type { Tables } from '#central/store/sqlite/statements.ts';

const visible = `FROM scope_grant g CROSS JOIN record r ON r.tenant_id = ?1 AND r.scope = g.scope
  WHERE g.tenant_id = ?1 AND g.manager_id = ?2 AND g.to_seq IS NULL AND r.data IS NOT NULL`;

interface Hashed {
  readonly entity: string;
  readonly id: string;
  readonly seq: number;
  readonly hi: number;
  readonly lo: number;
}

/** Sums and lists the hashes kept with a tenant's rows. */
export function digestReads({ all }: Tables): Pick<Snapshot, 'digestBuckets' | 'digestRows'> {
  return {
    digestBuckets: async (managerId) =>
      all<BucketSum>(
        `SELECT r.entity, substr(r.id, -2) AS bucket, count(*) AS count, sum(r.hash_hi) AS hi, sum(r.hash_lo) AS lo
         ${visible} GROUP BY r.entity, bucket`,
        managerId,
      ),
    digestRows: async (managerId, buckets) =>
      all<Hashed>(
        `SELECT r.entity, r.id, r.seq, r.hash_hi AS hi, r.hash_lo AS lo
         ${visible} AND r.entity || '/' || substr(r.id, -2) IN (SELECT value FROM json_each(?3))
         ORDER BY r.entity, r.id`,
        managerId,
        JSON.stringify(buckets),
      ).map(({ entity, id, seq, hi, lo }): HashedRow => [entity, id, seq, hi, lo]),
  };
}
