import path from 'node:path';
import { z } from 'zod';
import { originOfServer } from '#core/calls/phone-settings.ts';
import { readTextFile, replaceFile } from '#db/vault-file.ts';

const deviceFileSchema = z.object({
  language: z.enum(['zh-CN', 'en']).nullable().catch(null),
  /** Locked by hand: stays locked over a restart even where the OS keychain could open it. */
  isLockedByHand: z.boolean().catch(false),
  /**
   * The copy is erased: of a revoked device `begun` until its files are gone, `done` until it is set up anew; by its manager's own
   * wish `removing` and `removed`.
   */
  erasure: z.enum(['begun', 'done', 'removing', 'removed']).nullable().catch(null),
  /** The origin of the firm's telephone server, which the page's policy names before anything is unlocked. */
  phoneServer: z
    .string()
    .refine((text) => originOfServer(text) === text)
    .nullable()
    .catch(null),
});

/** The little a workstation knows before it is unlocked; plain text, so never personal data. */
export type DeviceFile = z.infer<typeof deviceFileSchema>;

/** What a workstation knows that was never set up. */
export const freshDevice: DeviceFile = {
  language: null,
  isLockedByHand: false,
  erasure: null,
  phoneServer: null,
};

/** Reads `device.json`; defaults where it is missing or unreadable. */
export function readDeviceFile(dataDir: string): DeviceFile {
  try {
    return deviceFileSchema.parse(JSON.parse(readTextFile(fileIn(dataDir)) ?? '{}'));
  } catch {
    return freshDevice;
  }
}

/** Writes `device.json` atomically. Throws system errors. */
export function writeDeviceFile(dataDir: string, content: DeviceFile): void {
  replaceFile(fileIn(dataDir), `${JSON.stringify(content, null, 2)}\n`);
}

function fileIn(dataDir: string): string {
  return path.join(dataDir, 'device.json');
}
