import type { Id } from '#core/base/ids.ts';
import type { ClientFields } from '#core/clients/client.ts';
import type { GateCode } from '#core/consent/contact-gate.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { judgeAsk, verdictToKeep, type ContactAsk, type Judged } from '#workstation/consent/gate.ts';
import { subjectOf } from '#workstation/consent/subject.ts';
import type { Station } from '#workstation/station.ts';

/** What a yes on the phone does not lift. */
const holdsOnThePhone: readonly GateCode[] = ['DNC_ALL', 'COMPLAINT_FREEZE', 'NO_MARKETING_GROUP'];

const fromList: ContactAsk = { channel: 'SALON', purpose: 'MARKETING', reason: 'MANUAL' };
/** Sending what the client just said yes to answers the client; the call itself was the marketing. */
const asAgreed: ContactAsk = { ...fromList, purpose: 'SERVICE' };

/** Whom to invite from where; `overrideReason` says why the ladder is passed over, if it is. */
interface Invitee {
  readonly clientId: Id;
  readonly client: ClientFields;
  readonly from: 'LIST' | 'CALL';
  readonly overrideReason?: string | null;
}

/** What the gate said of an invitation, and why it may not go out; `code` null = it may. */
export interface SalonVerdict {
  readonly judged: Judged;
  readonly code: Exclude<GateCode, 'OK'> | null;
}

/**
 * Judges an invitation to a salon by the contact gate (domain §3.7): consent for salons, invitation caps,
 * do-not-contact; for someone just asked on the phone only what a yes does not lift. Whoever was never talked to on the
 * phone before is not invited without a reason (CP23).
 */
export function salonGate(
  station: Station,
  { clientId, client, from, overrideReason = null }: Invitee,
): SalonVerdict {
  const at = station.clock();
  const subject = subjectOf(station, clientId, client);
  const asked = { ...fromList, overrideReason };
  const verdict = judgeAsk(subject, asked, at);
  const contactId = station.newId();
  if (from === 'CALL' && !holdsOnThePhone.includes(verdict.code)) {
    const ask = { ...asAgreed, overrideReason };
    const agreed = judgeAsk(subject, ask, at);
    const isHeld = agreed.code === 'LADDER';
    const judged = { subject, ask, verdict: agreed, at, contactId: isHeld ? null : contactId };
    return { judged, code: isHeld ? agreed.code : null };
  }
  const code = verdict.code === 'OK' ? null : verdict.code;
  const judged = { subject, ask: asked, verdict, at, contactId: code === null ? contactId : null };
  return { judged, code };
}

/** Returns the rows of an invitation that goes out: the contact it is, whoever hosts, and the verdict on it. */
export function salonContact(station: Station, { judged }: SalonVerdict): RowChange[] {
  const { subject, ask, at, contactId } = judged;
  if (contactId === null) return [];
  const { channel, purpose, reason } = ask;
  const told = { channel, purpose, reason, outcome: 'SENT' as const, note: '', startedAt: at, endedAt: at };
  const data = { clientId: subject.clientId, managerId: station.me.managerId, taskId: null, ...told };
  return [
    { op: 'create', entity: 'contact', id: contactId, data },
    ...verdictToKeep(station, judged),
    ...overrideRows(station, judged, contactId),
  ];
}

/** The reason given for passing the ladder over, where the ladder stood against the invitation. */
function overrideRows(station: Station, { subject, ask, at }: Judged, contactId: Id): RowChange[] {
  const { overrideReason: reason, ...asked } = ask;
  if (!reason || judgeAsk(subject, asked, at).code !== 'LADDER') return [];
  const about = { clientId: subject.clientId, managerId: station.me.managerId, contactId };
  const data = { ...about, code: 'LADDER' as const, reason, recordedAt: at };
  return [{ op: 'create', entity: 'contactOverride', id: station.newId(), data }];
}
