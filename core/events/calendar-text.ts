import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Id } from '#core/base/ids.ts';
import { toIso, type Instant } from '#core/base/time.ts';
import type { EventFields } from '#core/events/event.ts';

/** A salon as a calendar shows it. */
export interface CalendarSalon extends Pick<
  EventFields,
  'title' | 'city' | 'venue' | 'startsAt' | 'endsAt' | 'agenda' | 'status'
> {
  readonly id: Id;
  /** Grows with every change: of two words on a salon the one with the larger number counts. */
  readonly sequence: number;
  readonly stampedAt: Instant;
}

/**
 * Writes salons as an iCalendar text (RFC 5545) that any calendar program takes. A salon keeps its name from text to
 * text, so that a later one corrects what an earlier one said. No guest is in it.
 */
export function calendarText(salons: readonly CalendarSalon[]): string {
  const calendar = ical({
    name: '知客',
    prodId: '//Zhike//Workstation//ZH',
    method: ICalCalendarMethod.PUBLISH,
  });
  for (const { id, title, city, venue, startsAt, endsAt, agenda, status, sequence, stampedAt } of salons) {
    calendar.createEvent({
      id: `${id}@zhike`,
      summary: title,
      location: [city, venue].filter(Boolean).join(' · ') || null,
      description: agenda || null,
      start: toIso(startsAt),
      end: toIso(endsAt),
      stamp: toIso(stampedAt),
      sequence,
      status: status === 'CANCELLED' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  // The grammar ends every line, the last one too; the library leaves that one open.
  return `${calendar.toString().trimEnd()}\r\n`;
}
