import type { DeviceKeyFields } from '#core/compliance/device-key.ts';
import { auditSigner } from '#central/compliance/audit-signer.ts';
import type { CentralStore } from '#central/store/store.ts';
import { tenantScope } from '#central/sync/grants.ts';

/** A key that signs sealed files, and whose it is. */
export type KnownKey = Pick<DeviceKeyFields, 'deviceId' | 'deviceName' | 'publicKey'> & {
  readonly managerName: string;
  readonly revokedAt: number | null;
};

/** The name of the centre itself among devices. */
export const centreDevice = 'centre';

/**
 * Returns the keys with which a branch's devices, and the centre for it, sign what they take out. A key counts as that of
 * the device whose token brought it: nobody announces one for another.
 */
export function deviceKeys(store: Pick<CentralStore, 'read'>, tenantId: string): Promise<KnownKey[]> {
  return store.read(tenantId, async (snapshot) => {
    const tenant = await snapshot.tenant();
    if (!tenant) return [];
    const managers = new Map((await snapshot.managers()).map(({ managerId, name }) => [managerId, name]));
    const revoked = new Map(
      (await snapshot.devices()).map(({ deviceId, revokedAt }) => [deviceId, revokedAt]),
    );
    const { publicKey } = auditSigner(tenant.secret);
    const own = {
      deviceId: centreDevice,
      deviceName: tenant.name,
      publicKey,
      managerName: '',
      revokedAt: null,
    };
    const announced = (await snapshot.recordsIn('deviceKey', [tenantScope])).flatMap((record): KnownKey[] => {
      const said = record.data as DeviceKeyFields | null;
      if (!said || record.marks['*']?.[2] !== said.deviceId) return [];
      const { deviceId, deviceName, managerId, publicKey: key } = said;
      const managerName = managers.get(managerId) ?? '';
      return [
        { deviceId, deviceName, publicKey: key, managerName, revokedAt: revoked.get(deviceId) ?? null },
      ];
    });
    return [own, ...announced];
  });
}
