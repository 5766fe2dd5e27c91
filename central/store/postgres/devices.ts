import { row, rows, type Queryable } from '#central/database.ts';
import { gather } from '#central/store/gather.ts';
import type { StoredDevice } from '#central/store/shapes.ts';
import type { CentralStore, Snapshot, Transaction } from '#central/store/store.ts';

interface DeviceName {
  readonly tenantId: string;
  readonly deviceId: string;
}

interface DeviceRow extends Omit<StoredDevice, 'counter'> {
  readonly place: number;
  readonly epoch: string;
  readonly seq: number;
  readonly horizon: number;
  readonly secret: Buffer;
}

/** What every request asks and notes of its device; those that ask at once are answered by one statement. */
export function deviceContacts(
  db: Queryable,
): Pick<CentralStore, 'findDevice' | 'noteContact' | 'noteAcked'> {
  const find = gather((names: readonly DeviceName[]) => findDevices(db, names));
  return {
    findDevice: (tenantId, deviceId) => find({ tenantId, deviceId }),
    noteContact: async (tenantId, deviceId, { at, floor }) => {
      await row(
        db,
        'UPDATE device SET last_seen_at = $3, contact_floor = $4 WHERE tenant_id = $1 AND device_id = $2',
        [tenantId, deviceId, at, floor],
      );
    },
    noteAcked: async (tenantId, deviceId, seq) => {
      await row(
        db,
        'UPDATE device SET acked_seq = $3 WHERE tenant_id = $1 AND device_id = $2 AND acked_seq < $3',
        [tenantId, deviceId, seq],
      );
    },
  };
}

/** Reads many devices in the order of their names, null where there is none. */
async function findDevices(db: Queryable, names: readonly DeviceName[]): Promise<(StoredDevice | null)[]> {
  const found = await rows<DeviceRow & Record<string, unknown>>(
    db,
    `SELECT asked.place, d.manager_id AS "managerId", d.family_id AS "familyId", d.token_hash AS "tokenHash",
            d.revoked_at AS "revokedAt", d.last_seen_at AS "lastSeenAt", d.contact_floor AS "contactFloor",
            d.acked_seq AS "ackedSeq", p.epoch, p.seq, p.horizon, p.secret
     FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (tenant_id, device_id, place)
     JOIN device d USING (tenant_id, device_id) JOIN partition p USING (tenant_id)`,
    [names.map(({ tenantId }) => tenantId), names.map(({ deviceId }) => deviceId)],
  );
  const devices = names.map((): StoredDevice | null => null);
  for (const { place, epoch, seq, horizon, secret, ...device } of found) {
    devices[place - 1] = { ...device, counter: { epoch, seq, horizon, secret } };
  }
  return devices;
}

/** Lists a tenant's devices. */
export function deviceReads(db: Queryable, tenantId: string): Pick<Snapshot, 'devices'> {
  return {
    devices: () =>
      rows(
        db,
        `SELECT device_id AS "deviceId", manager_id AS "managerId", name, platform, app_version AS "appVersion",
                enrolled_at AS "enrolledAt", last_seen_at AS "lastSeenAt", revoked_at AS "revokedAt"
         FROM device WHERE tenant_id = $1 ORDER BY device_id`,
        [tenantId],
      ),
  };
}

/** Adds, counts and revokes devices. */
export function deviceWrites(
  db: Queryable,
  tenantId: string,
): Pick<Transaction, 'addDevice' | 'addFork' | 'revokeDevice' | 'admitPush' | 'leastAcked'> {
  return {
    addDevice: async ({ deviceId, managerId, name, platform, appVersion, tokenHash }, now) => {
      await row(
        db,
        `INSERT INTO device (tenant_id, device_id, family_id, manager_id, name, platform, app_version, token_hash,
                             enrolled_at, contact_floor)
         VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, $8)`,
        [tenantId, deviceId, managerId, name, platform, appVersion, tokenHash, now],
      );
    },
    // Nobody knows when a copy was last in contact, only that it was after its original enrolled.
    addFork: async ({ deviceId, from, tokenHash }, now) => {
      const added = await row(
        db,
        `INSERT INTO device (tenant_id, device_id, family_id, forked_from, manager_id, name, platform, app_version,
                             token_hash, enrolled_at, contact_floor)
         SELECT tenant_id, $3, family_id, device_id, manager_id, name, platform, app_version, $4, $5,
                (SELECT f.enrolled_at FROM device f WHERE f.tenant_id = $1 AND f.device_id = d.family_id)
         FROM device d WHERE tenant_id = $1 AND device_id = $2 AND revoked_at IS NULL FOR UPDATE RETURNING 1`,
        [tenantId, from, deviceId, tokenHash, now],
      );
      return added !== undefined;
    },
    revokeDevice: async (deviceId, now) => {
      const revoked = await row<{ revoked_at: number }>(
        db,
        `UPDATE device SET revoked_at = COALESCE(revoked_at, $3) WHERE tenant_id = $1 AND device_id = $2
         RETURNING revoked_at`,
        [tenantId, deviceId, now],
      );
      return revoked?.revoked_at ?? null;
    },
    admitPush: async (deviceId, { no, hash }) => {
      const admitted = await row(
        db,
        `UPDATE device SET push_no = $3, push_hash = $4
         WHERE tenant_id = $1 AND device_id = $2 AND (push_no < $3 OR (push_no = $3 AND push_hash = $4))
         RETURNING 1`,
        [tenantId, deviceId, no, hash],
      );
      return admitted !== undefined;
    },
    leastAcked: async (seenSince) => {
      const found = await row<{ least: number | null }>(
        db,
        `SELECT min(acked_seq) AS least FROM device
         WHERE tenant_id = $1 AND revoked_at IS NULL AND last_seen_at >= $2`,
        [tenantId, seenSince],
      );
      return found?.least ?? null;
    },
  };
}
