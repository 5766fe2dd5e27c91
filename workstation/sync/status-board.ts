import type { SyncStatus } from '#core/api/sync.ts';
import { minuteMs, type Instant } from '#core/base/time.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { countHeld, countWaiting } from '#db/queries/outbox.ts';
import { countRefused } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { readMetered } from '#db/queries/metered.ts';
import type { Station } from '#workstation/station.ts';

type Proof = NonNullable<SyncStatus['proof']>;
type Shown = Pick<SyncStatus, 'phase' | 'problem' | 'progress' | 'isLive' | 'isMetered'>;

/** Where the sync engine writes how it stands, and what the pill and the sync screen read. */
export interface StatusBoard {
  readonly read: () => SyncStatus;
  /** Changes what is shown and tells the screens, if anything differs from what they were last told. */
  readonly show: (shown: Partial<Shown>) => void;
  /** Sets or clears a warning that stands beside a good state. */
  readonly warn: (code: 'CLOCK_SKEWED' | null) => void;
  /** Notes that this store holds everything the centre had at an instant. */
  readonly synced: (at: Instant) => void;
  readonly proved: (proof: Proof) => void;
}

/** Makes the board of a station; the times of the last sync and proof outlive a restart. */
export function createStatusBoard({ db, live }: Station): StatusBoard {
  let shown: Shown = {
    phase: 'offline',
    problem: null,
    progress: null,
    isLive: false,
    isMetered: readMetered(db),
  };
  let warning: string | null = null;
  let syncedAt = readSyncState<Instant>(db, 'syncedAt');
  let proof = readSyncState<Proof>(db, 'proof');
  let told = '';
  let counts = { pending: 0, refused: 0, held: 0 };

  /** A disk that cannot be read for a moment must not end the rounds: then the last counts are shown. */
  const count = () => {
    try {
      counts = { pending: countWaiting(db), refused: countRefused(db), held: countHeld(db) };
      return counts;
    } catch {
      return counts;
    }
  };
  const read = (): SyncStatus => ({
    ...shown,
    problem: shown.problem ?? warning,
    ...count(),
    syncedAt,
    proof,
  });
  const tell = () => {
    const status = read();
    const text = JSON.stringify({ ...status, syncedAt: minuteOf(status.syncedAt) });
    if (text === told) return;
    told = text;
    live.publish('signal', { kind: 'sync', status });
  };
  return {
    read,
    show: (change) => {
      shown = { ...shown, ...change };
      tell();
    },
    warn: (code) => {
      warning = code;
    },
    synced: (at) => {
      if (minuteOf(at) !== minuteOf(syncedAt)) writeSyncState(db, 'syncedAt', at);
      syncedAt = at;
    },
    proved: (next) => {
      proof = next;
      writeSyncState(db, 'proof', next);
    },
  };
}

/** Screens show minutes: an idle poll every few seconds is no news and no write. */
function minuteOf(at: Instant | null): number | null {
  return at === null ? null : Math.floor(at / minuteMs);
}
