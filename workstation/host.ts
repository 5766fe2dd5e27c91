import type { RepairReport, SessionStatus } from '#core/api/session.ts';
import type { SyncStatus } from '#core/api/sync.ts';
import type { CentralContract } from '#core/sync/protocol.ts';
import type { SecretBox } from '#db/secret-box.ts';
import type { LiveBus } from '#workstation/live/bus.ts';
import type { Station } from '#workstation/station.ts';
import type { VenueOffice } from '#workstation/venue/office.ts';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '#core/api/contract.ts';

type SessionInput<Name extends 'setup' | 'unlock' | 'recover'> = Parameters<
  ContractRouterClient<typeof contract>['session'][Name]
>[0];

/** A device of this manager as the centre knows it. */
type Device = Awaited<ReturnType<ContractRouterClient<CentralContract>['devices']>>[number];

/** The sync engine as the rest of the workstation sees it. */
export interface SyncEngine {
  readonly status: () => SyncStatus;
  /** Asks for a round now; returns when the round has ended, whatever its outcome. */
  readonly syncNow: () => Promise<void>;
  readonly prove: () => Promise<{ isEqual: boolean; rows: number; differing: string[] }>;
  /** Recomputes every hash, compares and replaces what differs. Throws `SyncProblem` where that is impossible now. */
  readonly repair: () => Promise<{ isEqual: boolean; rows: number; replaced: number; removed: number }>;
  /** Takes everything from the centre anew; returns when that round has ended, whatever its outcome. */
  readonly rebuild: () => Promise<void>;
  readonly setMetered: (isMetered: boolean) => void;
  /** This manager's devices. Throws `SyncProblem` where the centre does not answer. */
  readonly devices: () => Promise<Device[]>;
  readonly revokeDevice: (deviceId: string) => Promise<void>;
  /** Opens a calendar of this manager's salons at the centre; answers its secret address. Throws `SyncProblem`. */
  readonly openCalendar: (name: string) => Promise<string>;
  /** Ends the running round and starts no other. */
  readonly stop: () => Promise<void>;
}

/** An open session: the station and the engine that keeps it in step with the centre. */
export interface OpenSession {
  readonly station: Station;
  readonly sync: SyncEngine;
  /** Seals what may not lie in a row in plain. */
  readonly secrets: SecretBox;
  /** Hub and desks of a venue; undefined in a shell without a network to offer. */
  readonly venue: VenueOffice | undefined;
}

/** The process behind the screen, locked or open. Both shells make one and serve the router over it. */
export interface Host {
  readonly live: LiveBus;
  readonly open: () => OpenSession | null;
  readonly status: () => SessionStatus;
  /** Opens by the OS keychain where there is one and the manager did not lock by hand; says whether it did. */
  readonly resume: () => Promise<boolean>;
  readonly setup: (input: SessionInput<'setup'>) => Promise<{ recoveryKey: string }>;
  readonly unlock: (input: SessionInput<'unlock'>) => Promise<void>;
  readonly recover: (input: SessionInput<'recover'>) => Promise<{ recoveryKey: string }>;
  /** Repairs the damaged store that was refused, and opens it. */
  readonly repair: () => Promise<RepairReport>;
  /** A page of the open store turned out to be unreadable: closes it and offers the repair. */
  readonly storeDamaged: () => void;
  readonly lock: () => Promise<void>;
  /** Removes this copy and its key; refused while something in it is known nowhere else. */
  readonly remove: () => Promise<void>;
  readonly setLanguage: (language: 'zh-CN' | 'en') => void;
  /** The one telephone server the screen may talk to, as an origin; null for none. Known before unlocking, since the page's policy needs it. */
  readonly phoneServer: () => string | null;
  readonly setPhoneServer: (origin: string | null) => void;
  /** Stops sync, closes the store; resolves after the last commit is on disk. */
  readonly close: () => Promise<void>;
}
