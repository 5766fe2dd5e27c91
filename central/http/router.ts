import { implement, ORPCError } from '@orpc/server';
import { centralContract, protocolVersion, schemaVersion } from '#core/sync/protocol.ts';
import { createBranch, createManager, listManagers, type AdminContext } from '#central/admin/branches.ts';
import { listDevices, revokeDevice } from '#central/admin/devices.ts';
import { branchPart } from '#central/admin/codes.ts';
import { createEnrolment, enrol } from '#central/admin/enrolments.ts';
import { assign } from '#central/assignments/assign.ts';
import { isAdmin } from '#central/http/admin-token.ts';
import type { RequestContext } from '#central/http/context.ts';
import { programVersion } from '#central/http/version.ts';
import type { Author } from '#central/sync/author.ts';
import { bootstrap } from '#central/sync/bootstrap.ts';
import { authenticateDevice, noteAcked } from '#central/sync/device-contact.ts';
import { digest } from '#central/sync/digest.ts';
import { pull } from '#central/sync/pull.ts';
import { push } from '#central/sync/push.ts';

const os = implement(centralContract).$context<RequestContext>();

async function deviceOf({ service, authorization, protocol }: RequestContext): Promise<Author> {
  if (protocol !== undefined) requireProtocol(Number(protocol));
  return authenticateDevice(service.pool, authorization, service.clock());
}

function requireProtocol(protocol: number): void {
  if (protocol === protocolVersion) return;
  throw new ORPCError('PROTOCOL_MISMATCH', { status: 426, data: { central: protocolVersion } });
}

function adminOf({ service, authorization }: RequestContext): AdminContext {
  if (!isAdmin(authorization, service.adminTokenHash)) throw new ORPCError('UNAUTHORIZED', { status: 401 });
  return { pool: service.pool, now: service.clock(), newId: service.newId };
}

/** Promised by the contract, not yet answered. */
function notYet(): never {
  throw new ORPCError('NOT_IMPLEMENTED', { status: 501 });
}

const sync = {
  fork: os.fork.handler(notYet),
  digestRows: os.digestRows.handler(notYet),
  rows: os.rows.handler(notYet),
  devices: os.devices.handler(notYet),
  revokeOwn: os.revokeOwn.handler(notYet),
  info: os.info.handler(({ context }) => ({
    product: 'zhike-central' as const,
    protocol: protocolVersion,
    schema: schemaVersion,
    version: programVersion,
    now: context.service.clock(),
  })),
  enrol: os.enrol.handler(({ input, context: { service } }) => {
    requireProtocol(input.protocol);
    const now = service.clock();
    if (!service.enrolTries.take(branchPart(input.code), now)) {
      throw new ORPCError('TOO_MANY_REQUESTS', { status: 429 });
    }
    return enrol({ pool: service.pool, now, newId: service.newId }, input);
  }),
  bootstrap: os.bootstrap.handler(async ({ input, context }) => {
    const { service } = context;
    const page = await bootstrap(service.pool, await deviceOf(context), input);
    service.metrics.rowsSent.inc({ by: 'bootstrap' }, page.rows.length);
    return { ...page, now: service.clock() };
  }),
  pull: os.pull.handler(async ({ input, context }) => {
    const { service } = context;
    const author = await deviceOf(context);
    const { acked, ...page } = await pull(service.pool, author, input);
    await noteAcked(service.pool, author, acked);
    service.metrics.rowsSent.inc({ by: 'pull' }, page.rows.length);
    return { ...page, now: service.clock() };
  }),
  push: os.push.handler(async ({ input, context }) => {
    const { service, log } = context;
    const author = await deviceOf(context);
    const now = service.clock();
    const onHashMismatch = (mid: string): void => {
      service.metrics.hashMismatches.inc();
      log.error(
        { tenant: author.tenantId, device: author.deviceId, mid },
        'mutation came twice with different content',
      );
    };
    const pushed = await push({ ...service, now, onHashMismatch }, author, input.mutations);
    for (const { status } of pushed.results) service.metrics.mutations.inc({ status });
    service.live.committed(author.tenantId, Math.max(0, ...pushed.results.map(({ row }) => row?.seq ?? 0)));
    return { ...pushed, now };
  }),
  digest: os.digest.handler(async ({ input, context }) =>
    digest(context.service.pool, await deviceOf(context), input.cursor),
  ),
};

const admin = {
  quarantine: os.admin.quarantine.handler(notYet),
  releaseQuarantine: os.admin.releaseQuarantine.handler(notYet),
  createBranch: os.admin.createBranch.handler(async ({ input, context }) => ({
    tenantId: await createBranch(adminOf(context), input.name),
  })),
  createManager: os.admin.createManager.handler(async ({ input, context }) => ({
    managerId: await createManager(adminOf(context), input),
  })),
  createEnrolment: os.admin.createEnrolment.handler(({ input, context }) => {
    const { pool, now } = adminOf(context);
    return createEnrolment(pool, input, now);
  }),
  assign: os.admin.assign.handler(async ({ input, context }) => {
    const moved = await assign(adminOf(context), input);
    context.service.live.committed(input.tenantId, moved.seq);
    context.log.info({ tenant: input.tenantId, ...moved }, 'clients assigned');
    return moved;
  }),
  managers: os.admin.managers.handler(({ input, context }) =>
    listManagers(adminOf(context).pool, input.tenantId),
  ),
  devices: os.admin.devices.handler(({ input, context }) =>
    listDevices(adminOf(context).pool, input.tenantId),
  ),
  revokeDevice: os.admin.revokeDevice.handler(async ({ input, context }) => {
    const { pool, now } = adminOf(context);
    const revokedAt = await revokeDevice(pool, input, now);
    context.service.live.revoked(input.tenantId, input.deviceId);
    context.log.warn({ tenant: input.tenantId, device: input.deviceId }, 'device revoked');
    return { revokedAt };
  }),
};

/** The centre's procedures: `core/sync/protocol.ts` over PostgreSQL. */
export const centralRouter = os.router({ ...sync, admin });
