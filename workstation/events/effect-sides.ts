import type { Id } from '#core/base/ids.ts';
import type { Instant } from '#core/base/time.ts';
import { matchControls } from '#core/events/matching.ts';
import { armsOf, invitedAtOf, likenesses, netMoves } from '#db/queries/event-effect.ts';
import type { Station } from '#workstation/station.ts';

/** A client on one side of an event's comparison, with what was held when it began. */
export interface Member {
  readonly clientId: Id;
  readonly isInvited: boolean;
  readonly baselineFen: number;
  readonly from: Instant;
}
/** Returns the sides as the lot drew them; null where it left nobody out. */
export function drawnSides({ db }: Station, eventId: Id): Member[] | null {
  const arms = [...armsOf(db, eventId).values()];
  if (arms.every(({ isInvited }) => isInvited)) return null;
  return arms.map(({ clientId, isInvited, baselineFen, drawnAt }) => ({
    clientId,
    isInvited,
    baselineFen,
    from: drawnAt,
  }));
}

/** Returns the invited, and as many of the manager's other clients who are like them; holdings as on the day of the first invitation. */
export function matchedSides(station: Station, eventId: Id): Member[] {
  const { db, me } = station;
  const invitedAt = invitedAtOf(db, eventId);
  const from = Math.min(...invitedAt.values());
  if (invitedAt.size === 0) return [];
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
  return pairs.flatMap(({ invitedId, controlId }) => [member(invitedId, true), member(controlId, false)]);
}
