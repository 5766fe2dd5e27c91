import { rows, type Queryable } from '#central/database.ts';
import type { HashedRow } from '#central/store/shapes.ts';
import type { Snapshot } from '#central/store/store.ts';

const visible = `FROM scope_grant g JOIN record r ON r.tenant_id = $1 AND r.scope = g.scope
  WHERE g.tenant_id = $1 AND g.manager_id = $2 AND g.to_seq IS NULL AND r.data IS NOT NULL`;

/** Sums and lists the hashes kept with a tenant's rows. */
export function digestReads(db: Queryable, tenantId: string): Pick<Snapshot, 'digestBuckets' | 'digestRows'> {
  return {
    digestBuckets: (managerId) =>
      rows(
        db,
        `SELECT r.entity, right(r.id, 2) AS bucket, count(*) AS count,
                sum(r.hash_hi)::bigint AS hi, sum(r.hash_lo)::bigint AS lo
         ${visible} GROUP BY r.entity, bucket`,
        [tenantId, managerId],
      ),
    digestRows: async (managerId, buckets) => {
      const found = await rows<{ listed: HashedRow }>(
        db,
        `SELECT json_build_array(r.entity, r.id, r.seq, r.hash_hi, r.hash_lo) AS listed
         ${visible} AND r.entity || '/' || right(r.id, 2) = ANY ($3) ORDER BY r.entity, r.id`,
        [tenantId, managerId, buckets],
      );
      return found.map(({ listed }) => listed);
    },
  };
}
