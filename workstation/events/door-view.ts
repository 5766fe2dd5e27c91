import type { Id } from '#core/base/ids.ts';
import { doorWindowOf } from '#core/events/presence.ts';
import { tierField } from '#core/sync/fields.ts';
import { unsyncedAmong } from '#db/queries/door-facts.ts';
import { managerNames, unsyncedOf } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { doorLedgerOf } from '#workstation/events/door-ledgers.ts';
import type { Station } from '#workstation/station.ts';

const arrivalsShown = 30;

/** Returns the door at a glance: counters, the latest standing facts of all desks, who of whose guests came, and of which tier. */
export function doorView(station: Station, eventId: Id) {
  const event = readRow(station.db, 'event', eventId)?.data;
  if (!event) return null;
  const { ledger, guests } = doorLedgerOf(station, eventId, doorWindowOf(event));
  const lines = ledger.latest(arrivalsShown);
  const unsynced = unsyncedAmong(
    station.db,
    lines.map(({ checkInId }) => checkInId),
  );
  const names = managerNames(station.db);
  return {
    event: { ...event, id: eventId },
    desk: station.me.deviceName,
    counters: ledger.counters(),
    unsynced: unsyncedOf(station.db, eventId),
    arrivals: lines.map((line) => ({
      ...line,
      name: guests.get(line.guestId)?.name ?? '',
      tier: guests.get(line.guestId)?.tier ?? null,
      isUnsynced: unsynced.has(line.checkInId),
    })),
    hosts: ledger
      .hosts()
      .sort((a, b) => b.expected - a.expected || (a.key < b.key ? -1 : 1))
      .map(({ key, ...count }) => ({ managerId: key, name: names.get(key) ?? null, ...count })),
    tiers: ledger
      .tiers()
      .sort((a, b) => rankOf(a.key) - rankOf(b.key))
      .map(({ key, ...count }) => ({ tier: key, ...count })),
  };
}

/** The highest tier first; guests of whose tier nothing is known last. */
function rankOf(tier: string | null): number {
  return -tierField.options.findIndex((option) => option === tier);
}
