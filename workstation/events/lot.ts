import type { Id } from '#core/base/ids.ts';
import type { EventArm } from '#core/events/arm.ts';
import { isHeldOut } from '#core/events/holdout.ts';
import { upliftRules } from '#core/events/uplift-rules.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { armsOf, heldNow } from '#db/queries/event-effect.ts';
import { planOf } from '#workstation/events/measure-plan.ts';
import type { Station } from '#workstation/station.ts';

/** What the lot says of a client, and the row that keeps it; none where it was drawn before. */
export interface Drawn {
  readonly isLeftOut: boolean;
  readonly rows: RowChange[];
}

/** The draw of one event's invitations. */
export interface Lot {
  /** True where a lot drawn before leaves the client out. */
  readonly leftOut: (clientId: Id) => boolean;
  /** Draws an eligible client. */
  readonly draw: (clientId: Id) => Drawn;
}

/**
 * Opens the lot of an event for these clients (domain §3.9). Who was drawn before stays where they are; everyone else's
 * holdings are frozen with the draw.
 */
export function lotOf(station: Station, eventId: Id, clientIds: readonly Id[]): Lot {
  const arms = armsOf(station.db, eventId);
  const { holdoutPercent: percent } = planOf(station, eventId);
  const held = percent === 0 ? new Map<Id, number>() : heldNow(station.db, clientIds);
  const leftOut = (clientId: Id): boolean => arms.get(clientId)?.isInvited === false;
  return {
    leftOut,
    draw: (clientId) => {
      if (arms.has(clientId)) return { isLeftOut: leftOut(clientId), rows: [] };
      if (percent === 0) return { isLeftOut: false, rows: [] };
      const isLeftOut = isHeldOut({ clientId, eventId, salt: upliftRules.salt }, percent);
      const data: Omit<EventArm, 'id'> = {
        eventId,
        clientId,
        managerId: station.me.managerId,
        isInvited: !isLeftOut,
        percent,
        baselineFen: held.get(clientId) ?? 0,
        drawnAt: station.clock(),
      };
      return { isLeftOut, rows: [{ op: 'create', entity: 'eventArm', id: station.newId(), data }] };
    },
  };
}
