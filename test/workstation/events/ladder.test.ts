import { expect, test } from 'vitest';
import { minuteMs } from '#core/base/time.ts';
import { sql } from '#db/handles.ts';
import { listOverContacts } from '#db/queries/over-contacts.ts';
import { testDesk, type Desk } from '#test/workstation/calls/desk.ts';
import { plan } from '#test/workstation/events/salon.ts';
import { inviteClients } from '#workstation/events/invite.ts';
import { createEvent } from '#workstation/events/plan.ts';

const nobody = () => [];

function world() {
  const desk = testDesk();
  const event = createEvent(desk, plan(desk));
  if (!event.ok) throw new Error(event.error);
  const eventId = event.value;
  const clientId = desk.addClient({}, [{ channel: null }]);
  const invite = (from: 'LIST' | 'CALL', overrideReason: string | null = null) => {
    const outcome = inviteClients(desk, { eventId, clientIds: [clientId], from, overrideReason }, nobody);
    if (!outcome.ok) throw new Error(outcome.error);
    const { invited, skipped } = outcome.value;
    return [invited.length, skipped.map(({ reason }) => reason)];
  };
  return { desk, clientId, invite };
}

const kept = ({ db }: Desk) =>
  sql(db, 'SELECT code, rule_id, contact_id IS NULL AS refused FROM contact_verdict').all();
const reasons = ({ db }: Desk) => sql(db, 'SELECT code, reason FROM contact_override').all();
const overs = ({ db, me }: Desk) => listOverContacts(db, me.managerId, 0).map(({ code }) => code);

test.each(['LIST', 'CALL'] as const)(
  '[CP23] %s: whom nobody talked to is left out and named, and the refusal is kept',
  (from) => {
    const { desk, invite } = world();
    expect(invite(from)).toEqual([0, ['LADDER']]);
    expect(kept(desk)).toEqual([{ code: 'LADDER', rule_id: 'CP23', refused: 1 }]);
    expect(sql(desk.db, 'SELECT 1 FROM guest').all()).toEqual([]);
  },
);

test.each(['LIST', 'CALL'] as const)(
  '[CP23] %s: a reason passes the ladder over, is kept, and no over-contact is made of it',
  (from) => {
    const { desk, invite } = world();
    expect(invite(from, '在网点当面认识')).toEqual([1, []]);
    expect(reasons(desk)).toEqual([{ code: 'LADDER', reason: '在网点当面认识' }]);
    expect(overs(desk)).toEqual([]);
  },
);

test('[CP23] after a talk nobody is asked for a reason, and one given all the same is not kept', () => {
  const { desk, clientId, invite } = world();
  desk.addContact(clientId, desk.clock() - minuteMs, { outcome: 'DONE_SERVICE', purpose: 'SERVICE' });
  expect(invite('LIST', 'unneeded')).toEqual([1, []]);
  expect(reasons(desk)).toEqual([]);
});

test('[CP23] a reason lifts the ladder only: what else stands against the invitation goes on standing', () => {
  const { desk, clientId, invite } = world();
  desk.addTask(clientId, { kind: 'COMPLAINT' });
  expect(invite('CALL', '在网点当面认识')).toEqual([0, ['COMPLAINT_FREEZE']]);
  expect(reasons(desk)).toEqual([]);
});

test('[CP23] an invitation before any talk, of another device and without a reason, is shown as an over-contact', () => {
  const { desk, clientId } = world();
  desk.addContact(clientId, desk.clock() - minuteMs, { channel: 'SALON', outcome: 'SENT' });
  expect(overs(desk)).toEqual(['LADDER']);
});
