import { ORPCError } from '@orpc/server';
import type { NewId } from '#core/base/ids.ts';
import type { Clock, Instant } from '#core/base/time.ts';
import type { DigestInput, DigestRowsInput } from '#central/sync/digest.ts';
import { createBranch, createManager, listManagers } from '#central/admin/branches.ts';
import { listDevices, ownDevices, revokeDevice, revokeOwn } from '#central/admin/devices.ts';
import { createEnrolment, enrol } from '#central/admin/enrolments.ts';
import { markRestored, rotateEpoch } from '#central/admin/restored.ts';
import { tidy } from '#central/admin/tidy.ts';
import { assign } from '#central/assignments/assign.ts';
import { importProducts, type ShelfOrder } from '#central/products/import.ts';
import { rotateKey, type KeyOrder } from '#central/rules/rotate-key.ts';
import { publishedVersions, publishRules, type PublishOrder } from '#central/rules/publish.ts';
import { deviceKeys } from '#central/compliance/device-keys.ts';
import { exportCompliance, type ExportOrder } from '#central/compliance/export.ts';
import { openFeed, readFeed } from '#central/calendar/feed.ts';
import { createFeed, watchCommits, type Committed } from '#central/commits.ts';
import type { CentreContext } from '#central/context.ts';
import type { RecordKey } from '#central/store/shapes.ts';
import type { CentralStore } from '#central/store/store.ts';
import type { Author } from '#central/sync/author.ts';
import { bootstrap, type BootstrapInput } from '#central/sync/bootstrap.ts';
import { authenticateDevice, noteAcked } from '#central/sync/device-contact.ts';
import { digest, digestRows } from '#central/sync/digest.ts';
import { fork } from '#central/sync/fork.ts';
import { pull, type PullInput } from '#central/sync/pull.ts';
import { push, type PushInput } from '#central/sync/push.ts';
import { listQuarantine, quarantine, releaseQuarantine } from '#central/sync/quarantine.ts';
import { rowsByName } from '#central/sync/rows.ts';
import { ownSchema, type Schema } from '#central/sync/schema.ts';

export interface CentreOptions {
  readonly store: CentralStore;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Returns that many random bytes, fit for secrets. */
  readonly randomBytes: (size: number) => Buffer;
  readonly schema?: Schema;
  readonly onHashMismatch?: (author: Author, mid: string) => void;
}

/** A device whose access ended. */
export interface Revoked {
  readonly tenantId: string;
  readonly deviceId: string;
}

export type Centre = ReturnType<typeof createCentre>;

/**
 * The centre without a network: the procedures of core/sync/protocol.ts over any store. Device procedures take the
 * token and throw the contract's errors; whoever calls `admin` has made sure they may. No ambient clock or randomness.
 */
export function createCentre(options: CentreOptions) {
  const commits = createFeed<Committed>();
  const revocations = createFeed<Revoked>();
  const context: CentreContext = {
    schema: ownSchema,
    onHashMismatch: () => undefined,
    ...options,
    store: watchCommits(options.store, commits.tell),
  };
  return {
    ...devicePart(context, revocations.tell),
    admin: adminPart(context, revocations.tell),
    /** Calls the listener after each commit that changed rows or grants; returns how to stop. */
    onCommitted: commits.listen,
    /** Calls the listener when a device was revoked; returns how to stop. */
    onRevoked: revocations.listen,
  };
}

type Token = string | null;
type Tell = (revoked: Revoked) => void;

function devicePart(centre: CentreContext, tellRevoked: Tell) {
  const { store, clock, schema } = centre;
  const known = (token: Token): Promise<Author> => authenticateDevice(store, token, clock());
  const active = async (token: Token): Promise<Author> => refuseRevoked(await known(token));
  return {
    /** Returns the device that holds a token; throws UNAUTHORIZED or REVOKED. */
    authenticate: active,
    /** The centre's clock. */
    now: clock,
    schemaVersion: schema.version,
    enrol: (input: Parameters<typeof enrol>[1]) => enrol(centre, input),
    push: async (token: Token, input: PushInput) => {
      const author = await known(token);
      const isRevoked = author.revokedAt !== null;
      const pushed = await (isRevoked ? quarantine(centre, author, input) : push(centre, author, input));
      return { ...pushed, now: clock() };
    },
    pull: async (token: Token, input: PullInput) => {
      const author = await active(token);
      const { acked, ...page } = await pull(store, author, input);
      await noteAcked(store, author, acked);
      return { ...page, now: clock() };
    },
    bootstrap: async (token: Token, input: BootstrapInput) => {
      const page = await bootstrap(store, await active(token), input);
      return { ...page, now: clock() };
    },
    digest: async (token: Token, input: DigestInput) => digest(store, await active(token), input),
    digestRows: async (token: Token, input: DigestRowsInput) => digestRows(store, await active(token), input),
    rows: async (token: Token, keys: readonly RecordKey[]) => rowsByName(store, await active(token), keys),
    fork: async (token: Token) => fork(centre, await active(token)),
    openCalendar: async (token: Token, name: string) => openFeed(centre, await active(token), name),
    /** Returns the calendar behind a secret address; null for none. Needs no token: the address is the key. */
    calendar: (secret: string) => readFeed(centre, secret),
    devices: async (token: Token) => ownDevices(centre, await active(token)),
    revokeOwn: async (token: Token, deviceId: string) => {
      const author = await active(token);
      const revokedAt = await revokeOwn(centre, author, deviceId);
      tellRevoked({ tenantId: author.tenantId, deviceId });
      return { revokedAt };
    },
  };
}

function refuseRevoked(author: Author): Author {
  const { revokedAt } = author;
  if (revokedAt !== null) throw new ORPCError('REVOKED', { status: 403, data: { revokedAt } });
  return author;
}

function adminPart(centre: CentreContext, tellRevoked: Tell) {
  return {
    createBranch: (name: string) => createBranch(centre, name),
    createManager: (input: Parameters<typeof createManager>[1]) => createManager(centre, input),
    createEnrolment: (input: Parameters<typeof createEnrolment>[1]) => createEnrolment(centre, input),
    assign: (input: Parameters<typeof assign>[1]) => assign(centre, input),
    managers: (tenantId: string) => listManagers(centre, tenantId),
    devices: (tenantId: string) => listDevices(centre, tenantId),
    revokeDevice: async (device: Revoked): Promise<Instant> => {
      const revokedAt = await revokeDevice(centre, device);
      tellRevoked(device);
      return revokedAt;
    },
    publishRules: (order: PublishOrder) => publishRules(centre, order),
    publishedVersions: (tenantId: string) => publishedVersions(centre, tenantId),
    exportCompliance: (order: ExportOrder) => exportCompliance(centre, order),
    deviceKeys: (tenantId: string) => deviceKeys(centre.store, tenantId),
    rotateKey: (order: KeyOrder) => rotateKey(centre, order),
    importProducts: (order: ShelfOrder) => importProducts(centre, order),
    quarantine: (tenantId: string) => listQuarantine(centre, tenantId),
    releaseQuarantine: (device: Revoked) => releaseQuarantine(centre, device),
    rotateEpoch: (tenantId: string, sharedSeq: number) => rotateEpoch(centre, tenantId, sharedSeq),
    markRestored: () => markRestored(centre),
    tidy: () => tidy(centre.store, centre.clock()),
  };
}
