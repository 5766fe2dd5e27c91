import type { Id } from '#core/base/ids.ts';
import type { PastContact } from '#core/calls/cooling.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { judgeContact, type GateCode } from '#core/consent/contact-gate.ts';
import { contactPolicy } from '#core/consent/policy.ts';
import { recentInvitations } from '#db/queries/contact-gate.ts';
import { askedOf, subjectOf } from '#workstation/consent/subject.ts';
import type { Station } from '#workstation/station.ts';

/** What a yes on the phone does not lift. */
const holdsOnThePhone: readonly GateCode[] = ['DNC_ALL', 'COMPLAINT_FREEZE'];

/**
 * Returns why a client may not be invited to a salon, or null. The contact gate decides (domain §3.7): consent for
 * salons, invitation caps, do-not-contact; for someone just asked on the phone only what a yes does not lift.
 */
export function salonGate(
  station: Station,
  clientId: Id,
  client: ClientFields,
  from: 'LIST' | 'CALL',
): Exclude<GateCode, 'OK'> | null {
  const now = station.clock();
  const asked = askedOf(subjectOf(station, clientId, client));
  const verdict = judgeContact({
    ...asked,
    channel: 'SALON',
    purpose: 'MARKETING',
    contacts: [...asked.contacts, ...recentInvitations(station.db, clientId, now).map(asContact)],
    now,
    policy: contactPolicy,
    isWorkday: () => true,
  });
  if (verdict.code === 'OK') return null;
  return from === 'LIST' || holdsOnThePhone.includes(verdict.code) ? verdict.code : null;
}

/** An invitation counts as a salon contact, whoever sent it. */
function asContact(at: number): PastContact {
  return {
    channel: 'SALON',
    purpose: 'MARKETING',
    reason: 'MANUAL',
    outcome: 'SALON_YES',
    startedAt: at,
    endedAt: at,
  };
}
