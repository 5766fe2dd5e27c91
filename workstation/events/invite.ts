import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { Instant } from '#core/base/time.ts';
import type { ClientFields } from '#core/clients/client.ts';
import type { GateCode } from '#core/consent/contact-gate.ts';
import type { GuestFields, GuestState } from '#core/events/event.ts';
import { keepUndo } from '#db/changes/call-undo.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { armsOf } from '#db/queries/event-effect.ts';
import { invitedClients } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { verdictToKeep } from '#workstation/consent/gate.ts';
import { invitationUndos } from '#workstation/events/invite-undo.ts';
import { lotOf, type Drawn, type Lot } from '#workstation/events/lot.ts';
import { salonContact, salonGate, type SalonVerdict } from '#workstation/events/salon-gate.ts';
import { runningEvent } from '#workstation/events/plan.ts';
import {
  findingRows,
  productsFound,
  type NamedProduct,
  type ProductFinding,
  type ProductGate,
} from '#workstation/risk/product-gate.ts';
import { commitAll, commitBeside, type Station } from '#workstation/station.ts';

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

/** Whom to invite to what. `CALL`: the client has just been asked on the phone. */
export interface Invitation {
  readonly eventId: Id;
  readonly clientIds: readonly Id[];
  readonly from: 'LIST' | 'CALL';
  /** Why clients are invited whom nobody talked to on the phone yet. */
  readonly overrideReason?: string | null;
}

/** More rows of one command are judged by the centre slower than they are worth; a guest's rows stay together. */
const mostRowsOfCommand = 2000;

/**
 * Invites clients to an event in one transaction. Skips who is on the list already (a cancelled guest may be invited
 * anew) and whom the contact gate blocks for salons; on the phone only do-not-contact and an open complaint block.
 * Of those who may come, the lot leaves some out so that the effect can be measured. For a product talk, the gate judges every product for every guest; a block is refused with its rule, and each verdict
 * is kept, whichever way it went.
 */
export function inviteClients(
  station: Station,
  { eventId, clientIds, from, overrideReason = null }: Invitation,
  gate: ProductGate,
): Result<InviteOutcome, 'NOT_FOUND' | 'EVENT_OVER' | 'NO_PRODUCT'> {
  const event = runningEvent(station, eventId);
  if (!event.ok) return event;
  const { isProductTalk, productIds } = event.value;
  if (isProductTalk && productIds.length === 0) return fail('NO_PRODUCT');
  const known = invitedClients(station.db, eventId);
  const lot = lotOf(station, eventId, clientIds);
  const outcome: InviteOutcome = { invited: [], skipped: [] };
  const parts: RowChange[][] = [[]];
  for (const clientId of new Set(clientIds)) {
    const client = readRow(station.db, 'client', clientId)?.data;
    const invitee = client && { eventId, clientId, client, listed: known.get(clientId), from };
    if (!invitee || isListed(invitee)) {
      const reason = invitee ? 'ALREADY_INVITED' : 'NOT_HERE';
      outcome.skipped.push({ clientId, name: client?.name ?? null, reason, products: [] });
      continue;
    }
    const salon = salonGate(station, { ...invitee, overrideReason });
    if (salon.code !== null) {
      outcome.skipped.push({ clientId, name: invitee.client.name, reason: salon.code, products: [] });
      append(parts, verdictToKeep(station, salon.judged));
      continue;
    }
    const findings = gate({ path: 'TALK_INVITATION', clientId, productIds });
    append(parts, inviteOne(station, { ...invitee, salon, lot }, { findings, outcome }));
  }
  if (from === 'CALL') commitOnPhone(station, parts.flat(), outcome);
  else commitAll(station, 'guest.invite', parts);
  return ok(outcome);
}

/** An invitation made with one key on the phone can be taken back with one, as long as a call can. */
function commitOnPhone(station: Station, changes: readonly RowChange[], outcome: InviteOutcome): void {
  if (changes.length === 0) return;
  const undos = invitationUndos(station, changes);
  commitBeside(station, { command: 'guest.invite', changes }, (db) => {
    for (const undo of undos.values()) keepUndo(db, undo);
  });
  for (const invited of outcome.invited) {
    const undo = undos.get(invited.clientId);
    if (undo) invited.takeBack = { contactId: undo.contactId, until: undo.until };
  }
}

/**
 * Invites to an event whom the lists of an earlier one named, whom the lot left out then included: a new event draws
 * anew. Every gate is asked again, since consent, levels and products change.
 */
export function inviteAgain(
  station: Station,
  { eventId, fromEventId }: { readonly eventId: Id; readonly fromEventId: Id },
  gate: ProductGate,
): ReturnType<typeof inviteClients> {
  const clientIds = [...invitedClients(station.db, fromEventId)]
    .filter(([, { state }]) => state !== 'candidate')
    .map(([clientId]) => clientId);
  const drawn = [...armsOf(station.db, fromEventId).keys()];
  return inviteClients(station, { eventId, clientIds: [...clientIds, ...drawn], from: 'LIST' }, gate);
}

/** Invites or refuses by what the gate found; returns the rows, the verdicts among them. */
function inviteOne(
  station: Station,
  invitee: Invitee & { readonly eventId: Id; readonly salon: SalonVerdict; readonly lot: Lot },
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
function drawnBy({ clientId, from, lot }: Invitee & { readonly clientId: Id; readonly lot: Lot }): Drawn {
  return from === 'LIST' ? lot.draw(clientId) : { isLeftOut: lot.leftOut(clientId), rows: [] };
}

function append(parts: RowChange[][], changes: readonly RowChange[]): void {
  const last = parts.at(-1);
  if (last && last.length + changes.length <= mostRowsOfCommand) last.push(...changes);
  else parts.push([...changes]);
}

interface Invitee {
  readonly clientId: Id;
  readonly client: ClientFields;
  /** The client's latest row on the event's list, if any. */
  readonly listed: { readonly guestId: Id; readonly state: GuestState } | undefined;
  readonly from: 'LIST' | 'CALL';
}

function isListed({ listed }: Invitee): boolean {
  return listed !== undefined && listed.state !== 'cancelled' && listed.state !== 'candidate';
}

/** A candidate's row is moved; anyone else, cancelled guests included, gets a new one. */
function invitation(station: Station, invitee: Invitee & { readonly eventId: Id }): RowChange {
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
