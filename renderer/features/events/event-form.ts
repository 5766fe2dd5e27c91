import type { EventPlanInput } from '#core/api/event-effect.ts';
import type { EventInput, EventSummary } from '#core/api/events.ts';
import { addDays, businessDayOf, startOfDay } from '#core/base/time.ts';
import { measureValues, type MeasureValues } from '#renderer/features/events/MeasureFields.tsx';
import { formatTime } from '#renderer/lib/format.ts';

/** What a person types about a salon. */
export interface EventValues extends MeasureValues {
  title: string;
  city: string;
  venue: string;
  day: string;
  from: string;
  to: string;
  capacity: number;
  isProductTalk: boolean;
  productIds: string[];
  agenda: string;
  hostManagerIds: string[];
  seriesId: string | null;
  /** Invite whom the event copied from invited. */
  withGuests: boolean;
}

/** What the form starts from: an event to change or copy, with what is written beside it. */
export interface EventGround {
  readonly event: EventSummary | null;
  readonly measured: EventPlanInput | null;
  readonly seriesId: string | null;
  readonly isCopy: boolean;
}

/** Returns what the form shows at first: a copy has another day and a cost nobody knows yet. */
export function eventValues({ event, measured, seriesId, isCopy }: EventGround): EventValues {
  const nextWeek = addDays(businessDayOf(Date.now()), 7);
  const measure = measureValues(measured && isCopy ? { ...measured, costFen: null } : measured);
  const beside = { ...measure, seriesId, withGuests: false };
  if (!event) return { ...emptyValues, ...beside, day: nextWeek };
  const { title, city, venue, startsAt, endsAt, capacity, isProductTalk, agenda } = event;
  return {
    title,
    city,
    venue,
    day: isCopy ? nextWeek : businessDayOf(startsAt),
    from: formatTime(startsAt),
    to: formatTime(endsAt),
    capacity,
    isProductTalk,
    productIds: event.productIds,
    agenda,
    hostManagerIds: event.hostManagerIds,
    ...beside,
  };
}

const emptyValues = {
  title: '',
  city: '',
  venue: '',
  from: '14:00',
  to: '16:30',
  capacity: 30,
  isProductTalk: false,
  productIds: [],
  agenda: '',
  hostManagerIds: [],
};

/** Returns the event that the fields say; times are Shanghai times. */
export function eventInputOf(values: EventValues): EventInput {
  const { title, city, venue, capacity, isProductTalk, agenda, day, from, to, productIds } = values;
  const at = (time: string): number => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return startOfDay(day) + (hours * 60 + minutes) * 60_000;
  };
  const hosts = values.hostManagerIds.length > 0 ? { hostManagerIds: values.hostManagerIds } : {};
  const said = { title, city, venue, capacity, isProductTalk, agenda, ...hosts };
  return { ...said, startsAt: at(from), endsAt: at(to), productIds: isProductTalk ? productIds : [] };
}
