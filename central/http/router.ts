import { implement, ORPCError } from '@orpc/server';
import { centralContract, protocolVersion } from '#core/sync/protocol.ts';
import { branchPart } from '#central/admin/codes.ts';
import type { Centre } from '#central/centre.ts';
import { isAdmin } from '#central/http/admin-token.ts';
import { bearerToken } from '#central/http/bearer.ts';
import type { RequestContext } from '#central/http/context.ts';
import { programVersion } from '#central/http/version.ts';

const os = implement(centralContract).$context<RequestContext>();

/**
 * What these answer is read from typed tables: judging every field of every row once more would take a twelfth of the
 * centre's time, and the tests judge it.
 */
const pages = implement(centralContract, {
  initialOutputValidationIndex: Number.NaN,
}).$context<RequestContext>();

/** The token of a request whose sender speaks this protocol. */
function tokenOf({ authorization, protocol }: RequestContext): string | null {
  if (protocol !== undefined) requireProtocol(Number(protocol));
  return bearerToken(authorization);
}

function requireProtocol(protocol: number): void {
  if (protocol === protocolVersion) return;
  throw new ORPCError('PROTOCOL_MISMATCH', { status: 426, data: { central: protocolVersion } });
}

function adminOf({ service, authorization }: RequestContext): Centre['admin'] {
  if (!isAdmin(authorization, service.adminTokenHash)) throw new ORPCError('UNAUTHORIZED', { status: 401 });
  return service.centre.admin;
}

const entrance = {
  info: os.info.handler(({ context: { service } }) => ({
    product: 'zhike-central' as const,
    protocol: protocolVersion,
    schema: service.centre.schemaVersion,
    version: programVersion,
    now: service.centre.now(),
  })),
  enrol: os.enrol.handler(({ input, context: { service } }) => {
    requireProtocol(input.protocol);
    if (!service.enrolTries.take(branchPart(input.code), service.centre.now())) {
      throw new ORPCError('TOO_MANY_REQUESTS', { status: 429 });
    }
    return service.centre.enrol(input);
  }),
};

const sync = {
  bootstrap: pages.bootstrap.handler(async ({ input, context }) => {
    const { centre, metrics } = context.service;
    const page = await centre.bootstrap(tokenOf(context), input);
    metrics.rowsSent.inc({ by: 'bootstrap' }, page.rows.length);
    return page;
  }),
  pull: pages.pull.handler(async ({ input, context }) => {
    const { centre, metrics } = context.service;
    const page = await centre.pull(tokenOf(context), input);
    metrics.rowsSent.inc({ by: 'pull' }, page.rows.length);
    return page;
  }),
  push: os.push.handler(async ({ input, context }) => {
    const { centre, metrics } = context.service;
    const pushed = await centre.push(tokenOf(context), input);
    for (const { status } of pushed.results) metrics.mutations.inc({ status });
    return pushed;
  }),
  digest: os.digest.handler(({ input, context }) => context.service.centre.digest(tokenOf(context), input)),
  digestRows: os.digestRows.handler(async ({ input, context }) => {
    const { current, rows } = await context.service.centre.digestRows(tokenOf(context), input);
    return { current, rows: rows.map(([...row]) => row) };
  }),
  rows: os.rows.handler(({ input, context }) => context.service.centre.rows(tokenOf(context), input.keys)),
};

const devices = {
  fork: os.fork.handler(async ({ context }) => {
    const forked = await context.service.centre.fork(tokenOf(context));
    context.log.warn({ device: forked.deviceId }, 'a copied device got an identity of its own');
    return forked;
  }),
  openCalendar: os.openCalendar.handler(async ({ input, context }) => {
    const opened = await context.service.centre.openCalendar(tokenOf(context), input.name);
    context.log.info({ device: opened.deviceId }, 'calendar opened');
    return opened;
  }),
  devices: os.devices.handler(({ context }) => context.service.centre.devices(tokenOf(context))),
  revokeOwn: os.revokeOwn.handler(async ({ input: { deviceId }, context }) => {
    const revoked = await context.service.centre.revokeOwn(tokenOf(context), deviceId);
    context.log.warn({ device: deviceId }, 'device revoked by its manager');
    return revoked;
  }),
};

const admin = {
  quarantine: os.admin.quarantine.handler(({ input, context }) =>
    adminOf(context).quarantine(input.tenantId),
  ),
  releaseQuarantine: os.admin.releaseQuarantine.handler(async ({ input, context }) => {
    const released = await adminOf(context).releaseQuarantine(input);
    const about = { tenant: input.tenantId, device: input.deviceId, mutations: released.results.length };
    context.log.warn(about, 'quarantine released');
    return released;
  }),
  createBranch: os.admin.createBranch.handler(async ({ input, context }) => ({
    tenantId: await adminOf(context).createBranch(input.name),
  })),
  createManager: os.admin.createManager.handler(async ({ input, context }) => ({
    managerId: await adminOf(context).createManager(input),
  })),
  createEnrolment: os.admin.createEnrolment.handler(({ input, context }) =>
    adminOf(context).createEnrolment(input),
  ),
  assign: os.admin.assign.handler(async ({ input, context }) => {
    const moved = await adminOf(context).assign(input);
    context.log.info({ tenant: input.tenantId, ...moved }, 'clients assigned');
    return moved;
  }),
  managers: os.admin.managers.handler(({ input, context }) => adminOf(context).managers(input.tenantId)),
  devices: os.admin.devices.handler(({ input, context }) => adminOf(context).devices(input.tenantId)),
  revokeDevice: os.admin.revokeDevice.handler(async ({ input, context }) => {
    const revokedAt = await adminOf(context).revokeDevice(input);
    context.log.warn({ tenant: input.tenantId, device: input.deviceId }, 'device revoked');
    return { revokedAt };
  }),
};

/** The centre's procedures over HTTP: `core/sync/protocol.ts`, guarded, counted and logged. */
export const centralRouter = os.router({ ...entrance, ...sync, ...devices, admin });
