import { describe, expect, test } from 'vitest';
import { dayMs } from '#core/base/time.ts';
import type { ContactPolicy } from '#core/consent/policy.ts';
import contactPolicy from '#resources/contact-policy-v1.json' with { type: 'json' };
import { listInvitations } from '#workstation/events/overview.ts';
import type { InviteOutcome } from '#workstation/events/invitation.ts';
import { inviteClients } from '#workstation/events/invite.ts';
import { cancelEvent, createEvent } from '#workstation/events/plan.ts';
import { respond } from '#workstation/events/respond.ts';
import { productGate } from '#workstation/risk/product-gate.ts';
import { commit, type Station } from '#workstation/station.ts';
import { addClient, plan, stationWithSalon } from '#test/workstation/events/salon.ts';

function invite(
  station: Station,
  eventId: string,
  clientIds: string[],
  from: 'LIST' | 'CALL',
): InviteOutcome {
  const outcome = inviteClients(station, { eventId, clientIds, from }, productGate(station, null));
  if (!outcome.ok) throw new Error(outcome.error);
  return outcome.value;
}

describe('inviteClients', () => {
  test('[EV22] invites in one commit, skips who is listed and who is not here', () => {
    const { station, eventId } = stationWithSalon();
    const [one, two] = [addClient(station), addClient(station, { name: '李静' })];
    const outcome = invite(station, eventId, [one, two, two, 'stranger'], 'LIST');
    expect(outcome.invited.map(({ clientId }) => clientId)).toEqual([one, two]);
    expect(outcome.skipped).toEqual([{ clientId: 'stranger', name: null, reason: 'NOT_HERE', products: [] }]);
    const groups = station.db.prepare("SELECT DISTINCT group_id FROM outbox WHERE entity = 'guest'").all();
    expect(groups).toHaveLength(1);
    expect(invite(station, eventId, [one], 'LIST').skipped).toEqual([
      { clientId: one, name: '王晓明', reason: 'ALREADY_INVITED', products: [] },
    ]);
  });

  test('[EV22] the contact gate decides: do-not-contact, withdrawn, never asked, complaint', () => {
    const { station, eventId } = stationWithSalon();
    const withdrawn = { given: false, recordedAt: station.clock() + 1 };
    const dnc = addClient(station, {}, [{}, { ...withdrawn, channel: null, purpose: null }]);
    const no = addClient(station, {}, [{}, { ...withdrawn, channel: 'SALON' }]);
    const never = addClient(station, {}, []);
    const angry = addClient(station);
    openComplaint(station, angry);
    const reasons = invite(station, eventId, [dnc, no, never, angry], 'LIST').skipped.map(
      ({ reason }) => reason,
    );
    expect(reasons).toEqual(['DNC_ALL', 'NO_CONSENT', 'NO_CONSENT', 'COMPLAINT_FREEZE']);
  });

  test('[EV22] invitations count against the cap of two a month', () => {
    const { station, eventId } = stationWithSalon();
    const clientId = addClient(station);
    const more = [1, 2].map((days) => {
      const startsAt = station.clock() + days * dayMs;
      const made = createEvent(station, plan(station, { startsAt, endsAt: startsAt + 1 }));
      return made.ok ? made.value : '';
    });
    expect(invite(station, eventId, [clientId], 'LIST').invited).toHaveLength(1);
    expect(invite(station, more[0] ?? '', [clientId], 'LIST').invited).toHaveLength(1);
    expect(invite(station, more[1] ?? '', [clientId], 'LIST').skipped).toMatchObject([
      { reason: 'CAP_MONTH' },
    ]);
    station.testClock.advance(32 * dayMs);
    expect(invite(station, more[1] ?? '', [clientId], 'LIST').invited).toHaveLength(1);
  });

  test('[EV23] asked on the phone: no consent entry needed, do-not-contact still holds', () => {
    const { station, eventId } = stationWithSalon();
    const never = addClient(station, {}, []);
    const dnc = addClient(station, {}, [{ given: false, purpose: null }]);
    const outcome = invite(station, eventId, [never, dnc], 'CALL');
    expect(outcome.invited.map(({ clientId }) => clientId)).toEqual([never]);
    expect(outcome.skipped).toMatchObject([{ reason: 'DNC_ALL' }]);
  });

  test('[CP24] a member of a group without marketing is invited neither from a list nor with one key on the phone', () => {
    const { station, eventId } = stationWithSalon();
    const member = addClient(station);
    const [group] = (contactPolicy as unknown as ContactPolicy).marketingFree;
    const data = {
      clientId: member,
      name: group?.tag ?? '',
      setBy: station.me.managerId,
      setAt: station.clock(),
      expiresAt: null,
    };
    commit(station, 'client.tag', [{ op: 'create', entity: 'tag', id: station.newId(), data }]);
    for (const from of ['LIST', 'CALL'] as const) {
      expect(invite(station, eventId, [member], from)).toMatchObject({
        invited: [],
        skipped: [{ clientId: member, reason: 'NO_MARKETING_GROUP' }],
      });
    }
  });

  test('[EV22] a cancelled guest is invited anew by a row of its own', () => {
    const { station, eventId } = stationWithSalon();
    const clientId = addClient(station);
    const first = invite(station, eventId, [clientId], 'LIST').invited[0]?.guestId ?? '';
    respond(station, first, 'accepted');
    respond(station, first, 'cancelled');
    const again = invite(station, eventId, [clientId], 'LIST').invited[0]?.guestId;
    expect(again).not.toBe(first);
    expect(
      listInvitations(station, clientId)
        .map(({ state }) => state)
        .toSorted(),
    ).toEqual(['cancelled', 'invited']);
  });

  test('[EV4] nobody is invited to an event that is over', () => {
    const { station, eventId } = stationWithSalon();
    cancelEvent(station, eventId);
    const clientIds = [addClient(station)];
    const gate = productGate(station, null);
    expect(inviteClients(station, { eventId, clientIds, from: 'LIST' }, gate)).toEqual({
      ok: false,
      error: 'EVENT_OVER',
    });
  });
});

function openComplaint(station: Station, clientId: string): void {
  const data = {
    clientId,
    managerId: station.me.managerId,
    kind: 'COMPLAINT',
    dueAt: station.clock(),
    text: '',
    status: 'OPEN',
    fromContactId: null,
    closedAt: null,
  } as const;
  commit(station, 'task.create', [{ op: 'create', entity: 'task', id: station.newId(), data }]);
}
