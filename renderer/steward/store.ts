import type { CheckInFact } from '#core/events/presence.ts';
import type { PairAnswer } from '#core/venue/wire.ts';
import type { StewardRoster } from '#core/venue/steward-roster.ts';

/** A fact as this browser keeps it. */
export interface KeptFact extends CheckInFact {
  /** Made here; others were heard from the hub. */
  readonly isOwn: boolean;
  /** `WAITING` until the hub has it on its disk; `REFUSED` where it would not take it. */
  readonly handing: 'WAITING' | 'DONE' | 'REFUSED';
}

/** Who this browser is at which hub. */
export interface KeptSession extends Pick<PairAnswer, 'hubId' | 'eventId' | 'hubName' | 'sessionId'> {
  /** The helper's name, as the host sees it. */
  readonly name: string;
  /** False once the hub said that the session is over. */
  readonly isOpen: boolean;
}

/** How far this browser has heard, and in which hub. */
export interface Heard {
  readonly hubId: string;
  readonly since: number;
  /** How many milliseconds this browser's clock is ahead of the hub's. */
  readonly clockAheadMs: number;
}

/** Everything kept, small enough to be held in memory whole. */
export interface Kept {
  readonly session: KeptSession | null;
  readonly roster: StewardRoster | null;
  readonly heard: Heard | null;
  /** Own facts that are in a file or at another hub's page too: they are not lost with this browser. */
  readonly carried: readonly string[] | null;
  readonly facts: readonly KeptFact[];
}

/** What outlives a closed tab. Writes are on disk when they resolve; they reject where the browser refuses. */
export interface StewardStore {
  readonly read: () => Promise<Kept>;
  readonly write: (changes: Partial<Kept>) => Promise<void>;
  /** Deletes the session, the roster and the facts named. */
  readonly wipe: (factIds: readonly string[]) => Promise<void>;
}

const single = ['session', 'roster', 'heard', 'carried'] as const;

/** Opens the store of this origin in the browser's database. */
export async function openStewardStore(): Promise<StewardStore> {
  const db = await opened();
  const write = (work: (kept: IDBObjectStore, facts: IDBObjectStore) => void): Promise<void> => {
    const transaction = db.transaction(['kept', 'facts'], 'readwrite', { durability: 'strict' });
    work(transaction.objectStore('kept'), transaction.objectStore('facts'));
    return finished(transaction);
  };
  return {
    read: async () => {
      const transaction = db.transaction(['kept', 'facts']);
      const kept = transaction.objectStore('kept');
      const asked = single.map((key) => kept.get(key) as IDBRequest<unknown>);
      const facts = transaction.objectStore('facts').getAll() as IDBRequest<KeptFact[]>;
      await finished(transaction);
      const found = Object.fromEntries(single.map((key, index) => [key, asked[index]?.result ?? null]));
      return { ...(found as unknown as Omit<Kept, 'facts'>), facts: facts.result };
    },
    write: ({ facts = [], ...rest }) =>
      write((kept, factStore) => {
        for (const [key, value] of Object.entries(rest)) kept.put(value, key);
        for (const fact of facts) factStore.put(fact);
      }),
    wipe: (factIds) =>
      write((kept, facts) => {
        kept.clear();
        for (const id of factIds) facts.delete(id);
      }),
  };
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('zhike-steward', 1);
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore('kept');
      request.result.createObjectStore('facts', { keyPath: 'id' });
    });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB refused.')));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(transaction.error ?? new Error('IndexedDB gave up.'));
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', fail);
    transaction.addEventListener('error', fail);
  });
}
