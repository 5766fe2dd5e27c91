import type { CentralStore } from '#central/store/store.ts';

/** A tenant's counter moved: rows or grants changed and are durable. */
export interface Committed {
  readonly tenantId: string;
  readonly seq: number;
}

/** Returns the store, telling the listener of each commit that moved a tenant's counter, once it is durable. */
export function watchCommits(store: CentralStore, onCommitted: (committed: Committed) => void): CentralStore {
  return {
    ...store,
    write: async (tenantId, work, options) => {
      let moved: number | null = null;
      const moveCounterOf = (tx: Parameters<typeof work>[0]) => (seq: number) => {
        moved = seq;
        return tx.moveCounter(seq);
      };
      const value = await store.write(
        tenantId,
        (tx) => work({ ...tx, moveCounter: moveCounterOf(tx) }),
        options,
      );
      if (moved !== null) onCommitted({ tenantId, seq: moved });
      return value;
    },
  };
}

/** A feed passes on what it is told to whoever listens. */
export interface Feed<Told> {
  readonly tell: (told: Told) => void;
  /** Adds a listener, who must not throw; returns how to stop. */
  readonly listen: (listener: (told: Told) => void) => () => void;
}

/** Makes a feed without listeners. */
export function createFeed<Told>(): Feed<Told> {
  const listeners = new Set<(told: Told) => void>();
  return {
    tell: (told) => listeners.forEach((listener) => listener(told)),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
