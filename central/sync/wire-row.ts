import type { WireRow } from '#core/sync/protocol.ts';
import type { StoredRecord } from '#central/store/shapes.ts';

/** Returns the row as devices read it. */
export function toWire({ entity, id, scope, seq, data }: StoredRecord): WireRow {
  return { entity, id, scope, seq, data: data as WireRow['data'] };
}
