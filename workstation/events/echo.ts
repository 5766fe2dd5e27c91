import type { DoorAnswer } from '#core/api/event-door.ts';
import type { Id } from '#core/base/ids.ts';
import { isEcho, type ScanMoment } from '#core/events/ticket.ts';
import type { Station } from '#workstation/station.ts';

interface Remembered extends ScanMoment {
  readonly eventId: Id;
  readonly answer: DoorAnswer;
}

const lastScans = new WeakMap<Station, Remembered>();

/** Returns the answer to the scan just before when this one only repeats it; each echo prolongs the silence. */
export function echoOf(station: Station, eventId: Id, code: string): DoorAnswer | null {
  const last = lastScans.get(station);
  const scan = { code, at: station.clock() };
  if (!last || last.eventId !== eventId || !isEcho(last, scan)) return null;
  lastScans.set(station, { ...last, at: scan.at });
  return last.answer;
}

/** Remembers an answer for the echo that may follow. */
export function rememberScan(station: Station, eventId: Id, code: string, answer: DoorAnswer): void {
  lastScans.set(station, { eventId, code, at: station.clock(), answer });
}

/** Forgets the last scan: after an undo the same code is a new scan at once. */
export function forgetScan(station: Station): void {
  lastScans.delete(station);
}
