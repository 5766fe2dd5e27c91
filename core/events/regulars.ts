import { addMonths, businessDayOf, type Instant } from '#core/base/time.ts';
import { salonRules } from '#core/events/salon-rules.ts';

/** A salon a client entered, by a check-in that stands. */
export interface Visit {
  /** When the salon began: no desk's clock is asked. */
  readonly at: Instant;
  readonly title: string;
  /** Plus-ones of this client who came in as well. */
  readonly broughtAlong: number;
}

/** What visits say of a client. Check-ins alone make it: a promise to come does not. */
export interface MetInPerson {
  /** First and last salon where somebody met the client; null for never. */
  readonly firstAt: Instant | null;
  readonly last: { readonly at: Instant; readonly title: string } | null;
  /** Within the months of the rule. */
  readonly visits: number;
  readonly broughtAlong: number;
  readonly isRegular: boolean;
  readonly isAdvocate: boolean;
}

/** Folds a client's visits, in any order, by the firm's rules for regulars and advocates (domain §3.9; S4). */
export function metInPerson(visits: readonly Visit[], now: Instant): MetInPerson {
  const inOrder = visits.toSorted((a, b) => a.at - b.at);
  const { regular, advocate } = salonRules;
  const since = (months: number): Visit[] => {
    const day = addMonths(businessDayOf(now), -months);
    return inOrder.filter(({ at }) => businessDayOf(at) > day);
  };
  const lately = since(regular.months).length;
  const broughtAlong = since(advocate.months).reduce((all, visit) => all + visit.broughtAlong, 0);
  const last = inOrder.at(-1);
  return {
    firstAt: inOrder[0]?.at ?? null,
    last: last ? { at: last.at, title: last.title } : null,
    visits: lately,
    broughtAlong,
    isRegular: lately >= regular.visits,
    isAdvocate: broughtAlong >= advocate.broughtAlong,
  };
}
