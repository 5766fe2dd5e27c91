import { expect, test } from 'vitest';
import { dayMs } from '#core/base/time.ts';
import { outcomes } from '#core/calls/contact.ts';
import { sql } from '#db/handles.ts';
import { countersOf } from '#workstation/calls/counters.ts';
import { judgeCall } from '#workstation/calls/gate.ts';
import { readSubject } from '#workstation/consent/gate.ts';
import { buildQueue } from '#workstation/calls/queue.ts';
import { rescheduleCall, undoCall, undoWindowMs } from '#workstation/calls/undo.ts';
import { testDesk, visibleState, type Desk } from '#test/workstation/calls/desk.ts';

const contactId = '0194bbbb-0000-7000-8000-000000000001';

test.each(outcomes)('[CQ20] undoing %s restores everything that is seen', (outcome) => {
  const desk = testDesk();
  const clientId = desk.addClient({}, [{}, { channel: 'SMS', expiresAt: desk.clock() + 90 * dayMs }]);
  const taskId = desk.addTask(clientId, { kind: 'CALLBACK' });
  desk.addTask(clientId, { kind: 'FOLLOW_UP', dueAt: desk.clock() + dayMs });
  const before = { ...seen(desk, clientId), counters: countersOf(desk) };
  desk.press(clientId, outcome, { contactId, reason: 'CALLBACK_DUE', taskId });
  desk.testClock.advance(undoWindowMs);
  expect(undoCall(desk, contactId)).toBe(true);
  desk.testClock.advance(-undoWindowMs);
  expect({ ...seen(desk, clientId), counters: countersOf(desk) }).toEqual(before);
});

test('[CQ20] both facts stay: the contact and its undo', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.press(clientId, 'NO_ANSWER', { contactId });
  undoCall(desk, contactId);
  expect(sql(desk.db, 'SELECT count(*) AS n FROM contact').get()).toEqual({ n: 1 });
  expect(sql(desk.db, 'SELECT contact_id FROM contact_undo').all()).toEqual([{ contact_id: contactId }]);
});

test('[CQ20] after ten seconds it is too late, and twice is once', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.press(clientId, 'NO_ANSWER', { contactId });
  desk.testClock.advance(undoWindowMs + 1);
  expect(undoCall(desk, contactId)).toBe(false);
  const other = '0194bbbb-0000-7000-8000-000000000002';
  desk.press(desk.addClient({ phone: '+8613800000002' }), 'NO_ANSWER', { contactId: other });
  expect(undoCall(desk, other)).toBe(true);
  expect(undoCall(desk, other)).toBe(false);
});

test('[CQ21] undoing do-not-contact adds an entry that states the mistake and grants nothing new', () => {
  const desk = testDesk();
  const clientId = desk.addClient({}, []);
  desk.press(clientId, 'DNC', { contactId });
  undoCall(desk, contactId);
  const entries = sql<{ given: number; evidence: string }>(
    desk.db,
    'SELECT given, evidence FROM consent WHERE client_id = ? ORDER BY recorded_at',
  ).all(clientId);
  expect(entries.map(({ given }) => given)).toEqual([0, 1]);
  expect(entries[1]?.evidence).toContain('mistake');
  expect(codeOf(desk, clientId)).toBe('NO_CONSENT');
});

test('[CQ21] undoing a refusal gives back what was consented to, and no more', () => {
  const desk = testDesk();
  const expiresAt = desk.clock() + 90 * dayMs;
  const clientId = desk.addClient({}, [{ expiresAt }]);
  desk.press(clientId, 'REFUSE', { contactId });
  expect(codeOf(desk, clientId)).not.toBe('OK');
  undoCall(desk, contactId);
  const given = sql(
    desk.db,
    "SELECT channel, purpose, expires_at FROM consent WHERE client_id = ? AND evidence LIKE 'undo%' AND (expires_at IS NULL OR expires_at > ?)",
  ).all(clientId, desk.clock());
  expect(given).toEqual([{ channel: 'PHONE', purpose: 'MARKETING', expires_at: expiresAt }]);
  expect(codeOf(desk, clientId)).toBe('OK');
});

test('[CQ22] the step a call led to can be given another date within the same ten seconds', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.press(clientId, 'INTERESTED', { contactId });
  const later = desk.clock() + 3 * dayMs;
  expect(rescheduleCall(desk, contactId, later)).toBe(true);
  expect(desk.tasks(clientId)).toMatchObject([{ kind: 'FOLLOW_UP', dueAt: later }]);
  desk.testClock.advance(undoWindowMs + 1);
  expect(rescheduleCall(desk, contactId, later + dayMs)).toBe(false);
});

function seen(desk: Desk, clientId: string): object {
  const { items, cards } = buildQueue(desk, 8);
  return { state: visibleState(desk, clientId), items, cards };
}

function codeOf(desk: Desk, clientId: string): string {
  const subject = readSubject(desk, clientId);
  if (!subject) throw new Error('gone');
  return judgeCall(subject, { reason: 'FRESH', taskKind: null }, desk.clock() + 1).code;
}
