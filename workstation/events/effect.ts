import type { EventEffect } from '#core/api/event-effect.ts';
import type { Id } from '#core/base/ids.ts';
import { dayMs } from '#core/base/time.ts';
import type { EventFields } from '#core/events/event.ts';
import { doorWindowOf, foldPresences } from '#core/events/presence.ts';
import { upliftRules } from '#core/events/uplift-rules.ts';
import { upliftOf, type Subject } from '#core/events/uplift.ts';
import { netMoves } from '#db/queries/event-effect.ts';
import { factsOf, guestsOf, type KnownGuest } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { drawnSides, matchedSides } from '#workstation/events/effect-sides.ts';
import { planOf } from '#workstation/events/measure-plan.ts';
import type { Station } from '#workstation/station.ts';

/**
 * Returns what an event changed 7, 30 and 90 days after it, among the clients this workstation holds; a window that is
 * still open has no report. Where nobody was left out by lot, the invited are compared with clients like them.
 */
export function effectOf(station: Station, eventId: Id): EventEffect | null {
  const event = readRow(station.db, 'event', eventId)?.data;
  if (!event) return null;
  const drawn = drawnSides(station, eventId);
  const comparison = drawn ? 'RANDOM' : 'MATCHED';
  const windows = upliftRules.windowDays.map((days) => ({ days, endsAt: event.endsAt + days * dayMs }));
  const now = station.clock();
  // Matching reads the whole book: not for windows that are all open.
  if (windows.every(({ endsAt }) => endsAt > now)) {
    return { comparison, windows: windows.map((window) => ({ ...window, report: null })) };
  }
  const members = drawn ?? matchedSides(station, eventId);
  const { costFen } = planOf(station, eventId);
  const came = guestsWhoCame(station, eventId, event);
  const attended = new Set(came.flatMap(({ clientId }) => clientId ?? []));
  const reports = windows.map(({ days, endsAt }) => {
    if (endsAt > now) return { days, endsAt, report: null };
    const moves = netMoves(station.db, members, endsAt);
    const subjects = members.map((member): Subject => ({
      ...member,
      hasAttended: attended.has(member.clientId),
      afterFen: member.baselineFen + (moves.get(member.clientId) ?? 0),
    }));
    return {
      days,
      endsAt,
      report: upliftOf(subjects, { comparison, costFen, came: came.length, seed: days }),
    };
  });
  return { comparison, windows: reports };
}

function guestsWhoCame({ db }: Station, eventId: Id, event: EventFields): KnownGuest[] {
  const presences = foldPresences(factsOf(db, eventId), doorWindowOf(event));
  return guestsOf(db, eventId).filter(({ id }) => presences.get(id)?.first);
}
