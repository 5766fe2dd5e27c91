import type { EventEffect } from '#core/api/event-effect.ts';
import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { dayMs, type Instant } from '#core/base/time.ts';
import type { EventFields } from '#core/events/event.ts';
import { matchControls } from '#core/events/matching.ts';
import { defaultPlan, type EventPlanFields } from '#core/events/plan.ts';
import { doorWindowOf, foldPresences } from '#core/events/presence.ts';
import { upliftRules } from '#core/events/uplift-rules.ts';
import { upliftOf, type Subject } from '#core/events/uplift.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import { armsOf, invitedAtOf, likenesses, netMoves } from '#db/queries/event-effect.ts';
import { factsOf, guestsOf } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { commit, type Station } from '#workstation/station.ts';

/** Returns an event's plan, the default one where nobody wrote any. */
export function planOf(station: Station, eventId: Id): EventPlanFields {
  return readRow(station.db, 'eventPlan', eventId)?.data ?? defaultPlan(eventId);
}

/**
 * Writes an event's cost, speakers and share left out. The share stands once the first lot is drawn: changing it then
 * would choose the sides with the outcome in sight.
 */
export function writePlan(
  station: Station,
  eventId: Id,
  plan: Omit<EventPlanFields, 'eventId'>,
): Result<null, 'NOT_FOUND' | 'SHARE_STANDS'> {
  if (!readRow(station.db, 'event', eventId)) return fail('NOT_FOUND');
  const known = readRow(station.db, 'eventPlan', eventId)?.data;
  const before = known ?? defaultPlan(eventId);
  if (isEqual(before, { ...plan, eventId })) return ok(null);
  const isDrawn = armsOf(station.db, eventId).size > 0;
  if (isDrawn && plan.holdoutPercent !== before.holdoutPercent) return fail('SHARE_STANDS');
  const row = { entity: 'eventPlan', id: eventId } as const;
  commit(station, 'event.plan', [
    known ? { ...row, op: 'patch', patch: plan } : { ...row, op: 'create', data: { ...plan, eventId } },
  ]);
  return ok(null);
}

function isEqual(a: EventPlanFields, b: EventPlanFields): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

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
  const sides = drawn ?? matchedSides(station, eventId);
  const { costFen } = planOf(station, eventId);
  const attended = attendedOf(station, eventId, event);
  const reports = windows.map(({ days, endsAt }) => {
    if (endsAt > now) return { days, endsAt, report: null };
    const moves = netMoves(station.db, sides.members, endsAt);
    const subjects = sides.members.map((member): Subject => ({
      ...member,
      hasAttended: attended.has(member.clientId),
      afterFen: member.baselineFen + (moves.get(member.clientId) ?? 0),
    }));
    return {
      days,
      endsAt,
      report: upliftOf(subjects, { comparison, costFen, seed: days }),
    };
  });
  return { comparison, windows: reports };
}

interface Member {
  readonly clientId: Id;
  readonly isInvited: boolean;
  readonly baselineFen: number;
  readonly from: Instant;
}
interface Sides {
  readonly members: readonly Member[];
}

/** The sides as the lot drew them; null where it left nobody out. */
function drawnSides({ db }: Station, eventId: Id): Sides | null {
  const arms = [...armsOf(db, eventId).values()];
  if (arms.every(({ isInvited }) => isInvited)) return null;
  const members = arms.map(({ clientId, isInvited, baselineFen, drawnAt }) => ({
    clientId,
    isInvited,
    baselineFen,
    from: drawnAt,
  }));
  return { members };
}

/** The invited, and as many of the manager's other clients who are like them; holdings as on the day of the first invitation. */
function matchedSides(station: Station, eventId: Id): Sides {
  const { db, me } = station;
  const invitedAt = invitedAtOf(db, eventId);
  const from = Math.min(...invitedAt.values());
  if (invitedAt.size === 0) return { members: [] };
  const all = likenesses(db, me.managerId, from);
  const since = netMoves(
    db,
    all.map(({ clientId }) => ({ clientId, from })),
    station.clock(),
  );
  const then = all.map((one) => ({
    ...one,
    baselineFen: Math.max(0, one.baselineFen - (since.get(one.clientId) ?? 0)),
  }));
  const pairs = matchControls(
    then.filter(({ clientId }) => invitedAt.has(clientId)),
    then.filter(({ clientId }) => !invitedAt.has(clientId)),
  );
  const baseline = new Map(then.map(({ clientId, baselineFen }) => [clientId, baselineFen]));
  const member = (clientId: Id, isInvited: boolean): Member => ({
    clientId,
    isInvited,
    baselineFen: baseline.get(clientId) ?? 0,
    from,
  });
  const members = pairs.flatMap(({ invitedId, controlId }) => [
    member(invitedId, true),
    member(controlId, false),
  ]);
  return { members };
}

function attendedOf({ db }: Station, eventId: Id, event: EventFields): Set<Id> {
  const presences = foldPresences(factsOf(db, eventId), doorWindowOf(event));
  return new Set(
    guestsOf(db, eventId).flatMap(({ id, clientId }) =>
      clientId !== null && presences.get(id)?.first ? [clientId] : [],
    ),
  );
}
