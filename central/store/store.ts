import type { Instant } from '#core/base/time.ts';
import type { Entity } from '#core/sync/entities.ts';
import type { AccessChange, WireRow } from '#core/sync/protocol.ts';
import type {
  BucketSum,
  Counter,
  DeviceEntry,
  Epoch,
  GrantChange,
  GrantRow,
  HashedRow,
  Manager,
  Quarantined,
  RecordKey,
  SealedCounter,
  StoredDecision,
  StoredDevice,
  StoredRecord,
  Tenant,
} from '#central/store/shapes.ts';

/** What a manager's page of changes looks through: numbers after `from` up to `to`, at most `limit` rows. */
export interface ChangeWindow {
  readonly managerId: string;
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** What a window holds for a manager, and the tenant's counter, as one snapshot shows them. */
export interface Changes {
  readonly counter: Counter;
  /** Rows changed in the window whose scope the manager sees now, by number. */
  readonly changed: readonly WireRow[];
  /** Scopes the manager gained and lost in the window, by number. */
  readonly notices: readonly AccessChange[];
}

/** One kind of row after a place, in the order of a first sync. */
export interface RankPage {
  readonly rank: number;
  readonly scope: string;
  readonly id: string;
  readonly limit: number;
}

/** What one tenant looks like after a whole number of commits. */
export interface Snapshot {
  readonly counter: () => Promise<SealedCounter>;
  /** Every history of the tenant, oldest first. */
  readonly epochs: () => Promise<Epoch[]>;
  readonly tenant: () => Promise<Tenant | null>;
  readonly manager: (managerId: string) => Promise<Manager | null>;
  readonly managers: () => Promise<(Manager & { readonly clients: number })[]>;
  /** Devices of the tenant, oldest first. */
  readonly devices: () => Promise<DeviceEntry[]>;
  /** The rows that exist among the keys, tombstones included. */
  readonly records: (keys: readonly RecordKey[]) => Promise<StoredRecord[]>;
  /** The living rows of one kind in the scopes, by id. */
  readonly recordsIn: (entity: Entity, scopes: readonly string[]) => Promise<StoredRecord[]>;
  /** The living rows of one kind, whoever sees them, after an id, by id. */
  readonly pageOf: (
    entity: Entity,
    page: { readonly after: string; readonly limit: number },
  ) => Promise<WireRow[]>;
  /** What was answered to the mutations of a family of devices. */
  readonly decisions: (familyId: string, mids: readonly string[]) => Promise<StoredDecision[]>;
  /** A manager's grants on the scopes, those that ended included, oldest first. */
  readonly grants: (managerId: string, scopes: readonly string[]) => Promise<GrantRow[]>;
  /** Who sees the scopes now, by manager id. */
  readonly holders: (scopes: readonly string[]) => Promise<{ scope: string; managerId: string }[]>;
  /** Rows changed in the window whose scope the manager sees now, by number. */
  readonly changedRows: (window: ChangeWindow) => Promise<WireRow[]>;
  /** Scopes the manager gained and lost in the window, by number. */
  readonly notices: (window: ChangeWindow) => Promise<AccessChange[]>;
  /** How many living rows of each scope have a number up to `seq`. */
  readonly countRowsUntil: (scopes: readonly string[], seq: number) => Promise<Map<string, number>>;
  /** The living rows of the scopes with a number up to `seq`, in the order of a first sync. */
  readonly rowsUntil: (scopes: readonly string[], seq: number) => Promise<WireRow[]>;
  /** Scopes of the manager's clients, those with open tasks before others, what is due first at the front. */
  readonly usefulScopes: (managerId: string, limit: number) => Promise<string[]>;
  /** True when rows or notices for the manager lie after the number. */
  readonly hasNews: (managerId: string, seq: number) => Promise<boolean>;
  /** The manager's living rows of one rank after a place, by scope and id. */
  readonly visiblePage: (managerId: string, page: RankPage) => Promise<WireRow[]>;
  readonly countVisible: (managerId: string) => Promise<number>;
  readonly digestBuckets: (managerId: string) => Promise<BucketSum[]>;
  /** The living rows the manager sees in the buckets, each named `entity/bucket`. */
  readonly digestRows: (managerId: string, buckets: readonly string[]) => Promise<HashedRow[]>;
  /** What revoked devices had to say, in the order it came. */
  readonly quarantined: () => Promise<Quarantined[]>;
}

/** A device to be added; what people typed is already storable. */
export interface NewDevice {
  readonly deviceId: string;
  readonly managerId: string;
  readonly name: string;
  readonly platform: string;
  readonly appVersion: string;
  readonly tokenHash: Buffer;
}

/** One commit in the making: whatever is read shows what was written before. */
export interface Transaction extends Snapshot {
  /** Locks the counter until the transaction ends; writers of one tenant pass here one by one. */
  readonly lockCounter: () => Promise<Counter>;
  /** Moves the counter that this transaction holds locked. */
  readonly moveCounter: (seq: number) => Promise<void>;
  /** Writes rows as they now stand, with their hashes. The caller holds the counter. */
  readonly writeRecords: (records: readonly StoredRecord[]) => Promise<void>;
  /** Writes grant changes in their order, and the notices devices need. The caller holds the counter. */
  readonly writeGrantChanges: (changes: readonly GrantChange[], now: Instant) => Promise<void>;
  readonly writeDecisions: (
    familyId: string,
    decided: readonly StoredDecision[],
    now: Instant,
  ) => Promise<void>;
  /** Notes a device's push; false when its number was used by another push. The caller holds the counter. */
  readonly admitPush: (deviceId: string, push: { no: number; hash: Buffer }) => Promise<boolean>;
  /** How many bytes are kept of a revoked device unreleased, and which of some mutations are among all that is kept. */
  readonly quarantineOf: (
    deviceId: string,
    mids: readonly string[],
  ) => Promise<{ readonly bytes: number; readonly known: readonly string[] }>;
  /** Keeps mutations of a revoked device, each once by its mid. The caller holds the counter. */
  readonly quarantine: (
    deviceId: string,
    kept: readonly { readonly mid: string; readonly payload: string }[],
    now: Instant,
  ) => Promise<void>;
  readonly markReleased: (deviceId: string, mids: readonly string[], now: Instant) => Promise<void>;
  /** Enters the tenant with its counter and first history; false when the directory code is taken. */
  readonly addTenant: (tenant: Omit<Tenant, 'tenantId'>, now: Instant) => Promise<boolean>;
  readonly addManager: (manager: Manager, now: Instant) => Promise<void>;
  readonly addCode: (
    code: { readonly hash: Buffer; readonly managerId: string; readonly expiresAt: Instant },
    now: Instant,
  ) => Promise<void>;
  /** Uses a code up, if it is there, unused and unexpired; returns whose it was. Of two users only one gets it. */
  readonly useCode: (hash: Buffer, deviceId: string, now: Instant) => Promise<Manager | null>;
  readonly addDevice: (device: NewDevice, now: Instant) => Promise<void>;
  /** Adds a device that is a copy of another; false when that one is revoked or unknown. */
  readonly addFork: (
    fork: { readonly deviceId: string; readonly from: string; readonly tokenHash: Buffer },
    now: Instant,
  ) => Promise<boolean>;
  /** Revokes a device for good; returns when it was first revoked, null where there is none. */
  readonly revokeDevice: (deviceId: string, now: Instant) => Promise<Instant | null>;
  /** Begins a new history that shares the numbers up to `sharedSeq` with the one before. */
  readonly addEpoch: (epoch: Epoch, now: Instant) => Promise<void>;
  /** The least number that every unrevoked device seen since the instant has presented; null where there is none. */
  readonly leastAcked: (seenSince: Instant) => Promise<number | null>;
  /** Removes notices up to the number and remembers it as the horizon. The caller holds the counter. */
  readonly pruneNotices: (horizon: number) => Promise<number>;
  /** Removes the answers kept for families none of whose devices was in use since the instant. */
  readonly pruneDecisions: (usedSince: Instant) => Promise<number>;
}

/** Where the centre keeps everything. Every call is about one tenant; nothing spans two. */
export interface CentralStore {
  /** Runs the work in one transaction: committed when it returns, rolled back when it throws. */
  readonly write: <Value>(
    tenantId: string,
    work: (tx: Transaction) => Promise<Value>,
    options?: { readonly isBulk?: boolean },
  ) => Promise<Value>;
  /** Runs the work on one snapshot that sees whole commits up to one number and nothing after it. */
  readonly read: <Value>(tenantId: string, work: (snapshot: Snapshot) => Promise<Value>) => Promise<Value>;
  /** What a pull that gains nothing needs, at one go. */
  readonly changes: (tenantId: string, window: ChangeWindow) => Promise<Changes>;
  readonly findDevice: (tenantId: string, deviceId: string) => Promise<StoredDevice | null>;
  readonly noteContact: (
    tenantId: string,
    deviceId: string,
    contact: { readonly at: Instant; readonly floor: Instant },
  ) => Promise<void>;
  /** Notes the cursor a device presented: it holds everything up to there. Never goes back. */
  readonly noteAcked: (tenantId: string, deviceId: string, seq: number) => Promise<void>;
  readonly findTenant: (directoryCode: string) => Promise<Tenant | null>;
  readonly tenantIds: () => Promise<string[]>;
  /** True for a failure whose cause is a value this store cannot hold; the same work without it would succeed. */
  readonly isUnstorable: (error: unknown) => boolean;
  /** Brings what the store knows about its own contents up to date, after rows came in bulk. */
  readonly refreshStatistics: () => Promise<void>;
  /** Throws when the store does not answer. */
  readonly ping: () => Promise<void>;
}

/** What of a store works inside a transaction that somebody else began and ends. */
export type StoreWithin = Pick<CentralStore, 'tenantIds' | 'read' | 'write'>;
