import type { WireRow } from '#core/sync/protocol.ts';
import { keyOf, type RecordKey } from '#central/store/shapes.ts';
import type { CentralStore } from '#central/store/store.ts';
import type { Author } from '#central/sync/author.ts';
import { grantsOf } from '#central/sync/grants.ts';
import { toWire } from '#central/sync/wire-row.ts';

/** Returns rows by name as they stand, tombstones included; those out of the device's sight are left out. */
export function rowsByName(
  store: CentralStore,
  author: Author,
  keys: readonly RecordKey[],
): Promise<{ rows: WireRow[] }> {
  return store.read(author.tenantId, async (snapshot) => {
    const named = new Map(keys.map((key) => [keyOf(key), key]));
    const storable = [...named.values()].filter(({ entity, id }) => !`${entity}${id}`.includes('\0'));
    const records = await snapshot.records(storable);
    const scopes = [...new Set(records.map(({ scope }) => scope))];
    const { isOpen } = grantsOf(await snapshot.grants(author.managerId, scopes));
    return { rows: records.filter(({ scope }) => isOpen(scope)).map(toWire) };
  });
}
