import type { ReadableDb } from '#db/handles.ts';

/** More than this are sooner read anew than one by one. */
const mostDirty = 2000;

/** Clients whose derived data was made anew since somebody last asked; in memory, for whoever keeps more in memory. */
const dirty = new WeakMap<ReadableDb, Set<string> | 'ALL'>();

/** Notes that what is known of some clients changed. A transaction that fails afterwards notes too many: no harm. */
export function markDirty(db: ReadableDb, clientIds: Iterable<string>): void {
  const known = dirty.get(db) ?? new Set<string>();
  if (known === 'ALL') return;
  for (const id of clientIds) known.add(id);
  dirty.set(db, known.size > mostDirty ? 'ALL' : known);
}

/** Notes that what is known of any client may have changed. */
export function markAllDirty(db: ReadableDb): void {
  dirty.set(db, 'ALL');
}

/** Returns the clients noted since the last question, `ALL` when they are too many to tell, and forgets them. */
export function takeDirty(db: ReadableDb): ReadonlySet<string> | 'ALL' {
  const known = dirty.get(db) ?? new Set<string>();
  dirty.delete(db);
  return known;
}
