import type Database from 'better-sqlite3';
import type { DeviceEntry, StoredDevice } from '#central/store/shapes.ts';
import type { CentralStore, Snapshot, Transaction } from '#central/store/store.ts';
import { tablesOf, type Tables } from '#central/store/sqlite/statements.ts';
import type { Turns } from '#central/store/sqlite/turns.ts';

interface DeviceRow extends Omit<StoredDevice, 'counter'> {
  readonly epoch: string;
  readonly seq: number;
  readonly horizon: number;
  readonly secret: Buffer;
}

/** What every request asks and notes of its device, each in one statement. */
export function deviceContacts(
  db: Database.Database,
  turns: Turns,
): Pick<CentralStore, 'findDevice' | 'noteContact' | 'noteAcked'> {
  return {
    findDevice: (tenantId, deviceId) => turns.take(() => findDevice(tablesOf(db, tenantId), deviceId)),
    noteContact: (tenantId, deviceId, { at, floor }) =>
      turns.take(() => {
        const text =
          'UPDATE device SET last_seen_at = ?3, contact_floor = ?4 WHERE tenant_id = ?1 AND device_id = ?2';
        tablesOf(db, tenantId).run(text, deviceId, at, floor);
      }),
    noteAcked: (tenantId, deviceId, seq) =>
      turns.take(() => {
        const text =
          'UPDATE device SET acked_seq = ?3 WHERE tenant_id = ?1 AND device_id = ?2 AND acked_seq < ?3';
        tablesOf(db, tenantId).run(text, deviceId, seq);
      }),
  };
}

function findDevice({ get }: Tables, deviceId: string): StoredDevice | null {
  const found = get<DeviceRow>(
    `SELECT d.manager_id AS managerId, d.family_id AS familyId, d.token_hash AS tokenHash,
            d.revoked_at AS revokedAt, d.last_seen_at AS lastSeenAt, d.contact_floor AS contactFloor,
            d.acked_seq AS ackedSeq, p.epoch, p.seq, p.horizon, p.secret
     FROM device d JOIN partition p USING (tenant_id) WHERE d.tenant_id = ?1 AND d.device_id = ?2`,
    deviceId,
  );
  if (!found) return null;
  const { epoch, seq, horizon, secret, ...device } = found;
  return { ...device, counter: { epoch, seq, horizon, secret } };
}

/** Lists a tenant's devices. */
export function deviceReads({ all }: Tables): Pick<Snapshot, 'devices'> {
  return {
    devices: async () =>
      all<DeviceEntry>(
        `SELECT device_id AS deviceId, manager_id AS managerId, name, platform, app_version AS appVersion,
                enrolled_at AS enrolledAt, last_seen_at AS lastSeenAt, revoked_at AS revokedAt
         FROM device WHERE tenant_id = ?1 ORDER BY device_id`,
      ),
  };
}

/** Adds, counts and revokes devices. */
export function deviceWrites({
  get,
  run,
}: Tables): Pick<Transaction, 'addDevice' | 'addFork' | 'revokeDevice' | 'admitPush' | 'leastAcked'> {
  return {
    addDevice: async ({ deviceId, managerId, name, platform, appVersion, tokenHash }, now) => {
      run(
        `INSERT INTO device (tenant_id, device_id, family_id, manager_id, name, platform, app_version, token_hash,
                             enrolled_at, contact_floor)
         VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)`,
        deviceId,
        managerId,
        name,
        platform,
        appVersion,
        tokenHash,
        now,
      );
    },
    // Nobody knows when a copy was last in contact, only that it was after its original enrolled.
    addFork: async ({ deviceId, from, tokenHash }, now) => {
      const added = run(
        `INSERT INTO device (tenant_id, device_id, family_id, forked_from, manager_id, name, platform, app_version,
                             token_hash, enrolled_at, contact_floor)
         SELECT tenant_id, ?3, family_id, device_id, manager_id, name, platform, app_version, ?4, ?5,
                (SELECT f.enrolled_at FROM device f WHERE f.tenant_id = ?1 AND f.device_id = d.family_id)
         FROM device d WHERE tenant_id = ?1 AND device_id = ?2 AND revoked_at IS NULL`,
        from,
        deviceId,
        tokenHash,
        now,
      );
      return added > 0;
    },
    revokeDevice: async (deviceId, now) => {
      const revoked = get<{ revokedAt: number }>(
        `UPDATE device SET revoked_at = COALESCE(revoked_at, ?3) WHERE tenant_id = ?1 AND device_id = ?2
         RETURNING revoked_at AS revokedAt`,
        deviceId,
        now,
      );
      return revoked?.revokedAt ?? null;
    },
    admitPush: async (deviceId, { no, hash }) =>
      run(
        `UPDATE device SET push_no = ?3, push_hash = ?4 WHERE tenant_id = ?1 AND device_id = ?2
           AND (push_no < ?3 OR (push_no = ?3 AND push_hash = ?4))`,
        deviceId,
        no,
        hash,
      ) > 0,
    leastAcked: async (seenSince) => {
      const found = get<{ least: number | null }>(
        `SELECT min(acked_seq) AS least FROM device
         WHERE tenant_id = ?1 AND revoked_at IS NULL AND last_seen_at >= ?2`,
        seenSince,
      );
      return found?.least ?? null;
    },
  };
}
