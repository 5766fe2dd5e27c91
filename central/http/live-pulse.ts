import type { Concern, LiveReads } from '#central/http/live-reads.ts';

export interface PulseOptions {
  readonly reads: LiveReads;
  /** The shortest time between two looks at one tenant, in milliseconds: no device is poked more often. */
  readonly paceMs: number;
  readonly onConcern: (tenantId: string, concern: Concern) => void;
  readonly onError: (error: Error) => void;
}

/** Follows the counters of tenants and tells which managers their new numbers concern. */
export interface Pulse {
  /** Starts following a tenant that stood at `seq`; returns the newest number heard of. */
  readonly follow: (tenantId: string, seq: number) => number;
  readonly forget: (tenantId: string) => void;
  /** Says that a tenant's counter reached `seq`. Cheap: tenants nobody follows are passed over. */
  readonly committed: (tenantId: string, seq: number) => void;
  /** Reads the counters themselves, to hear of commits by other processes. */
  readonly listen: () => Promise<void>;
  readonly stop: () => void;
}

/** How much longer a pulse rests after a look that failed. */
const slowdown = 40;

interface Beat {
  /** Everything up to here has been told. */
  told: number;
  heard: number;
  isLooking: boolean;
  timer: NodeJS.Timeout | null;
}

/** Makes a pulse: the first commit is told at once, those of the next `paceMs` together. */
export function createPulse({ reads, paceMs, onConcern, onError }: PulseOptions): Pulse {
  const beats = new Map<string, Beat>();

  const look = async (tenantId: string, beat: Beat): Promise<void> => {
    const { told, heard } = beat;
    let restMs = paceMs;
    beat.isLooking = true;
    try {
      for (const concern of await reads.concerned(tenantId, told, heard)) onConcern(tenantId, concern);
      beat.told = heard;
    } catch (error) {
      onError(error as Error);
      restMs = paceMs * slowdown;
    }
    beat.isLooking = false;
    if (beats.get(tenantId) !== beat) return;
    beat.timer = setTimeout(() => {
      beat.timer = null;
      wake(tenantId, beat);
    }, restMs);
  };

  const wake = (tenantId: string, beat: Beat): void => {
    if (beat.heard > beat.told && !beat.isLooking && beat.timer === null) void look(tenantId, beat);
  };

  const committed = (tenantId: string, seq: number): void => {
    const beat = beats.get(tenantId);
    if (!beat || seq <= beat.heard) return;
    beat.heard = seq;
    wake(tenantId, beat);
  };

  const forget = (tenantId: string): void => {
    const beat = beats.get(tenantId);
    if (beat?.timer) clearTimeout(beat.timer);
    beats.delete(tenantId);
  };

  return {
    follow: (tenantId, seq) => {
      if (!beats.has(tenantId)) beats.set(tenantId, { told: seq, heard: seq, isLooking: false, timer: null });
      committed(tenantId, seq);
      return beats.get(tenantId)?.heard ?? seq;
    },
    forget,
    committed,
    listen: async () => {
      if (beats.size === 0) return;
      const heads = await reads.heads([...beats.keys()]).catch(onError);
      for (const { tenantId, seq } of heads ?? []) committed(tenantId, seq);
    },
    stop: () => {
      for (const tenantId of beats.keys()) forget(tenantId);
    },
  };
}
