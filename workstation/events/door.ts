import type { DoorAnswer } from '#core/api/event-door.ts';
import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { CheckInFields, EventFields, GuestFields } from '#core/events/event.ts';
import { doorRuleOf } from '#core/events/guest-state.ts';
import { doorWindowOf, foldPresence, type DoorWindow, type Presence } from '#core/events/presence.ts';
import { judgeGuest, judgeScan, type DoorVerdict, type ScanMatch } from '#core/events/scan.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { factsOfGuest } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { doorCardOf, doorGuestOf, nameEntry } from '#workstation/events/door-card.ts';
import { noteAtDoor, type DoorNote } from '#workstation/events/door-gate.ts';
import { echoOf, rememberScan } from '#workstation/events/echo.ts';
import { readScan } from '#workstation/events/read-scan.ts';
import { commit, type Station } from '#workstation/station.ts';

export type DoorRefusal = 'NOT_FOUND' | 'DOOR_CLOSED';

/** The event at whose door this desk stands. */
export interface OpenDoor {
  readonly eventId: Id;
  readonly event: EventFields;
  readonly window: DoorWindow;
}

/** Opens the door of an event for one answer; a closed event lets nobody in any more. */
export function openDoor(station: Station, eventId: Id): Result<OpenDoor, DoorRefusal> {
  const event = readRow(station.db, 'event', eventId)?.data;
  if (!event) return fail('NOT_FOUND');
  if (event.status === 'CLOSED') return fail('DOOR_CLOSED');
  return ok({ eventId, event, window: doorWindowOf(event) });
}

/**
 * Answers what a scanner typed. An OK is on disk before it is answered; ALREADY is kept as a fact as well, so
 * that taking back a wrong first entry leaves the guest in (sync §2.18). A stuttering scanner gets its first
 * answer again and writes nothing.
 */
export function scanTicket(station: Station, eventId: Id, typed: string): Result<DoorAnswer, DoorRefusal> {
  const door = openDoor(station, eventId);
  if (!door.ok) return door;
  const { code, guests, sealedBy } = readScan(station, eventId, typed);
  const echo = echoOf(station, eventId, code);
  if (echo) return ok(echo);
  const matches = guests.map((guest) => matchOf(station, guest));
  const verdict = judgeScan({ eventId, status: door.value.event.status }, matches, sealedBy);
  const answer = settle(station, door.value, verdict, { method: 'SCAN', overrideReason: null });
  rememberScan(station, eventId, code, answer);
  return ok(answer);
}

/** Why somebody is let in all the same. */
interface Override {
  readonly overrideReason: string | null;
  /** The note on suitability was shown, and the reason is given for it. */
  readonly isNoteSeen?: boolean;
}

/**
 * Lets in a guest found by name, or says why not; who is not expected, or may not be told of what the talk is about, is
 * let in with a reason only. The reason counts for a note on suitability once the note was shown (`isNoteSeen`).
 */
export function admitGuest(
  station: Station,
  guestId: Id,
  { overrideReason, isNoteSeen = false }: Override,
): Result<DoorAnswer, DoorRefusal | 'REASON_NEEDED'> {
  const guest = readRow(station.db, 'guest', guestId);
  if (!guest) return fail('NOT_FOUND');
  const door = openDoor(station, guest.data.eventId);
  if (!door.ok) return door;
  const presence = presenceOf(station, { id: guestId, eventId: guest.data.eventId }, door.value.window);
  const verdict = judgeGuest(
    { eventId: door.value.eventId, status: door.value.event.status },
    { guestId, state: guest.data.state, presence },
  );
  const isOverride = verdict.result === 'NOT_CONFIRMED' && doorRuleOf(guest.data.state) === 'WITH_REASON';
  if (isOverride && !overrideReason) return fail('REASON_NEEDED');
  const reason = isOverride || isNoteSeen ? overrideReason : null;
  const arrival = { method: 'SEARCH', overrideReason: reason, isNoteSeen } as const;
  return ok(settle(station, door.value, isOverride ? { result: 'OK', guestId } : verdict, arrival));
}

/** Returns what all facts known here say of a guest. */
export function presenceOf(
  station: Station,
  guest: { readonly id: Id; readonly eventId: Id },
  window: DoorWindow,
): Presence {
  return foldPresence(factsOfGuest(station.db, guest.eventId, guest.id), window);
}

/** How somebody came in, and the rows that must be written with the entry. */
export interface Arrival extends Pick<CheckInFields, 'method' | 'overrideReason'> {
  readonly newGuest?: GuestFields;
  /** The note on suitability was shown, and the reason is given for it. */
  readonly isNoteSeen?: boolean;
}

/** Writes what a verdict makes true and returns the answer for the screen. */
export function settle(station: Station, door: OpenDoor, verdict: DoorVerdict, arrival: Arrival): DoorAnswer {
  const answer: DoorAnswer = {
    result: verdict.result,
    checkInId: null,
    isReentry: false,
    isGenuine: false,
    isOverride: arrival.overrideReason !== null && verdict.result === 'OK',
    card: null,
    earlier: null,
    otherEvent: null,
    choices: [],
    products: [],
  };
  switch (verdict.result) {
    case 'OK':
      return { ...answer, ...letIn(station, door, verdict.guestId, arrival) };
    case 'ALREADY': {
      if (arrival.method === 'SCAN')
        writeEntry(station, door, verdict.guestId, { ...arrival, answers: verdict.entry.id, rows: [] });
      const card = doorCardOf(station, verdict.guestId, door.window);
      return { ...answer, card, earlier: nameEntry(station, verdict.entry) };
    }
    case 'WRONG_EVENT': {
      const other = readRow(station.db, 'event', verdict.eventId)?.data;
      return { ...answer, otherEvent: other ? { title: other.title, startsAt: other.startsAt } : null };
    }
    case 'AMBIGUOUS':
      return {
        ...answer,
        choices: verdict.guestIds.flatMap((id) => doorGuestOf(station, id, door.window) ?? []),
      };
    case 'UNKNOWN':
      return { ...answer, isGenuine: verdict.isGenuine };
    default:
      return {
        ...answer,
        card: verdict.guestId === null ? null : doorCardOf(station, verdict.guestId, door.window),
      };
  }
}

function letIn(station: Station, door: OpenDoor, guestId: Id, arrival: Arrival): Partial<DoorAnswer> {
  const presence = presenceOf(station, { id: guestId, eventId: door.eventId }, door.window);
  const guest = arrival.newGuest ?? readRow(station.db, 'guest', guestId)?.data;
  const isReentry = presence.first !== null;
  const { products, rows } = guest && !isReentry ? noteAtDoor(station, door.event, guest) : nothingNoted;
  if (products.length > 0 && !(arrival.isNoteSeen && arrival.overrideReason)) {
    if (rows.length > 0) commit(station, 'checkIn.note', rows);
    return {
      result: 'SUITABILITY_NOTE',
      isOverride: false,
      products,
      card: doorCardOf(station, guestId, door.window),
    };
  }
  const checkInId = writeEntry(station, door, guestId, { ...arrival, answers: presence.lastExitId, rows });
  return { checkInId, isReentry, products, card: doorCardOf(station, guestId, door.window) };
}

const nothingNoted: DoorNote = { products: [], rows: [] };

/** An arrival with the fact it follows and what is kept with it. */
interface Entering extends Arrival {
  readonly answers: Id | null;
  readonly rows: readonly RowChange[];
}

/** Commits an entry, durable when it returns; the first one of all opens the event. Returns the fact's id. */
function writeEntry(
  station: Station,
  door: OpenDoor,
  guestId: Id,
  { method, overrideReason, newGuest, answers, rows }: Entering,
): Id {
  const { eventId, event } = door;
  const id = station.newId();
  const data: CheckInFields = {
    eventId,
    guestId,
    kind: 'IN',
    answers,
    at: station.clock(),
    desk: station.me.deviceName,
    managerId: station.me.managerId,
    method,
    overrideReason,
  };
  const changes: RowChange[] = [{ op: 'create', entity: 'checkIn', id, data }, ...rows];
  if (newGuest) changes.unshift({ op: 'create', entity: 'guest', id: guestId, data: newGuest });
  if (event.status === 'PLANNED') {
    changes.push({ op: 'patch', entity: 'event', id: eventId, patch: { status: 'OPEN' } });
  }
  commit(station, 'checkIn.enter', changes);
  return id;
}

function matchOf(
  station: Station,
  guest: GuestFields & { readonly id: Id; readonly isRevoked: boolean },
): ScanMatch {
  const { id, eventId, state, isRevoked } = guest;
  const event = readRow(station.db, 'event', eventId)?.data;
  const window = event ? doorWindowOf(event) : { from: 0, until: 0 };
  return { guestId: id, eventId, state, isRevoked, presence: presenceOf(station, guest, window) };
}
