import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { keepUndo } from '#db/changes/call-undo.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { armsOf } from '#db/queries/event-effect.ts';
import { invitedClients } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { verdictToKeep } from '#workstation/consent/gate.ts';
import { inviteOne, isListed, type InviteOutcome } from '#workstation/events/invitation.ts';
import { invitationUndos } from '#workstation/events/invite-undo.ts';
import { lotOf } from '#workstation/events/lot.ts';
import { partsOf } from '#workstation/events/parts.ts';
import { runningEvent } from '#workstation/events/plan.ts';
import { salonGate } from '#workstation/events/salon-gate.ts';
import type { ProductGate } from '#workstation/risk/product-gate.ts';
import { commitAll, commitBeside, type Station } from '#workstation/station.ts';

/** Whom to invite to what. `CALL`: the client has just been asked on the phone. */
export interface Invitation {
  readonly eventId: Id;
  readonly clientIds: readonly Id[];
  readonly from: 'LIST' | 'CALL';
  /** Why clients are invited whom nobody talked to on the phone yet. */
  readonly overrideReason?: string | null;
}

/**
 * Invites clients to an event in one transaction. Skips who is on the list already (a cancelled guest may be invited
 * anew) and whom the contact gate blocks for salons; on the phone only what a yes does not lift (salon-gate.ts).
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
  const groups: RowChange[][] = [];
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
      groups.push(verdictToKeep(station, salon.judged));
      continue;
    }
    const findings = gate({ path: 'TALK_INVITATION', clientId, productIds });
    groups.push(inviteOne(station, { ...invitee, salon, lot }, { findings, outcome }));
  }
  if (from === 'CALL') commitOnPhone(station, groups.flat(), outcome);
  else commitAll(station, 'guest.invite', partsOf(groups));
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
