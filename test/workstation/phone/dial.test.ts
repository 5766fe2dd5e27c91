import { expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '#core/base/time.ts';
import { sql } from '#db/handles.ts';
import { readTimeline } from '#db/queries/client-timeline.ts';
import { buildCard } from '#workstation/calls/card.ts';
import { dialClient } from '#workstation/phone/dial.ts';
import { testDesk, type Desk } from '#test/workstation/calls/desk.ts';

const contactId = '01949999-0000-7000-8000-0000000000aa';
const asked = { contactId, way: 'TEL', reason: 'FRESH', taskId: null, asService: false } as const;

const reveals = ({ db }: Desk) =>
  sql(
    db,
    'SELECT client_id AS clientId, manager_id AS managerId, reason, revealed_at AS at FROM reveal',
  ).all();
const verdicts = ({ db }: Desk) =>
  sql(db, 'SELECT purpose, code, contact_id AS contactId FROM contact_verdict ORDER BY id').all();
const lines = ({ db }: Desk) =>
  sql(
    db,
    `SELECT contact_id AS contactId, way, dialled_at AS dialledAt, answered_at AS answeredAt, ended_at AS endedAt, ending
     FROM phone_call`,
  ).all();

test.each(['TEL', 'SIP', 'COPY'] as const)(
  '[CQ40] dialling by %s hands the number out and says who, when and why',
  (way) => {
    const desk = testDesk();
    const clientId = desk.addClient();
    const dialled = dialClient(desk, { ...asked, clientId, way });
    expect(dialled).toEqual({ ok: true, value: { number: '13800000001', dialledAt: desk.clock() } });
    expect(reveals(desk)).toEqual([
      { clientId, managerId: desk.me.managerId, reason: way, at: desk.clock() },
    ]);
  },
);

test('[CQ40] who is not here or has no number is not revealed', () => {
  const desk = testDesk();
  const clientId = desk.addClient({ phone: null });
  expect(dialClient(desk, { ...asked, clientId })).toMatchObject({ error: { code: 'NO_NUMBER' } });
  expect(dialClient(desk, { ...asked, clientId: 'nobody' })).toMatchObject({ error: { code: 'NOT_FOUND' } });
  expect(reveals(desk)).toEqual([]);
});

test('[CQ41] the gate is asked at the moment of dialling, whatever the card said before', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.testClock.advance(11 * hourMs);
  const refused = dialClient(desk, { ...asked, clientId });
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'BLOCKED', data: { code: 'QUIET_HOURS', ruleId: 'CP5', canServe: false } },
  });
  expect(reveals(desk)).toEqual([]);
  expect(verdicts(desk)).toEqual([{ purpose: 'MARKETING', code: 'QUIET_HOURS', contactId: null }]);
});

test('[CQ42] what marketing rules forbid may be dialled as service where the gate lets service pass', () => {
  const desk = testDesk();
  const clientId = desk.addClient({}, []);
  expect(dialClient(desk, { ...asked, clientId })).toMatchObject({
    error: { data: { code: 'NO_CONSENT', canServe: true } },
  });
  const served = dialClient(desk, { ...asked, clientId, asService: true });
  expect(served.ok).toBe(true);
  const line = {
    way: 'TEL',
    dialledAt: desk.clock(),
    answeredAt: null,
    endedAt: null,
    ending: null,
  } as const;
  desk.testClock.advance(minuteMs);
  expect(desk.press(clientId, 'DONE_SERVICE', { contactId, line: { ...line, asService: true } }).ok).toBe(
    true,
  );
  expect(sql(desk.db, 'SELECT purpose FROM contact').all()).toEqual([{ purpose: 'SERVICE' }]);
  expect(verdicts(desk)).toEqual([
    { purpose: 'MARKETING', code: 'NO_CONSENT', contactId: null },
    { purpose: 'SERVICE', code: 'OK', contactId },
  ]);
});

test('[CQ42] a do-not-contact stands against service too', () => {
  const desk = testDesk();
  const clientId = desk.addClient({}, [{ channel: null, purpose: null, given: false }]);
  const refused = dialClient(desk, { ...asked, clientId, asService: true });
  expect(refused).toMatchObject({ error: { data: { code: 'DNC_ALL', canServe: false } } });
});

test('[CQ43] the record takes its times from the telephone, also when it is logged later', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const dialledAt = desk.clock();
  dialClient(desk, { ...asked, clientId, way: 'SIP' });
  const line = { way: 'SIP', dialledAt, answeredAt: dialledAt + 9000, endedAt: dialledAt + 70_000 } as const;
  desk.testClock.advance(5 * minuteMs);
  desk.press(clientId, 'NOT_NOW', {
    contactId,
    line: { ...line, ending: 'CLIENT', asService: false },
    startedAt: desk.clock(),
  });
  expect(sql(desk.db, 'SELECT started_at AS startedAt, ended_at AS endedAt FROM contact').all()).toEqual([
    { startedAt: dialledAt, endedAt: dialledAt + 70_000 },
  ]);
  expect(lines(desk)).toEqual([{ contactId, ...line, ending: 'CLIENT' }]);
});

test('[CQ43] times that cannot be are brought inside the contact', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const now = desk.clock();
  const line = { way: 'SIP', dialledAt: now - 1000, answeredAt: now + 9000, endedAt: now + 99_000 } as const;
  desk.press(clientId, 'NOT_NOW', { line: { ...line, ending: 'SELF', asService: false } });
  expect(lines(desk)).toMatchObject([{ dialledAt: now - 1000, answeredAt: now, endedAt: now }]);
});

test('[CQ92] card and timeline say of a call that it was made as a service where its reason would sell', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const at = (days: number) => desk.clock() - days * dayMs;
  const followUp = desk.addTask(clientId, { kind: 'FOLLOW_UP', status: 'DONE' });
  desk.addContact(clientId, at(1), { purpose: 'SERVICE', reason: 'FRESH' });
  desk.addContact(clientId, at(2), { purpose: 'SERVICE', reason: 'CALLBACK_DUE', taskId: followUp });
  desk.addContact(clientId, at(3), { purpose: 'SERVICE', reason: 'MATURITY' });
  const told = buildCard(desk, clientId, null)?.lastContacts.map(({ isAsService }) => isAsService);
  expect(told).toEqual([true, true, false]);
  desk.addContact(clientId, at(4), { purpose: 'MARKETING', reason: 'FRESH' });
  desk.addContact(clientId, at(5), {
    purpose: 'SERVICE',
    reason: 'MANUAL',
    channel: 'SALON',
    outcome: 'SENT',
  });
  const { entries } = readTimeline(desk.db, clientId, { before: undefined, limit: 20 });
  const contacts = entries.flatMap((entry) => (entry.kind === 'CONTACT' ? [entry.isAsService] : []));
  expect(contacts).toEqual([true, true, false, false, false]);
});
