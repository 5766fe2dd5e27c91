import { createHash } from 'node:crypto';
import type { Id } from '#core/base/ids.ts';
import type { GuestFields } from '#core/events/event.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import type { RowChange } from '#db/changes/commit.ts';
import type { ListedGuest } from '#db/queries/guest-list-runs.ts';
import { readRow } from '#db/rows.ts';
import type { JudgedRow } from '#workstation/events/guest-list/work.ts';
import type { Station } from '#workstation/station.ts';

/** Returns what a list is about to write, guest by guest, with what stood there before; asked before it is committed. */
export function listedGuests(station: Station, rows: readonly JudgedRow[]): ListedGuest[] {
  return rows.flatMap(({ changes }) => {
    const contact = changes.find(({ entity, op }) => entity === 'contact' && op === 'create');
    const guests = Map.groupBy(
      changes.filter(({ entity }) => entity === 'guest'),
      ({ id }) => id,
    );
    return [...guests.values()].flatMap((own, at) => {
      const contactId = at === 0 ? (contact?.id ?? null) : null;
      return listedGuest(station, own, contactId) ?? [];
    });
  });
}

function listedGuest(
  station: Station,
  changes: readonly RowChange[],
  contactId: Id | null,
): ListedGuest | null {
  const [first] = changes;
  if (first?.entity !== 'guest') return null;
  const { id: guestId } = first;
  if (first.op === 'create') {
    const { data } = first;
    return { guestId, contactId, hostId: data.plusOneOf, mark: markOf(data), before: {}, after: {} };
  }
  const known = readRow(station.db, 'guest', guestId)?.data;
  if (!known) return null;
  const after: Partial<GuestFields> = {};
  for (const change of changes)
    if (change.op === 'patch' && change.entity === 'guest') Object.assign(after, change.patch);
  return { guestId, contactId, hostId: null, mark: null, before: pick(known, after), after };
}

/** Returns a mark by which a guest's row is told to be as it was: it says nothing of the guest. */
export function markOf(guest: GuestFields): string {
  return createHash('sha256').update(canonicalJson(guest)).digest('base64url');
}

/** Returns those fields of a guest that `like` names. */
export function pick(guest: GuestFields, like: Partial<GuestFields>): Partial<GuestFields> {
  const keys = Object.keys(like) as (keyof GuestFields)[];
  return Object.fromEntries(keys.map((key) => [key, guest[key]]));
}
