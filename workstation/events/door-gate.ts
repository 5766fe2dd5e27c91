import type { Id } from '#core/base/ids.ts';
import type { EventFields } from '#core/events/event.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { isJudgedHere, namedProducts } from '#workstation/events/talk-guests.ts';
import {
  findingRows,
  productGate,
  productsFound,
  type NamedProduct,
} from '#workstation/risk/product-gate.ts';
import type { Station } from '#workstation/station.ts';

/** What the gate says of somebody at the door of a talk. */
export interface DoorNote {
  /** Products of the talk that this person may not be told of: the door opens with a reason only. */
  readonly products: NamedProduct[];
  /** The verdicts, to be kept with whatever the door does. */
  readonly rows: RowChange[];
}

/**
 * Judges whoever is about to enter for the first time, since the list may have been judged months ago, and a walk-in
 * never was. An event that names no product has nothing to say; neither has this book of a colleague's client.
 */
export function noteAtDoor(
  station: Station,
  event: EventFields,
  guest: { readonly clientId: Id | null },
): DoorNote {
  const productIds = namedProducts(event);
  if (productIds.length === 0 || !isJudgedHere(station, guest)) return { products: [], rows: [] };
  const { clientId } = guest;
  const findings = productGate(station)({ path: 'TALK_DOOR', clientId, productIds });
  const rows = findingRows(station, { path: 'TALK_DOOR', clientId }, findings);
  return { products: productsFound(findings, 'BLOCK'), rows };
}
