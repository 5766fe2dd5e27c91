import { ORPCError } from '@orpc/server';
import type { Queryable } from '#central/database.ts';
import type { Author } from '#central/sync/author.ts';
import { readCounter } from '#central/sync/counter.ts';
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

/** Reads the tenant's standing for a device. */
export async function standingOf(db: Queryable, { tenantId, deviceId }: Author): Promise<Standing> {
  const { epoch, seq: head, secret } = await readCounter(db, tenantId);
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
