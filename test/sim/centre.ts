import type { Disk } from '#test/sim/disk.ts';
import type { CentreRow } from '#test/sim/mirror.ts';
import type { Call } from '#test/sim/net.ts';

/** A machine the centre knows. */
export interface Enrolled {
  readonly deviceId: string;
  readonly token: string;
  readonly managerId: string;
  readonly tenantId: string;
}

/** What became of an intent, read past the centre's own code. */
export type Standing = 'taken' | 'rejected' | 'quarantined';

/** The centre as the simulation drives it: calls as the network brings them, its administrator, its disk. */
export interface Centre {
  readonly disk: Disk;
  readonly call: (name: Call, token: string, input: unknown) => Promise<unknown>;
  readonly assign: (clientIds: readonly string[], toManagerId: string) => Promise<unknown>;
  readonly revoke: (deviceId: string) => Promise<unknown>;
  /** Ends the program and starts it again on the same disk. */
  readonly restart: () => void;
  /** The state as a backup would have it. */
  readonly image: () => Buffer;
  /** Puts a backup in place and begins a new history. */
  readonly restore: (image: Buffer) => Promise<void>;
  readonly head: () => number;
  readonly changedSince: (seq: number) => CentreRow[];
  /** The scopes a manager sees now, and saw already at a number where one is given. */
  readonly scopesOf: (managerId: string, since?: number) => Set<string>;
  readonly standingOf: (mid: string) => Standing | null;
  readonly deviceIds: () => string[];
  /** Mids that were decided more than once. */
  readonly decidedTwice: () => string[];
  /** The clock of the latest intent that stands, in milliseconds. */
  readonly newestIntent: () => number;
  /** The history and the device a cursor belongs to. */
  readonly historyOf: (cursor: string) => string;
  /** True where a cursor is of the history that goes on now. */
  readonly isPresent: (cursor: string) => boolean;
  /** The number inside a cursor. */
  readonly seqOf: (cursor: string) => number;
}
