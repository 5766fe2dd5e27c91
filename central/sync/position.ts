import { ORPCError } from '@orpc/server';
import type { Epoch, SealedCounter } from '#central/store/shapes.ts';
import type { Snapshot } from '#central/store/store.ts';
import type { Author } from '#central/sync/author.ts';
import { openPosition, sealPosition, type Position } from '#central/sync/cursor.ts';

/** Where the tenant stands on one snapshot, with the means to sign and read a device's cursors. */
export interface Standing {
  readonly epoch: string;
  /** The tenant's last seq. */
  readonly head: number;
  readonly seal: (position: Pick<Position, 'kind' | 'seq' | 'after' | 'total'>) => string;
  /**
   * Throws BAD_CURSOR for a cursor that is not this device's, EPOCH_CHANGED for one of another history,
   * BEHIND_HORIZON for one older than the notices that are kept.
   */
  readonly open: (kind: Position['kind'], text: string) => Promise<Position>;
}

/** Reads the tenant's standing for a device on this snapshot. */
export async function readStanding(snapshot: Snapshot, { deviceId }: Author): Promise<Standing> {
  const counter = await snapshot.counter();
  const { epoch, seq: head, horizon, secret } = counter;
  return {
    epoch,
    head,
    seal: (position) => sealPosition(secret, { ...position, epoch, deviceId }),
    open: async (kind, text) => {
      const position = openPosition(secret, text, { kind, deviceId });
      if (!position) throw new ORPCError('BAD_CURSOR', { status: 400 });
      if (position.epoch !== epoch) {
        throw epochChanged(await snapshot.epochs(), { known: position.epoch, current: epoch });
      }
      // A number that was never given: the centre was set back without beginning a new history.
      if (position.seq > head) throw new ORPCError('EPOCH_CHANGED', { status: 409, data: { epoch, seq: 0 } });
      if (position.seq < horizon) throw new ORPCError('BEHIND_HORIZON', { status: 410 });
      return position;
    },
  };
}

/** Returns the seq of a cursor of the current history, as far as a counter alone can tell; null leaves it open. */
export function seqAtHead(
  { epoch, seq, secret }: SealedCounter,
  deviceId: string,
  cursor: string,
): number | null {
  const position = openPosition(secret, cursor, { kind: 'pull', deviceId });
  return position?.epoch === epoch && position.seq === seq ? seq : null;
}

/** Returns the last number that is the same in the current history and in an earlier one; 0 where nobody knows it. */
export function sharedSeq(epochs: readonly Epoch[], known: string): number {
  const place = epochs.findIndex(({ epoch }) => epoch === known);
  const since = place === -1 ? [] : epochs.slice(place + 1);
  return since.length === 0 ? 0 : Math.min(...since.map((later) => later.sharedSeq));
}

/** Returns the error that tells a device of another history up to which number both histories are the same. */
export function epochChanged(
  epochs: readonly Epoch[],
  { known, current }: { readonly known: string; readonly current: string },
): ORPCError<'EPOCH_CHANGED', { epoch: string; seq: number }> {
  const data = { epoch: current, seq: sharedSeq(epochs, known) };
  return new ORPCError('EPOCH_CHANGED', { status: 409, data });
}
