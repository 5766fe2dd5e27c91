import { ORPCError } from '@orpc/server';
import type { Queryable } from '#central/database.ts';
import type { Author } from '#central/sync/author.ts';
import { readCounter, type SealedCounter } from '#central/sync/counter.ts';
import { openPosition, sealPosition, type Position } from '#central/sync/cursor.ts';

/** Where the tenant stands on this snapshot, with the means to sign and read this device's cursors. */
export interface Standing {
  readonly epoch: string;
  /** The tenant's last seq. */
  readonly head: number;
  readonly seal: (position: Pick<Position, 'kind' | 'seq' | 'after' | 'total'>) => string;
  /** Throws BAD_CURSOR for a cursor that is not this device's, EPOCH_CHANGED for one from before a restore. */
  readonly open: (kind: Position['kind'], text: string) => Position;
}

/** Returns the standing a counter gives a device. */
export function standingOf({ epoch, seq: head, secret }: SealedCounter, deviceId: string): Standing {
  return {
    epoch,
    head,
    seal: (position) => sealPosition(secret, { ...position, epoch, deviceId }),
    open: (kind, text) => {
      const position = openPosition(secret, text, { kind, deviceId });
      if (!position) throw new ORPCError('BAD_CURSOR', { status: 400 });
      if (position.epoch !== epoch || position.seq > head) {
        throw new ORPCError('EPOCH_CHANGED', { status: 409, data: { epoch } });
      }
      return position;
    },
  };
}

/** Reads the tenant's standing for a device on this snapshot. */
export async function readStanding(db: Queryable, { tenantId, deviceId }: Author): Promise<Standing> {
  return standingOf(await readCounter(db, tenantId), deviceId);
}
