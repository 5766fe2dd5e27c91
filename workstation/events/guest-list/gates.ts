import type { GuestListRow } from '#core/api/event-guest-list.ts';
import type { ListState } from '#core/events/guest-list/words.ts';
import type { RowChange } from '#db/changes/commit.ts';
import type { FoundClient } from '#db/queries/guest-clients.ts';
import { readRow } from '#db/rows.ts';
import { verdictToKeep } from '#workstation/consent/gate.ts';
import type { Work } from '#workstation/events/guest-list/work.ts';
import { salonContact, salonGate } from '#workstation/events/salon-gate.ts';
import { namedProducts } from '#workstation/events/talk-guests.ts';
import { findingRows, productsFound, type NamedProduct } from '#workstation/risk/product-gate.ts';

/** Nobody is told of anything who is only put down as a candidate, or as not coming. */
const untold: readonly ListState[] = ['candidate', 'declined'];

/** What the gates said of somebody who is not on the list yet, and the rows that keep it. */
export interface Gated {
  readonly reason: GuestListRow['reason'];
  readonly changes: readonly RowChange[];
  readonly products: NamedProduct[];
}

/** Asks every gate whether somebody may be put on the list as wanted: contact, suitability, and the lot for invitations. */
export function askGates(work: Work, wanted: ListState, client: FoundClient | null): Gated {
  const { station, event, lot } = work;
  if (untold.includes(wanted)) return passed([]);
  const from = wanted === 'invited' ? 'LIST' : 'CALL';
  const known = client && readRow(station.db, 'client', client.id)?.data;
  const salon = client && known ? salonGate(station, { clientId: client.id, client: known, from }) : null;
  if (salon?.code) return { reason: salon.code, changes: verdictToKeep(station, salon.judged), products: [] };
  const about = { path: 'TALK_LIST', clientId: client?.id ?? null } as const;
  const findings = work.gate({ ...about, productIds: namedProducts(event) });
  const verdicts = findingRows(station, about, findings);
  const products = productsFound(findings, 'BLOCK');
  if (products.length > 0) return { reason: 'SUITABILITY', changes: verdicts, products };
  if (!client || !salon || wanted !== 'invited') return passed(verdicts);
  const drawn = lot.draw(client.id);
  if (drawn.isLeftOut) return { reason: 'LEFT_OUT', changes: drawn.rows, products: [] };
  return passed([...drawn.rows, ...salonContact(station, salon), ...verdicts]);
}

function passed(changes: readonly RowChange[]): Gated {
  return { reason: null, changes, products: [] };
}
