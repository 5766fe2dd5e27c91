import { z } from 'zod';
import type { Id } from '#core/base/ids.ts';
import { fenField, idField, instantField } from '#core/sync/fields.ts';

/**
 * On which side of an event's comparison a client stands, with what was held when the lot was drawn: frozen, so that
 * nobody can choose the sides or the starting point afterwards.
 */
export const eventArmFields = z.object({
  eventId: idField,
  clientId: idField,
  managerId: idField,
  isInvited: z.boolean(),
  /** The share left out that the lot was drawn with, of a hundred. */
  percent: z.int().min(0).max(100),
  baselineFen: fenField.min(0),
  drawnAt: instantField,
});
export type EventArmFields = z.infer<typeof eventArmFields>;

/** A stored arm. */
export interface EventArm extends EventArmFields {
  readonly id: Id;
}

/** Returns each client's one arm: two devices may have drawn the same client, and the first counts, ties by id. */
export function foldArms(arms: readonly EventArm[]): Map<Id, EventArm> {
  const first = new Map<Id, EventArm>();
  for (const arm of arms) {
    const known = first.get(arm.clientId);
    if (!known || arm.drawnAt < known.drawnAt || (arm.drawnAt === known.drawnAt && arm.id < known.id)) {
      first.set(arm.clientId, arm);
    }
  }
  return first;
}
