import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { defaultPlan, type EventPlanFields } from '#core/events/plan.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import { armsOf } from '#db/queries/event-effect.ts';
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
