import { z } from 'zod';
import { idField, instantField } from '#core/sync/fields.ts';

/**
 * The public key with which a device signs what it takes out: announced by the device itself, so that a sealed file can
 * be traced to it. A fact: a device that has another key from some day on says so beside it.
 */
export const deviceKeyFields = z.object({
  deviceId: idField,
  deviceName: z.string().max(60),
  managerId: idField,
  /** Ed25519, 32 bytes, base64url. */
  publicKey: z.string().min(43).max(43),
  madeAt: instantField,
});
export type DeviceKeyFields = z.infer<typeof deviceKeyFields>;
