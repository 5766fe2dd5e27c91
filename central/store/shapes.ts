import type { Instant } from '#core/base/time.ts';
import type { Entity } from '#core/sync/entities.ts';
import type { FieldMarks } from '#core/sync/merge.ts';
import type { RefusalCode } from '#core/sync/protocol.ts';

export type RowFields = Readonly<Record<string, unknown>>;

/** A synced row as the centre holds it; `data: null` is a tombstone. */
export interface StoredRecord {
  readonly entity: Entity;
  readonly id: string;
  readonly scope: string;
  readonly seq: number;
  readonly data: RowFields | null;
  readonly marks: FieldMarks;
}

/** What names a row; a device may ask for kinds this program does not know. */
export interface RecordKey {
  readonly entity: string;
  readonly id: string;
}

/** A tenant's counter: its history, its last number, and up to where notices may have been pruned. */
export interface Counter {
  readonly epoch: string;
  readonly seq: number;
  readonly horizon: number;
}

/** A counter with the secret that signs cursors of its tenant. */
export interface SealedCounter extends Counter {
  readonly secret: Buffer;
}

/** One history of a tenant: numbers up to `sharedSeq` are those of the history before it. */
export interface Epoch {
  readonly epoch: string;
  readonly sharedSeq: number;
}

export interface Tenant {
  readonly tenantId: string;
  readonly name: string;
  readonly directoryCode: string;
  readonly epoch: string;
  readonly secret: Buffer;
}

export interface Manager {
  readonly managerId: string;
  readonly name: string;
}

/** A device as it is asked for on every request, with the tenant's counter as it stands then. */
export interface StoredDevice {
  readonly managerId: string;
  /** The first of all devices this one was copied from; itself where it is no copy. */
  readonly familyId: string;
  readonly tokenHash: Buffer;
  readonly revokedAt: Instant | null;
  readonly lastSeenAt: Instant | null;
  readonly contactFloor: Instant;
  readonly ackedSeq: number;
  readonly counter: SealedCounter;
}

/** A device as people see it in lists. */
export interface DeviceEntry {
  readonly deviceId: string;
  readonly managerId: string;
  readonly name: string;
  readonly platform: string;
  readonly appVersion: string;
  readonly enrolledAt: Instant;
  readonly lastSeenAt: Instant | null;
  readonly revokedAt: Instant | null;
}

/** A manager's grant on a scope; open while `toSeq` is null. */
export interface GrantRow {
  readonly scope: string;
  readonly toSeq: number | null;
  readonly endedAt: Instant | null;
}

/** A change of who sees a scope. `isNew` scopes have no earlier rows, so nobody needs to be told. */
export interface GrantChange {
  readonly kind: 'open' | 'close';
  readonly scope: string;
  readonly managerId: string;
  readonly seq: number;
  readonly isNew?: boolean;
}

/** What was decided about a mutation; stored and answered again on a replay. */
export interface Decision {
  readonly status: 'applied' | 'merged' | 'rejected';
  readonly code: RefusalCode | null;
  readonly detail: string | null;
}

export interface StoredDecision {
  readonly mid: string;
  /** SHA-256 of what the intent says. */
  readonly hash: Buffer;
  readonly decision: Decision;
}

/** A mutation of a revoked device as it came, in JSON. */
export interface Quarantined {
  readonly deviceId: string;
  readonly mid: string;
  readonly payload: string;
  readonly receivedAt: Instant;
  readonly releasedAt: Instant | null;
}

/** One bucket of a manager's digest. */
export interface BucketSum {
  readonly entity: Entity;
  readonly bucket: string;
  readonly count: number;
  readonly hi: number;
  readonly lo: number;
}

/** One row of a digest: what it is, its number and the limbs of its hash. */
export type HashedRow = readonly [entity: string, id: string, seq: number, hi: number, lo: number];

/** Returns the one text that names a row. */
export function keyOf({ entity, id }: RecordKey): string {
  return `${entity}\n${id}`;
}
