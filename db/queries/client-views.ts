import { z } from 'zod';
import { clientFilter, clientSort } from '#core/clients/filter.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

/** A named filter and order of the list of clients. */
export const savedView = z.object({ name: z.string(), filter: clientFilter, sort: clientSort });
export type SavedView = z.infer<typeof savedView>;

/** Where views lie among the settings of this device. */
export const viewKey = 'clients.view:';

/** Returns the saved views by name; one that this version cannot read is left out. */
export function listViews(db: ReadableDb): SavedView[] {
  const rows = sql<{ value: string }>(
    db,
    'SELECT value FROM local_setting WHERE key >= ? AND key < ? ORDER BY key',
  ).all(viewKey, `${viewKey}\u{10FFFF}`);
  return rows.flatMap(({ value }) => {
    const read = savedView.safeParse(JSON.parse(value));
    return read.success ? [read.data] : [];
  });
}
