import { addDays, businessDayOf, isBusinessDay } from '#core/base/time.ts';
import { entryKinds, type EntryFilter, type EntryKind } from '#core/compliance/entry.ts';

/** Days back that one click chooses; the first is what the page opens with. */
export const spans = [30, 1, 7, 365] as const;

/** Reads the filter from an address; what is missing or wrong becomes the last 30 days of everything. */
export function filterOf(search: Readonly<Record<string, unknown>>): EntryFilter {
  const today = businessDayOf(Date.now());
  const { from, to, kinds, clientId } = search;
  const isSpan = isDay(from) && isDay(to) && from <= to;
  return {
    ...(isSpan ? { from, to } : { from: addDays(today, -spans[0] + 1), to: today }),
    kinds: Array.isArray(kinds) ? kinds.filter(isKind) : [],
    clientId: typeof clientId === 'string' ? clientId : null,
  };
}

/** The range of so many days up to today. */
export function lastDays(days: number): Pick<EntryFilter, 'from' | 'to'> {
  const today = businessDayOf(Date.now());
  return { from: addDays(today, -days + 1), to: today };
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && isBusinessDay(value);
}

function isKind(value: unknown): value is EntryKind {
  return (entryKinds as readonly unknown[]).includes(value);
}
