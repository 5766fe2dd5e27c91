import type { Instant } from '#core/base/time.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { withoutTag } from '#db/queries/client-profile.ts';
import { readRow } from '#db/rows.ts';
import { commit, type Station } from '#workstation/station.ts';

/** Tags of one group reach the centre together; a group must fit into one upload. */
const groupSize = 250;

/**
 * Sets a tag on clients who do not have it yet, signed by this manager: a tag without author cannot exist (S1.9).
 * Returns how many got it; clients that are not here are left out.
 */
export function addTag(
  station: Station,
  ids: readonly string[],
  tag: { readonly name: string; readonly expiresAt: Instant | null },
): number {
  const targets = withoutTag(station.db, [...new Set(ids)], tag.name);
  for (let start = 0; start < targets.length; start += groupSize) {
    commit(
      station,
      'client.tag',
      targets.slice(start, start + groupSize).map((clientId) => tagging(station, clientId, tag)),
    );
  }
  return targets.length;
}

/** Takes a tag off; false where it is not there any more. */
export function removeTag(station: Station, tagId: string): boolean {
  if (!readRow(station.db, 'tag', tagId)) return false;
  commit(station, 'client.untag', [{ op: 'delete', entity: 'tag', id: tagId }]);
  return true;
}

function tagging(
  station: Station,
  clientId: string,
  { name, expiresAt }: { readonly name: string; readonly expiresAt: Instant | null },
): RowChange {
  const setBy = station.me.managerId;
  const data = { clientId, name, setBy, setAt: station.clock(), expiresAt };
  return { op: 'create', entity: 'tag', id: station.newId(), data };
}
