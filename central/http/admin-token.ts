import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '#central/make-folder.ts';
import { bearerToken } from '#central/http/bearer.ts';
import { hashToken } from '#central/sync/device-contact.ts';

/** Returns the administration token given, or the data folder's, made there (mode 0600) the first time. */
export function findAdminToken(given: string | undefined, dir: string | undefined): string {
  if (given) return given;
  if (!dir) throw new Error('Set ZHIKE_ADMIN_TOKEN: without a data folder there is nowhere to keep one.');
  makeFolder(dir, 0o755);
  const file = join(dir, 'admin-token');
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** True when the Authorization header carries the administration token. */
export function isAdmin(authorization: string | undefined, adminTokenHash: Buffer): boolean {
  return timingSafeEqual(hashToken(bearerToken(authorization) ?? ''), adminTokenHash);
}
