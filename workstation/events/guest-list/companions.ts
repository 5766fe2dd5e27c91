import type { GuestListRow } from '#core/api/event-guest-list.ts';
import type { Id } from '#core/base/ids.ts';
import type { GuestFields } from '#core/events/event.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { seatedAs, type Work } from '#workstation/events/guest-list/work.ts';
import { namedProducts } from '#workstation/events/talk-guests.ts';
import { newTicketCode } from '#workstation/events/tickets.ts';
import { productsFound } from '#workstation/risk/product-gate.ts';

/** Returns the rows of companions, who have a seat of their own each; to a talk that names products nobody on no file is brought. */
export function companionsOf(
  work: Work,
  { hostId, host, names }: { hostId: Id; host: GuestFields; names: readonly string[] },
): { changes: RowChange[]; notes: GuestListRow['notes'] } {
  if (names.length === 0) return { changes: [], notes: [] };
  if (!['accepted', 'confirmed', 'waitlisted'].includes(host.state))
    return { changes: [], notes: ['COMPANIONS_WAIT'] };
  const { station, event, gate } = work;
  const findings = gate({ path: 'TALK_LIST', clientId: null, productIds: namedProducts(event) });
  if (productsFound(findings, 'BLOCK').length > 0) return { changes: [], notes: ['COMPANIONS_REFUSED'] };
  const changes = names.map((name, index): RowChange => {
    const state = host.state === 'waitlisted' ? 'waitlisted' : seatedAs(work, 'accepted');
    const data: GuestFields = {
      ...host,
      clientId: null,
      name: name || `${host.name.slice(0, 90)} +${index + 1}`,
      phone: null,
      plusOneOf: hostId,
      state,
      ticketCode: newTicketCode(event.ticketKey),
      foreignCode: null,
      invitedFrom: 'IMPORT',
    };
    return { op: 'create', entity: 'guest', id: station.newId(), data };
  });
  return { changes, notes: [] };
}
