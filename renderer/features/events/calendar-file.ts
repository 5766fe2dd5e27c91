import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { EventSummary } from '#core/api/events.ts';
import { saveBlob } from '#renderer/lib/save-blob.ts';

type Planned = Pick<
  EventSummary,
  'id' | 'title' | 'city' | 'venue' | 'startsAt' | 'endsAt' | 'agenda' | 'status'
>;

/**
 * Writes salons as an iCalendar file (RFC 5545) that any calendar program takes. A salon keeps its name from file to
 * file, so that a later file corrects what an earlier one said. No guest is in it.
 */
export function calendarText(events: readonly Planned[], writtenAt: number): string {
  const calendar = ical({
    name: '知客',
    prodId: '//Zhike//Workstation//ZH',
    method: ICalCalendarMethod.PUBLISH,
  });
  for (const { id, title, city, venue, startsAt, endsAt, agenda, status } of events) {
    calendar.createEvent({
      id: `${id}@zhike`,
      summary: title,
      location: [city, venue].filter(Boolean).join(' · ') || null,
      description: agenda || null,
      start: new Date(startsAt),
      end: new Date(endsAt),
      stamp: new Date(writtenAt),
      // A later file counts as the newer word on the same salon.
      sequence: Math.floor(writtenAt / 1000),
      status: status === 'CANCELLED' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}

/** Hands a calendar file to the shell's own "save as". */
export function saveCalendar(name: string, events: readonly Planned[]): void {
  const file = new Blob([calendarText(events, Date.now())], { type: 'text/calendar;charset=utf-8' });
  saveBlob(file, `${name}.ics`);
}
