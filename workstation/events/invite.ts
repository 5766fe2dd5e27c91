import type { Id } from '#core/base/ids.ts';
import { ok, type Result } from '#core/base/result.ts';
import type { ClientFields } from '#core/clients/client.ts';
import type { GateCode } from '#core/consent/contact-gate.ts';
import type { GuestFields, GuestState } from '#core/events/event.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { invitedClients } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { salonGate } from '#workstation/events/salon-gate.ts';
import { runningEvent } from '#workstation/events/plan.ts';
import { commit, type Station } from '#workstation/station.ts';

type SkipReason = 'ALREADY_INVITED' | 'NOT_HERE' | Exclude<GateCode, 'OK'>;

/** Who was invited, and for everyone else why not. */
export interface InviteOutcome {
  readonly invited: readonly { readonly clientId: Id; readonly guestId: Id }[];
  readonly skipped: readonly {
    readonly clientId: Id;
    readonly name: string | null;
    readonly reason: SkipReason;
  }[];
}

/**
 * Invites clients to an event in one commit. Skips who is on the list already (a cancelled guest may be invited
 * anew) and whom the contact gate blocks for salons. `CALL` means the client has just been asked on the phone:
 * then only do-not-contact and an open complaint block.
 */
export function inviteClients(
  station: Station,
  eventId: Id,
  clientIds: readonly Id[],
  from: 'LIST' | 'CALL',
): Result<InviteOutcome, 'NOT_FOUND' | 'EVENT_OVER'> {
  const event = runningEvent(station, eventId);
  if (!event.ok) return event;
  const known = invitedClients(station.db, eventId);
  const invited: { clientId: Id; guestId: Id }[] = [];
  const skipped: InviteOutcome['skipped'][number][] = [];
  const changes: RowChange[] = [];
  for (const clientId of new Set(clientIds)) {
    const client = readRow(station.db, 'client', clientId)?.data;
    const listed = known.get(clientId);
    const reason = client ? skipReason(station, { clientId, client, listed, from }) : 'NOT_HERE';
    if (!client || reason)
      skipped.push({ clientId, name: client?.name ?? null, reason: reason ?? 'NOT_HERE' });
    else {
      const change = invitation(station, { eventId, clientId, client, listed, from });
      invited.push({ clientId, guestId: change.id });
      changes.push(change);
    }
  }
  if (changes.length > 0) commit(station, 'guest.invite', changes);
  return ok({ invited, skipped });
}

interface Invitee {
  readonly clientId: Id;
  readonly client: ClientFields;
  /** The client's latest row on the event's list, if any. */
  readonly listed: { readonly guestId: Id; readonly state: GuestState } | undefined;
  readonly from: 'LIST' | 'CALL';
}

function skipReason(station: Station, { clientId, client, listed, from }: Invitee): SkipReason | null {
  if (listed && listed.state !== 'cancelled' && listed.state !== 'candidate') return 'ALREADY_INVITED';
  return salonGate(station, clientId, client, from);
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
    invitedFrom: from,
  };
  return { op: 'create', entity: 'guest', id: station.newId(), data };
}
