import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { dayMs, hourMs } from '#core/base/time.ts';
import type { TaskFields } from '#core/calls/contact.ts';
import type { EventPlanInput } from '#core/api/event-effect.ts';
import type { EventInput } from '#core/api/events.ts';
import type { EventFields } from '#core/events/event.ts';
import { doorWindowOf, foldPresences } from '#core/events/presence.ts';
import { salonRules } from '#core/events/salon-rules.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { factsOf, guestsOf } from '#db/queries/events.ts';
import { ownClientIds } from '#db/queries/guest-clients.ts';
import { readRow } from '#db/rows.ts';
import { partsOf } from '#workstation/events/parts.ts';
import { moveUpChanges } from '#workstation/events/waitlist.ts';
import {
  flagRefusedGuests,
  judgeGuests,
  keptVerdicts,
  namedProducts,
  refusedOf,
} from '#workstation/events/talk-guests.ts';
import { newTicketKey, stateChange } from '#workstation/events/tickets.ts';
import { productGate } from '#workstation/risk/product-gate.ts';
import { commit, commitAll, type Station } from '#workstation/station.ts';

export type PlanRefusal = 'NOT_FOUND' | 'BAD_TIMES' | 'EVENT_OVER';

/** What is decided beside an event's own row: how it is measured, and which year's plan it counts for. */
interface Beside {
  readonly measured?: EventPlanInput | undefined;
  readonly seriesId?: Id | null | undefined;
}

/** Creates an event hosted by this manager, alone or with others; answers its id, or BAD_TIMES. */
export function createEvent(
  station: Station,
  plan: EventInput,
  { measured, seriesId = null }: Beside = {},
): Result<Id, PlanRefusal> {
  if (plan.endsAt <= plan.startsAt) return fail('BAD_TIMES');
  const id = station.newId();
  const data: EventFields = {
    ...plan,
    hostManagerIds: hostsOf(station, plan),
    status: 'PLANNED',
    ticketKey: newTicketKey(),
  };
  const rows: RowChange[] = [{ op: 'create', entity: 'event', id, data }];
  if (measured) rows.push({ op: 'create', entity: 'eventPlan', id, data: { ...measured, eventId: id } });
  if (seriesId !== null && readRow(station.db, 'eventSeries', seriesId)) {
    rows.push({ op: 'create', entity: 'seriesEvent', id, data: { eventId: id, seriesId } });
  }
  commit(station, 'event.create', rows);
  return ok(id);
}

/** Whoever plans an event hosts it too: without that it would be gone from this workstation. */
function hostsOf({ me }: Station, { hostManagerIds = [] }: Partial<EventInput>): Id[] {
  return [...new Set([me.managerId, ...hostManagerIds])];
}

/**
 * Changes an event's plan; seats that become free go to the waitlist in the same commit. Where it names other products,
 * the guests on the list are judged anew and those refused get a task; answers how many are refused.
 */
export function updateEvent(
  station: Station,
  eventId: Id,
  plan: Partial<EventInput>,
): Result<{ refused: number }, PlanRefusal> {
  const found = runningEvent(station, eventId);
  if (!found.ok) return found;
  const hosts = plan.hostManagerIds ? { hostManagerIds: hostsOf(station, plan) } : {};
  const { hostManagerIds: _hosts, ...rest } = plan;
  const patch = { ...rest, ...hosts };
  const after = { ...found.value, ...patch };
  if (after.endsAt <= after.startsAt) return fail('BAD_TIMES');
  commit(station, 'event.update', [
    { op: 'patch', entity: 'event', id: eventId, patch },
    ...moveUpChanges(station, { id: eventId, ...after }, new Map()),
  ]);
  const talk = { id: eventId, ...after };
  const judged = judgeGuests(station, talk, productGate(station));
  const refused = refusedOf(judged);
  const isOther = namedProducts(after).join() !== namedProducts(found.value).join();
  if (isOther) commitAll(station, 'event.update', partsOf(keptVerdicts(station, judged).map((row) => [row])));
  flagRefusedGuests(station, talk, refused);
  return ok({ refused: refused.length });
}

/** Calls an event off; guests keep their answers, the door lets nobody in. */
export function cancelEvent(station: Station, eventId: Id): Result<null, PlanRefusal> {
  const found = runningEvent(station, eventId);
  if (!found.ok) return found;
  commit(station, 'event.cancel', [
    { op: 'patch', entity: 'event', id: eventId, patch: { status: 'CANCELLED' } },
  ]);
  return ok(null);
}

/**
 * Ends an event in one commit: accepted and confirmed guests without an entry become no-shows (domain §3.10),
 * and each of this manager's own clients gets a task due within a day: a thank-you where they came, a call where they did not
 * (domain §3.9).
 */
export function closeEvent(
  station: Station,
  eventId: Id,
): Result<{ noShows: number; thankYous: number }, PlanRefusal> {
  const found = runningEvent(station, eventId);
  if (!found.ok) return found;
  const guests = guestsOf(station.db, eventId);
  const presences = foldPresences(factsOf(station.db, eventId), doorWindowOf(found.value));
  const hasCome = (id: Id): boolean => Boolean(presences.get(id)?.first);
  const missing = guests.filter(
    ({ id, state }) => (state === 'accepted' || state === 'confirmed') && !hasCome(id),
  );
  const came = guests.flatMap(({ id, clientId }) => (clientId !== null && hasCome(id) ? [clientId] : []));
  const ownOf = (ids: readonly Id[]): Id[] =>
    ownClientIds(station.db, station.me.managerId, [...new Set(ids)]);
  const own = ownOf(came);
  const missed = ownOf(missing.flatMap(({ clientId }) => clientId ?? [])).filter((id) => !came.includes(id));
  commit(station, 'event.close', [
    { op: 'patch', entity: 'event', id: eventId, patch: { status: 'CLOSED' } },
    ...missing.map((guest) => stateChange(station, guest, 'no_show')),
    ...own.map((clientId) => thankYou(station, clientId, found.value)),
    ...missed.map((clientId) => missedYou(station, clientId, found.value)),
  ]);
  return ok({ noShows: missing.length, thankYous: own.length });
}

/** Returns an event that is neither closed nor cancelled, or why not. */
export function runningEvent(station: Station, eventId: Id): Result<EventFields, 'NOT_FOUND' | 'EVENT_OVER'> {
  const row = readRow(station.db, 'event', eventId);
  if (!row) return fail('NOT_FOUND');
  const { status } = row.data;
  return status === 'CLOSED' || status === 'CANCELLED' ? fail('EVENT_OVER') : ok(row.data);
}

function thankYou(station: Station, clientId: Id, { title }: EventFields): RowChange {
  return task(station, clientId, { kind: 'THANK_YOU', dueAt: station.clock() + dayMs, text: title });
}

function missedYou(station: Station, clientId: Id, { title }: EventFields): RowChange {
  const dueAt = station.clock() + salonRules.noShowDueHours * hourMs;
  const text = salonRules.missedText.replace('{title}', () => title);
  return task(station, clientId, { kind: 'FOLLOW_UP', dueAt, text });
}

function task(station: Station, clientId: Id, owed: Pick<TaskFields, 'kind' | 'dueAt' | 'text'>): RowChange {
  const { managerId } = station.me;
  const data = { ...owed, clientId, managerId, status: 'OPEN', fromContactId: null, closedAt: null } as const;
  return { op: 'create', entity: 'task', id: station.newId(), data };
}
