import { readRow } from '#db/rows.ts';
import { derivedId } from '#workstation/derived-id.ts';
import { commit, type Station } from '#workstation/station.ts';

/** Tells the centre with which key this device signs what it takes out; said once, and again by a copy of the device. */
export function announceDeviceKey(station: Station, publicKey: string): void {
  const { db, me, clock } = station;
  const { deviceId, deviceName, managerId } = me;
  const id = derivedId('deviceKey', deviceId, publicKey);
  if (readRow(db, 'deviceKey', id)) return;
  const data = { deviceId, deviceName, managerId, publicKey, madeAt: clock() };
  commit(station, 'device.key', [{ op: 'create', entity: 'deviceKey', id, data }]);
}
