import { z } from 'zod';
import { reasonDetail } from '#core/api/calls.ts';
import { procedure } from '#core/api/procedure.ts';
import { taskFields } from '#core/calls/contact.ts';
import { gateCodes } from '#core/consent/contact-gate.ts';
import { channelField, dayField, idField, instantField, tierField } from '#core/sync/fields.ts';

/** What may need the manager today, in the order it is shown. */
export const todayGroups = [
  'CALLBACKS',
  'COMPLAINTS',
  'OVER_CONTACTS',
  'MATURITIES',
  'GOLDEN_WINDOWS',
  'TESTS',
  'GAPS',
  'EVENTS',
  'BIRTHDAYS',
  'TO_DO',
] as const;
export type TodayGroup = (typeof todayGroups)[number];

export const todayItem = z.object({
  /** Null for an event. */
  clientId: idField.nullable(),
  eventId: idField.nullable(),
  name: z.string(),
  tier: tierField.nullable(),
  taskKind: taskFields.shape.kind.nullable(),
  text: z.string(),
  detail: reasonDetail,
  /** A contact the rules forbade: by which rule, and who made it. */
  over: z
    .object({ code: z.enum(gateCodes), ruleId: z.string(), channel: channelField, by: z.string().nullable() })
    .nullable(),
});
export type TodayItem = z.infer<typeof todayItem>;

/** The manager's day at a glance. */
export const todayContract = {
  overview: procedure.output(
    z.object({
      day: dayField,
      groups: z.array(z.object({ group: z.enum(todayGroups), count: z.int(), items: z.array(todayItem) })),
      /** The last working day before today. */
      yesterday: z.object({
        day: dayField,
        dialled: z.int(),
        reached: z.int(),
        /** Talks an hour of calling; null where nothing was called. */
        conversationsPerHour: z.number().nullable(),
        callbacksDue: z.int(),
        /** Called within fifteen minutes of the agreed time. */
        callbacksKept: z.int(),
        complaints: z.int(),
        overContacts: z.int(),
      }),
      /** What stands beside the counting: the last thirty days. */
      month: z.object({ contacts: z.int(), complaints: z.int(), overContacts: z.int() }),
      /** When marketing calls may be made again; null while they may. */
      closedUntil: instantField.nullable(),
      isWorkday: z.boolean(),
      /** Calendars that end within 45 days, or have: the last year each holds. Beyond it weekends alone are rest days. */
      calendars: z.object({ workdays: z.int().nullable(), greetings: z.int().nullable() }),
    }),
  ),
};
