import type { Id } from '#core/base/ids.ts';
import type { Instant } from '#core/base/time.ts';
import type { ClientFields } from '#core/clients/client.ts';
import type { GateCode } from '#core/consent/contact-gate.ts';
import type { GuestFields, GuestState } from '#core/events/event.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { verdictToKeep } from '#workstation/consent/gate.ts';
import type { Drawn, Lot } from '#workstation/events/lot.ts';
import { salonContact, type SalonVerdict } from '#workstation/events/salon-gate.ts';
import {
  findingRows,
  productsFound,
  type NamedProduct,
  type ProductFinding,
} from '#workstation/risk/product-gate.ts';
import type { Station } from '#workstation/station.ts';

type SkipReason = 'ALREADY_INVITED' | 'NOT_HERE' | 'SUITABILITY' | 'LEFT_OUT' | Exclude<GateCode, 'OK'>;

interface Invited {
  readonly clientId: Id;
  readonly guestId: Id;
  readonly name: string;
  /** Products of the talk for which steps are open. */
  readonly products: NamedProduct[];
  /** Until when an invitation made on the phone can be taken back, and by which contact (undoCall). */
  takeBack: { readonly contactId: Id; readonly until: Instant } | null;
}
interface Skipped {
  readonly clientId: Id;
  readonly name: string | null;
  readonly reason: SkipReason;
  /** Products of the talk that this guest may not be told of. */
  readonly products: NamedProduct[];
}

/** Who was invited, and for everyone else why not. */
export interface InviteOutcome {
  readonly invited: Invited[];
  readonly skipped: Skipped[];
}

/** A client who may be invited, with the row that is on the list already, if any. */
export interface Invitee {
  readonly eventId: Id;
  readonly clientId: Id;
  readonly client: ClientFields;
  /** The client's latest row on the event's list, if any. */
  readonly listed: { readonly guestId: Id; readonly state: GuestState } | undefined;
  readonly from: 'LIST' | 'CALL';
}

/** Invites or refuses by what the gate found; returns the rows, the verdicts among them. */
export function inviteOne(
  station: Station,
  invitee: Invitee & { readonly salon: SalonVerdict; readonly lot: Lot },
  { findings, outcome }: { readonly findings: readonly ProductFinding[]; readonly outcome: InviteOutcome },
): RowChange[] {
  const { clientId, client, salon } = invitee;
  const { name } = client;
  const verdicts = findingRows(station, { path: 'TALK_INVITATION', clientId }, findings);
  const blocking = productsFound(findings, 'BLOCK');
  if (blocking.length > 0) {
    outcome.skipped.push({ clientId, name, reason: 'SUITABILITY', products: blocking });
    return [...verdicts, ...verdictToKeep(station, { ...salon.judged, contactId: null })];
  }
  const drawn = drawnBy(invitee);
  if (drawn.isLeftOut) {
    outcome.skipped.push({ clientId, name, reason: 'LEFT_OUT', products: [] });
    return drawn.rows;
  }
  const change = invitation(station, invitee);
  const products = productsFound(findings, 'ALLOW_WITH_STEPS');
  outcome.invited.push({ clientId, guestId: change.id, name, products, takeBack: null });
  return [change, ...drawn.rows, ...salonContact(station, salon), ...verdicts];
}

/** Lists are drawn from; who was asked on the phone by chance is on no side, unless a list drew them before. */
function drawnBy({ clientId, from, lot }: Invitee & { readonly lot: Lot }): Drawn {
  return from === 'LIST' ? lot.draw(clientId) : { isLeftOut: lot.leftOut(clientId), rows: [] };
}

/** True for who is on the list; a cancelled guest may be invited anew. */
export function isListed({ listed }: Invitee): boolean {
  return listed !== undefined && listed.state !== 'cancelled' && listed.state !== 'candidate';
}

/** A candidate's row is moved; anyone else, cancelled guests included, gets a new one. */
function invitation(station: Station, invitee: Invitee): RowChange {
  const { eventId, clientId, client, listed, from } = invitee;
  const now = station.clock();
  if (listed?.state === 'candidate') {
    const patch = { state: 'invited', stateAt: now, invitedAt: now } as const;
    return { op: 'patch', entity: 'guest', id: listed.guestId, patch };
  }
  const data: GuestFields = {
    eventId,
    clientId,
    name: client.name,
    phone: client.phone,
    hostManagerId: client.ownerManagerId,
    plusOneOf: null,
    state: 'invited',
    stateAt: now,
    invitedAt: now,
    ticketCode: null,
    revokedCodes: [],
    foreignCode: null,
    seat: null,
    invitedFrom: from,
  };
  return { op: 'create', entity: 'guest', id: station.newId(), data };
}
