import { startOfDay, type Instant } from '#core/base/time.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { commitChange, type RowChange } from '#db/changes/commit.ts';
import { applyConfirmed } from '#db/changes/confirm.ts';
import type { WritableDb } from '#db/handles.ts';
import { scopeOf, type Entity, type RowData } from '#core/sync/entities.ts';
import { testIds } from '#test/support/clock.ts';
import { clientRow } from '#test/support/rows.ts';
import { freshStore } from '#test/support/store.ts';

/** Monday, 10:00 in Shanghai. */
export const now: Instant = startOfDay('2026-11-23') + 10 * 3_600_000;

/** A store with both doors for changes: `local` commits here, `remote` applies what the centre confirmed. */
export interface Book {
  readonly db: WritableDb;
  readonly newId: () => string;
  readonly local: (changes: readonly RowChange[], at?: Instant) => void;
  readonly remote: <E extends Entity>(entity: E, id: string, data: RowData<E> | null, at?: Instant) => void;
  /** Creates a client by a local change and returns its id. */
  readonly client: (known?: Partial<ClientFields>, at?: Instant) => string;
}

/** Opens a fresh book. */
export function openBook(space = 7): Book {
  const db = freshStore();
  const newId = testIds(space);
  let seq = 0;
  let hlc = 0;
  const nextHlc = (): string => `hlc-${String((hlc += 1)).padStart(8, '0')}`;
  const local: Book['local'] = (changes, at = now) =>
    commitChange(db, { now: at, newId, nextHlc }, 'test', changes);
  const remote: Book['remote'] = (entity, id, data, at = now) => {
    seq += 1;
    const scope = data === null ? `client:${id}` : scopeOf(entity, id, data);
    applyConfirmed(db, [{ entity, id, scope, seq, data }], at);
  };
  const client: Book['client'] = (known, at) => {
    const id = newId();
    local([{ op: 'create', entity: 'client', id, data: clientRow(known) }], at);
    return id;
  };
  return { db, newId, local, remote, client };
}
