import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { sessionStatus } from '#core/api/session.ts';
import { syncStatus } from '#core/api/sync.ts';
import { reminder } from '#core/reminders/reminder.ts';
import { entityField } from '#core/sync/protocol.ts';

/** What happened behind the screen: rows changed, sync moved on, the session opened or closed, long work advanced. */
export const liveSignal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rows'), entities: z.array(entityField) }),
  z.object({ kind: z.literal('sync'), status: syncStatus }),
  z.object({ kind: z.literal('session'), status: sessionStatus }),
  z.object({ kind: z.literal('import'), importId: z.string() }),
  /** The hub, its visitors or this desk's standing at a hub changed. */
  z.object({ kind: z.literal('venue') }),
  /** Something is to be said: null = whoever takes it says it; else it was taken on behalf of this screen. */
  z.object({ kind: z.literal('reminder'), reminder: reminder.nullable() }),
]);
export type LiveSignal = z.infer<typeof liveSignal>;

export const liveContract = {
  signals: procedure.output(eventIterator(liveSignal)),
};
