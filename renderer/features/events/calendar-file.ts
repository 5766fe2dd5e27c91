import type { EventSummary } from '#core/api/events.ts';
import { calendarText } from '#core/events/calendar-text.ts';
import { saveBlob } from '#renderer/lib/save-blob.ts';

/** Hands salons as a calendar file to the shell's own "save as"; a later file counts as the newer word on each. */
export function saveCalendar(name: string, events: readonly EventSummary[]): void {
  const stampedAt = Date.now();
  const sequence = Math.floor(stampedAt / 1000);
  const text = calendarText(events.map((event) => ({ ...event, sequence, stampedAt })));
  saveBlob(new Blob([text], { type: 'text/calendar;charset=utf-8' }), `${name}.ics`);
}
