import type { Instant } from '#core/base/time.ts';
import { isMassRemoval } from '#core/sync/safety.ts';
import { entities, entityNames, type Entity } from '#core/sync/entities.ts';
import { applyUnderived, touchedBy } from '#db/changes/confirm.ts';
import { derive, type TouchedRow } from '#db/changes/derive.ts';
import { setImage } from '#db/changes/image.ts';
import { forgetScope } from '#db/changes/forget-scope.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { countRows } from '#db/queries/digest.ts';
import { readBootstrap, type BootstrapState } from '#db/queries/sync.ts';
import { tableOf } from '#db/rows.ts';

/** One page of everything this manager may see. */
export interface BootstrapPage {
  readonly epoch: string;
  readonly total: number;
  readonly rows: readonly unknown[];
  readonly next: string | null;
  readonly cursor: string;
}

/**
 * Applies a page of a first sync, or of taking everything anew, together with the token of the next page. The first
 * clients can be found at once, on a slow line all; what is derived of the rest, and from facts, which come in other
 * pages, follows in {@link deriveNext}.
 * Returns the rows it touched; `stale` for a page that does not follow the last one applied.
 */
export function applyBootstrapPage(
  db: WritableDb,
  { after, page }: { after: string | null; page: BootstrapPage },
  now: Instant,
): TouchedRow[] | 'stale' {
  return throughGate(db, () => {
    const state = readBootstrap(db);
    if (!state || state.after !== after || state.nextCursor !== null) return 'stale';
    const touched = applyUnderived(db, page.rows, now);
    const clients = touched.filter(({ entity }) => entity === 'client');
    derive(db, isHurried(db, state, now) ? [] : clients, now);
    const done = state.done + page.rows.length;
    const nextCursor = page.next === null ? page.cursor : null;
    const { beganAt = now } = state;
    writeSyncState(db, 'bootstrap', {
      ...state,
      after: page.next,
      done,
      total: page.total,
      nextCursor,
      beganAt,
    });
    writeSyncState(db, 'epoch', page.epoch);
    return touched;
  });
}

/** How many clients a first sync summarises as they come: more than any screen shows at first. */
const clientsAhead = 1_000;
/** Where rows come this fast, in rows a millisecond, the end is seconds away. */
const quickLine = 5;

/**
 * True while summaries and index are better made once, at the end: enough clients are on screen and the rest comes fast.
 * Reading anew replaces what is on screen already, which then follows at once.
 */
function isHurried(db: WritableDb, { isRebuild, done, beganAt }: BootstrapState, now: Instant): boolean {
  if (isRebuild) return false;
  if (beganAt !== undefined && done < quickLine * (now - beganAt)) return false;
  const text = `SELECT count(*) AS n FROM (SELECT 1 FROM client_summary LIMIT ${clientsAhead})`;
  return sql<{ n: number }>(db, text).get()?.n === clientsAhead;
}

/** How many clients are summarised between two chances for the screen to be served. */
const deriveChunk = 500;

/** Summarises the next clients after the last page of a bootstrap. Returns false when none are left. */
export function deriveNext(db: WritableDb, now: Instant): boolean {
  return throughGate(db, () => {
    const state = readBootstrap(db);
    if (!state) return false;
    const clients = sql<{ id: string }>(db, 'SELECT id FROM client WHERE id > ? ORDER BY id LIMIT ?').all(
      state.derivedTo,
      deriveChunk,
    );
    derive(
      db,
      clients.map(({ id }) => ({ entity: 'client' as const, id })),
      now,
    );
    const derivedTo = clients.at(-1)?.id ?? state.derivedTo;
    writeSyncState(db, 'bootstrap', { ...state, derivedTo });
    return clients.length === deriveChunk;
  });
}

/**
 * Makes this store take everything from the centre anew: what the centre then does not send will go, what waits to be
 * uploaded stays. Rows not seen again yet carry their seq negative, so that any image replaces them while a change made
 * meanwhile still knows what its author saw; `sharedSeq` is the last number that holds at a restored centre.
 */
export function beginRebuild(db: WritableDb, sharedSeq = Number.MAX_SAFE_INTEGER): void {
  throughGate(db, () => {
    for (const table of [...entityNames.map((entity) => tableOf(entity).name), 'shadow']) {
      const text = `UPDATE ${table} SET seq = -max(1, min(abs(seq), ?)) WHERE seq > 0 OR seq < -?`;
      sql(db, text).run(sharedSeq, sharedSeq);
    }
    sql(db, 'DELETE FROM parked').run();
    writeSyncState(db, 'cursor', null);
    beginBootstrap(db, true);
  });
}

/** Notes that everything is to be read from the first page. */
export function beginBootstrap(db: WritableDb, isRebuild = false): void {
  const state: BootstrapState = {
    after: null,
    done: 0,
    total: 0,
    nextCursor: null,
    derivedTo: '',
    isRebuild,
  };
  writeSyncState(db, 'bootstrap', state);
}

/**
 * Ends a bootstrap whose pages have all been read: removes what a rebuild did not see again and sets the cursor.
 * Answers `MASS_REMOVAL`, and changes nothing, where that would take away so much that a person must agree first.
 */
export function endBootstrap(db: WritableDb, isAgreed: boolean, now: Instant): TouchedRow[] | 'MASS_REMOVAL' {
  return throughGate(db, () => {
    const state = readBootstrap(db);
    if (!state?.nextCursor) throw new Error('The bootstrap has pages left.');
    const unseen = state.isRebuild ? listUnseen(db) : [];
    // Counting a million rows takes a moment: only where something would go.
    const isMass = unseen.length > 0 && isMassRemoval(unseen.length, countRows(db));
    if (isMass && !isAgreed) return 'MASS_REMOVAL';
    for (const { entity, id, scope } of unseen) setImage(db, { entity, id, scope, seq: 1, data: null });
    // Deleted at the centre while changes of them wait here: a first sync names no deleted rows.
    sql(db, 'UPDATE shadow SET seq = -seq WHERE seq < 0').run();
    const gone = unseen.flatMap(({ entity, id, scope }) => touchedBy(entity, id, scope));
    derive(db, gone, now);
    // A first sync says nothing of scopes that left meanwhile: they are those whose client or event did not come again.
    for (const { entity, scope } of unseen) if (isScopeRoot(entity)) forgetScope(db, scope);
    writeSyncState(db, 'cursor', state.nextCursor);
    writeSyncState(db, 'bootstrap', null);
    return gone;
  });
}

function isScopeRoot(entity: Entity): boolean {
  return entities[entity].scopeField === null && entities[entity].scope !== 'tenant';
}

interface UnseenRow {
  readonly entity: Entity;
  readonly id: string;
  readonly scope: string;
}

/**
 * Rows the centre once confirmed, or took out of this device's sight, and did not send again; among them those deleted
 * here in a change that waits, which its refusal would otherwise bring back.
 */
function listUnseen(db: WritableDb): UnseenRow[] {
  return entityNames.flatMap((entity) =>
    sql<{ id: string; scope: string }>(
      db,
      `SELECT t.id, t.scope FROM ${tableOf(entity).name} t
       LEFT JOIN shadow s ON s.entity = ? AND s.row_id = t.id
       WHERE t.seq <= 0 AND (s.row_id IS NULL OR s.data IS NOT NULL)
       UNION ALL
       SELECT s.row_id, s.scope FROM shadow s
       WHERE s.entity = ? AND s.seq < 0 AND s.data IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM ${tableOf(entity).name} t WHERE t.id = s.row_id)`,
    )
      .all(entity, entity)
      .map((row) => ({ entity, ...row })),
  );
}
