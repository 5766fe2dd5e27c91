import { ORPCError } from '@orpc/server';
import { minuteMs, type Instant } from '#core/base/time.ts';
import { hashCode, newEnrolmentCode, readCode } from '#central/admin/codes.ts';
import type { CentreContext } from '#central/context.ts';
import { publicKeyOf } from '#central/rules/announced.ts';
import { deviceToken, hashToken } from '#central/sync/device-contact.ts';

/** Makes a one-time code with which one device of the manager can enrol; throws NOT_FOUND. */
export async function createEnrolment(
  { store, clock, randomBytes }: CentreContext,
  input: { readonly tenantId: string; readonly managerId: string; readonly validMinutes: number },
): Promise<{ code: string; expiresAt: Instant }> {
  const { tenantId, managerId, validMinutes } = input;
  return store.write(tenantId, async (tx) => {
    const tenant = await tx.tenant();
    if (!tenant || !(await tx.manager(managerId))) throw new ORPCError('NOT_FOUND', { status: 404 });
    const now = clock();
    const code = newEnrolmentCode(randomBytes, tenant.directoryCode);
    const expiresAt = now + validMinutes * minuteMs;
    const hash = hashCode(tenant.secret, code.replaceAll('-', ''));
    await tx.addCode({ hash, managerId, expiresAt }, now);
    return { code, expiresAt };
  });
}

export interface EnrolInput {
  readonly code: string;
  readonly deviceName: string;
  readonly platform: string;
  readonly appVersion: string;
}

export interface Enrolled {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly deviceToken: string;
  readonly managerId: string;
  readonly managerName: string;
  readonly branchName: string;
  readonly epoch: string;
  /** The key the device pins for rule versions. */
  readonly ruleKey: string;
}

/** Exchanges a one-time code for a device and its token; throws CODE_REFUSED without saying why. */
export async function enrol(
  { store, clock, newId, randomBytes }: CentreContext,
  input: EnrolInput,
): Promise<Enrolled> {
  const read = readCode(input.code);
  const tenant = read && (await store.findTenant(read.directoryCode));
  if (!read || !tenant) throw new ORPCError('CODE_REFUSED', { status: 403 });
  const { tenantId, name: branchName, epoch } = tenant;
  const deviceId = newId();
  const token = deviceToken(tenantId, deviceId, randomBytes(32));
  return store.write(tenantId, async (tx) => {
    const now = clock();
    const manager = await tx.useCode(hashCode(tenant.secret, read.code), deviceId, now);
    if (!manager) throw new ORPCError('CODE_REFUSED', { status: 403 });
    const { managerId, name: managerName } = manager;
    const about = {
      name: storable(input.deviceName),
      platform: storable(input.platform),
      appVersion: storable(input.appVersion),
    };
    const ruleKey = await publicKeyOf(tx, tenant.secret);
    await tx.addDevice({ deviceId, managerId, ...about, tokenHash: hashToken(token) }, now);
    return { tenantId, deviceId, deviceToken: token, managerId, managerName, branchName, epoch, ruleKey };
  });
}

/** A device's name is for people to read: what a store cannot hold is left out. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
