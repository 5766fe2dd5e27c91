import { expect, test } from 'vitest';
import { dayMs, minuteMs } from '#core/base/time.ts';
import { contactBudget } from '#core/consent/caps.ts';
import type { PastContact } from '#core/calls/cooling.ts';
import { contactPolicy } from '#core/consent/policy.ts';
import { commit } from '#workstation/station.ts';
import { sql } from '#db/handles.ts';
import { listOverContacts } from '#db/queries/over-contacts.ts';
import { buildCard } from '#workstation/calls/card.ts';
import { buildQueue } from '#workstation/calls/queue.ts';
import { readSubject } from '#workstation/consent/gate.ts';
import { salonContact, salonGate } from '#workstation/events/salon-gate.ts';
import { testDesk, type Desk } from '#test/workstation/calls/desk.ts';

const everyChannel = [{ channel: null }] as const;

function kept({ db }: Desk): unknown[] {
  return sql(
    db,
    `SELECT client_id, channel, purpose, code, rule_id, policy_version, contact_id, number_tail, judged_at
     FROM contact_verdict ORDER BY judged_at, id`,
  ).all();
}

test('[CP19] a logged call keeps its verdict with rule, policy version and instant; looking keeps none', () => {
  const desk = testDesk();
  const clientId = desk.addClient({ phone: '+8613800001234' });
  buildQueue(desk, 8);
  buildCard(desk, clientId, null);
  expect(kept(desk)).toEqual([]);
  const logged = desk.press(clientId, 'TRANSFER');
  expect(kept(desk)).toEqual([
    {
      client_id: clientId,
      channel: 'PHONE',
      purpose: 'MARKETING',
      code: 'OK',
      rule_id: 'CP13',
      policy_version: contactPolicy.version,
      contact_id: logged.ok && logged.value.contactId,
      number_tail: '1234',
      judged_at: desk.clock(),
    },
  ]);
});

test('[CP19] a refused call is kept once, however often the key is pressed, and no contact follows', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.testClock.set(Date.parse('2026-11-23T13:00:00+08:00'));
  const contactId = '01949999-0000-7000-8000-00000000beef';
  expect(desk.press(clientId, 'TRANSFER', { contactId }).ok).toBe(false);
  expect(desk.press(clientId, 'TRANSFER', { contactId }).ok).toBe(false);
  expect(kept(desk)).toEqual([expect.objectContaining({ code: 'QUIET_HOURS', rule_id: 'CP5' })]);
  expect(sql(desk.db, 'SELECT 1 FROM contact').all()).toEqual([]);
});

test('[CP19] what a client says who rings is kept with the verdict that no call of ours would have passed', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.testClock.set(Date.parse('2026-11-23T13:00:00+08:00'));
  const logged = desk.press(clientId, 'COMPLAINT');
  expect(logged.ok).toBe(true);
  expect(kept(desk)).toEqual([
    expect.objectContaining({ code: 'QUIET_HOURS', contact_id: logged.ok && logged.value.contactId }),
  ]);
});

function invite(desk: Desk, clientId: string): string | null {
  const client = readSubject(desk, clientId)?.client;
  if (!client) throw new Error('no client');
  const salon = salonGate(desk, { clientId, client, from: 'LIST' });
  if (salon.code === null) commit(desk, 'guest.invite', salonContact(desk, salon));
  return salon.code;
}

test('[CP20] an invitation is a marketing contact for calls too, and a call for invitations', () => {
  const desk = testDesk();
  const clientId = desk.addClient({}, everyChannel);
  desk.addContact(clientId, desk.clock() - 200 * dayMs, { purpose: 'SERVICE' });
  expect(invite(desk, clientId)).toBeNull();
  desk.testClock.advance(minuteMs);
  expect(invite(desk, clientId)).toBeNull();
  for (const days of [1, 2, 3])
    desk.addContact(clientId, desk.clock() - days * dayMs, { channel: 'WECHAT', outcome: 'SENT' });
  const call = desk.press(clientId, 'TRANSFER');
  expect(call.ok ? null : call.error).toMatchObject({ code: 'BLOCKED', verdict: { code: 'CAP_WEEK' } });
  const other = desk.addClient({ phone: '+8613800000002' }, everyChannel);
  desk.addContact(other, desk.clock() - 200 * dayMs, { purpose: 'SERVICE' });
  for (const days of [1, 2, 3, 4, 5]) {
    desk.addContact(other, desk.clock() - days * dayMs, { channel: 'WECHAT', outcome: 'SENT' });
  }
  expect(invite(desk, other)).toBe('CAP_WEEK');
});

test('[CP20] sending what the client just agreed to on the phone uses up no marketing contact', () => {
  const desk = testDesk();
  const clientId = desk.addClient({}, everyChannel);
  desk.addContact(clientId, desk.clock() - 200 * dayMs, { purpose: 'SERVICE' });
  const client = readSubject(desk, clientId)?.client;
  if (!client) throw new Error('no client');
  commit(desk, 'guest.invite', salonContact(desk, salonGate(desk, { clientId, client, from: 'CALL' })));
  const subject = readSubject(desk, clientId);
  expect(subject?.contacts).toMatchObject([{ channel: 'SALON', purpose: 'SERVICE', outcome: 'SENT' }]);
});

test('[CP21] the budget left is what the tightest limit leaves, a longer window never less than it allows', () => {
  const now = Date.parse('2026-11-23T10:00:00+08:00');
  const sent = (channel: PastContact['channel'], days: number): PastContact => {
    const at = now - days * dayMs;
    const of = {
      purpose: 'MARKETING',
      reason: 'FRESH',
      outcome: 'SENT',
      startedAt: at,
      endedAt: at,
    } as const;
    return { channel, ...of };
  };
  const left = (contacts: readonly PastContact[]) =>
    Object.fromEntries(
      contactBudget({ contacts, now, policy: contactPolicy }).map(({ channel, today, week, month }) => [
        channel,
        [today, week, month],
      ]),
    );
  expect(left([])).toEqual({
    PHONE: [2, 4, 12],
    SMS: [1, 2, 12],
    WECHAT: [1, 3, 12],
    SALON: [2, 2, 2],
    EMAIL: [1, 2, 12],
  });
  expect(left([sent('SMS', 0), sent('SMS', 3), sent('SALON', 2)])).toEqual({
    PHONE: [2, 2, 9],
    SMS: [0, 0, 9],
    WECHAT: [1, 2, 9],
    SALON: [1, 1, 1],
    EMAIL: [1, 2, 9],
  });
  const talk = { ...sent('PHONE', 0), outcome: 'INTERESTED' } as const;
  expect(left([talk])['PHONE']).toEqual([0, 3, 11]);
});

test('[CP19] a call made on a yes that was true when it was told is kept with that yes, and shown as what it became', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  buildCard(desk, clientId, null);
  const consent = {
    clientId,
    channel: null,
    purpose: null,
    given: false,
    evidence: 'letter',
    expiresAt: null,
  };
  const recorded = { recordedBy: 'other', recordedAt: desk.clock() - minuteMs };
  const data = { ...consent, ...recorded };
  commit(desk, 'consent.record', [{ op: 'create', entity: 'consent', id: desk.newId(), data }]);
  desk.testClock.advance(minuteMs);
  const logged = desk.press(clientId, 'COMPLAINT');
  expect(kept(desk)).toEqual([expect.objectContaining({ code: 'OK' })]);
  expect(listOverContacts(desk.db, desk.me.managerId, 0)).toMatchObject([
    { contactId: logged.ok && logged.value.contactId, code: 'DNC_ALL', wasAllowed: true },
  ]);
});
