import { expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs, toIso } from '#core/base/time.ts';
import { outcomes } from '#core/calls/contact.ts';
import { callRules } from '#core/calls/dispositions.ts';
import { bandAt } from '#core/calls/time-bands.ts';
import type { EventFields, GuestFields } from '#core/events/event.ts';
import { sql } from '#db/handles.ts';
import { readRow } from '#db/rows.ts';
import { countersOf } from '#workstation/calls/counters.ts';
import { judgeCall } from '#workstation/calls/gate.ts';
import { readSubject } from '#workstation/consent/gate.ts';
import { logCall } from '#workstation/calls/log.ts';
import { commit } from '#workstation/station.ts';
import { testDesk, type Desk } from '#test/workstation/calls/desk.ts';

const shanghai = (at: number | undefined): string => toIso((at ?? 0) + 8 * hourMs).slice(0, 16);

test('[CQ3] a no-answer returns in another time band, four hours later at the earliest', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.press(clientId, 'NO_ANSWER');
  const [retry] = desk.tasks(clientId);
  expect(retry).toMatchObject({ kind: 'RETRY', status: 'OPEN' });
  expect(shanghai(retry?.dueAt)).toBe('2026-11-23T14:00');
});

test('[CQ3] each further attempt falls in a band not tried yet, then in any but the last one', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const tried: string[] = [];
  for (let attempt = 0; attempt < 3; attempt += 1) {
    tried.push(bandAt(callRules.bands, desk.clock()) ?? '');
    expect(desk.press(clientId, 'NO_ANSWER').ok).toBe(true);
    const due = desk.tasks(clientId).find(({ status }) => status === 'OPEN')?.dueAt ?? 0;
    desk.testClock.set(due);
  }
  const fourth = bandAt(callRules.bands, desk.clock());
  expect(new Set(tried).size).toBe(3);
  expect(fourth).not.toBe(tried.at(-1));
});

test('[CQ4] attempts stop at the cap and the client rests fourteen days', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  for (let attempt = 0; attempt < 4; attempt += 1) {
    expect(desk.press(clientId, 'NO_ANSWER').ok).toBe(true);
    const open = desk.tasks(clientId).filter(({ status }) => status === 'OPEN');
    expect(open).toHaveLength(attempt < 3 ? 1 : 0);
    if (open[0]) desk.testClock.set(open[0].dueAt);
  }
  const lastCall = desk.clock();
  desk.testClock.set(lastCall + 8 * dayMs);
  const subject = readSubject(desk, clientId);
  const verdict = subject && judgeCall(subject, { reason: 'FRESH', taskKind: null }, lastCall + 8 * dayMs);
  expect(verdict).toMatchObject({ code: 'COOLING' });
});

test('[CQ4] busy comes back after half an hour, then once a day, three attempts in all', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.press(clientId, 'BUSY');
  const [retry] = desk.tasks(clientId);
  expect(retry?.dueAt).toBe(desk.clock() + 31 * minuteMs);
});

test('[CQ5] a callback stands at exactly the agreed minute', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const followUpAt = Date.parse('2026-11-25T19:47:00+08:00');
  desk.press(clientId, 'CALLBACK', { followUpAt, note: '女儿接的，晚上再打' });
  expect(desk.tasks(clientId)).toMatchObject([
    { kind: 'CALLBACK', dueAt: followUpAt, managerId: desk.me.managerId, text: '女儿接的，晚上再打' },
  ]);
});

test('[CQ5] an agreed time in the past or at night is refused and nothing is logged', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  for (const time of ['2026-11-23T09:59:00', '2026-11-23T21:00:00', '2026-11-24T08:59:00']) {
    const followUpAt = Date.parse(`${time}+08:00`);
    expect(desk.press(clientId, 'CALLBACK', { followUpAt })).toEqual({
      ok: false,
      error: { code: 'BAD_FOLLOW_UP' },
    });
  }
  expect(countersOf(desk).dialled).toBe(0);
});

test('[CQ6] interest becomes a follow-up on the next day', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.press(clientId, 'INTERESTED');
  expect(desk.tasks(clientId)).toMatchObject([{ kind: 'FOLLOW_UP', dueAt: desk.clock() + dayMs }]);
});

test('[CQ7] a yes to the salon accepts the guest, gives a ticket and plans the confirmation the day before', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const guestId = addGuest(desk, clientId, 'invited');
  desk.press(clientId, 'SALON_YES');
  const guest = readRow(desk.db, 'guest', guestId)?.data;
  expect(guest).toMatchObject({ state: 'accepted' });
  expect(guest?.ticketCode).not.toBeNull();
  expect(shanghai(desk.tasks(clientId)[0]?.dueAt)).toBe('2026-11-27T10:00');
});

test('[CQ93] the confirmation of a salon on Monday is planned for Friday', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  addGuest(desk, clientId, 'invited', '2026-11-30T14:00:00+08:00');
  desk.press(clientId, 'SALON_YES');
  expect(shanghai(desk.tasks(clientId)[0]?.dueAt)).toBe('2026-11-27T10:00');
});

test('[CQ7] a yes of someone who had accepted confirms', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const guestId = addGuest(desk, clientId, 'accepted');
  desk.press(clientId, 'SALON_YES', { reason: 'EVENT_CONFIRM' });
  expect(readRow(desk.db, 'guest', guestId)?.data.state).toBe('confirmed');
  expect(desk.tasks(clientId)).toEqual([]);
});

test('[CQ7] a yes answers the invitation just made, not the salon accepted long ago', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const sooner = addGuest(desk, clientId, 'accepted');
  const asked = addGuest(desk, clientId, 'invited', '2026-12-05T14:00:00+08:00');
  desk.press(clientId, 'SALON_YES');
  expect(readRow(desk.db, 'guest', sooner)?.data.state).toBe('accepted');
  expect(readRow(desk.db, 'guest', asked)?.data.state).toBe('accepted');
});

test('[CQ7] a yes without an invitation on file becomes a follow-up, never a lost word', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.press(clientId, 'SALON_YES');
  expect(desk.tasks(clientId)).toMatchObject([{ kind: 'FOLLOW_UP' }]);
});

test('[CQ8] a served client is left to the cadence of the tier', () => {
  const desk = testDesk();
  const clientId = desk.addClient({ tier: 'VIP' });
  const taskId = desk.addTask(clientId, { kind: 'CALLBACK' });
  desk.press(clientId, 'DONE_SERVICE', { reason: 'CALLBACK_DUE', taskId });
  expect(desk.tasks(clientId)).toMatchObject([{ id: taskId, status: 'DONE', closedAt: desk.clock() }]);
});

test('[CQ9] "not now" creates nothing and rests the client', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.press(clientId, 'NOT_NOW');
  expect(desk.tasks(clientId)).toEqual([]);
  desk.testClock.advance(8 * dayMs);
  const subject = readSubject(desk, clientId);
  expect(subject && judgeCall(subject, { reason: 'FRESH', taskKind: null }, desk.clock()).code).toBe(
    'COOLING',
  );
});

test('[CQ10] a refusal stops marketing at once and cancels its steps; service calls stay', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const followUp = desk.addTask(clientId, { kind: 'FOLLOW_UP', dueAt: desk.clock() + dayMs });
  const retest = desk.addTask(clientId, { kind: 'RISK_TEST', dueAt: desk.clock() + dayMs });
  desk.press(clientId, 'REFUSE');
  const status = Object.fromEntries(desk.tasks(clientId).map((task) => [task.id, task.status]));
  expect(status).toEqual({ [followUp]: 'CANCELLED', [retest]: 'OPEN' });
  desk.testClock.advance(hourMs);
  const subject = readSubject(desk, clientId);
  if (!subject) throw new Error('gone');
  expect(judgeCall(subject, { reason: 'FRESH', taskKind: null }, desk.clock()).code).toBe('NO_CONSENT');
  expect(judgeCall(subject, { reason: 'MATURITY', taskKind: null }, desk.clock()).code).toBe('OK');
});

test('[CQ11] a wrong number is quarantined and another channel is asked for', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.press(clientId, 'WRONG');
  expect(readRow(desk.db, 'client', clientId)?.data.phoneUsable).toBe(false);
  expect(desk.tasks(clientId)).toMatchObject([{ kind: 'OTHER' }]);
});

test('[CQ12] do-not-contact withdraws every channel, goes up first and leaves no step but the complaint', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.addTask(clientId, { kind: 'CALLBACK', dueAt: desk.clock() + dayMs });
  const complaint = desk.addTask(clientId, { kind: 'COMPLAINT' });
  desk.press(clientId, 'DNC');
  expect(desk.tasks(clientId).filter(({ status }) => status === 'OPEN')).toMatchObject([{ id: complaint }]);
  expect(
    sql(
      desk.db,
      "SELECT lane, json_extract(patch, '$.channel') AS channel FROM outbox WHERE command = 'call.log' AND entity = 'consent'",
    ).all(),
  ).toEqual([{ lane: 0, channel: null }]);
});

test('[CQ13] a complaint is due the same day and freezes marketing; a second one opens no second task', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.press(clientId, 'COMPLAINT');
  expect(shanghai(desk.tasks(clientId)[0]?.dueAt)).toBe('2026-11-23T18:00');
  desk.testClock.advance(hourMs);
  desk.press(clientId, 'COMPLAINT', { reason: 'COMPLAINT' });
  expect(desk.tasks(clientId)).toHaveLength(1);
});

test('[CQ13] only "served" closes a complaint', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const taskId = desk.addTask(clientId, { kind: 'COMPLAINT' });
  desk.press(clientId, 'NO_ANSWER', { reason: 'COMPLAINT', taskId });
  expect(desk.tasks(clientId).find(({ id }) => id === taskId)?.status).toBe('OPEN');
  desk.testClock.advance(hourMs);
  desk.press(clientId, 'DONE_SERVICE', { reason: 'COMPLAINT', taskId });
  expect(desk.tasks(clientId).every(({ status }) => status === 'DONE')).toBe(true);
});

test('[CQ14] a re-test is booked, and [CQ15] a transfer leaves a hand-over', () => {
  const desk = testDesk();
  const [first, second] = [desk.addClient(), desk.addClient({ phone: '+8613800000002' })];
  desk.press(first, 'RETEST');
  desk.press(second, 'TRANSFER');
  expect(desk.tasks(first)).toMatchObject([{ kind: 'RISK_TEST' }]);
  expect(desk.tasks(second)).toMatchObject([{ kind: 'OTHER' }]);
});

test('[CQ16] two presses with one contact id are one contact', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const contactId = '0194aaaa-0000-7000-8000-000000000001';
  desk.press(clientId, 'INTERESTED', { contactId });
  const again = desk.press(clientId, 'INTERESTED', { contactId });
  expect(again).toMatchObject({ ok: true, value: { isRepeat: true, counters: { dialled: 1 } } });
  expect(desk.tasks(clientId)).toHaveLength(1);
});

test('[CQ17] a failure in the middle of the commit leaves nothing behind', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const before = sql(desk.db, 'SELECT count(*) AS n FROM outbox').get();
  let calls = 0;
  const failing = {
    ...desk,
    nextHlc: () => {
      calls += 1;
      if (calls === 2) throw new Error('power cut');
      return desk.nextHlc();
    },
  };
  expect(() => pressOn(failing, clientId)).toThrow('power cut');
  expect(desk.tasks(clientId)).toEqual([]);
  expect(countersOf(desk).dialled).toBe(0);
  expect(sql(desk.db, 'SELECT count(*) AS n FROM outbox').get()).toEqual(before);
});

test('[CQ18] an outcome is refused where the gate forbade the call when it began, except what a caller-in may say', () => {
  const desk = testDesk();
  const clientId = desk.addClient({}, []);
  expect(desk.press(clientId, 'INTERESTED')).toMatchObject({
    ok: false,
    error: { code: 'BLOCKED', verdict: { code: 'NO_CONSENT', ruleId: 'CP3' } },
  });
  for (const { code, isInboundToo } of callRules.dispositions) {
    if (isInboundToo) expect(desk.press(clientId, code).ok).toBe(true);
  }
});

test('[CQ18] a withdrawal that arrives during the call does not lose its outcome', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const startedAt = desk.clock();
  desk.testClock.advance(minuteMs);
  commit(desk, 'test.withdraw', [
    {
      op: 'create',
      entity: 'consent',
      id: desk.newId(),
      data: {
        clientId,
        channel: null,
        purpose: null,
        given: false,
        evidence: 'another desk',
        recordedBy: desk.me.managerId,
        recordedAt: desk.clock(),
        expiresAt: null,
      },
    },
  ]);
  expect(desk.press(clientId, 'NO_ANSWER', { startedAt }).ok).toBe(true);
});

test('[CQ19] the counters of the day count dials, people reached and outcomes', () => {
  const desk = testDesk();
  for (const [index, outcome] of outcomes.entries()) {
    desk.press(desk.addClient({ phone: `+861380000${String(index).padStart(4, '0')}` }), outcome);
  }
  const counters = countersOf(desk);
  expect(counters.dialled).toBe(14);
  expect(counters.reached).toBe(10);
  expect(counters.byOutcome).toEqual(Object.fromEntries(outcomes.map((outcome) => [outcome, 1])));
});

test('[CQ19] notes keep 400 characters with emoji and rare characters', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const note = '𠮷😀'.repeat(200);
  desk.press(clientId, 'INTERESTED', { note, contactId: '0194aaaa-0000-7000-8000-000000000002' });
  expect(readRow(desk.db, 'contact', '0194aaaa-0000-7000-8000-000000000002')?.data.note).toBe(note);
});

function pressOn(station: Desk, clientId: string): void {
  logCall(station, {
    contactId: '0194aaaa-0000-7000-8000-000000000009',
    clientId,
    outcome: 'INTERESTED',
    reason: 'FRESH',
    taskId: null,
    note: '',
    followUpAt: null,
    startedAt: station.clock(),
  });
}

function addGuest(
  desk: Desk,
  clientId: string,
  state: GuestFields['state'],
  starts = '2026-11-28T14:00:00+08:00',
): string {
  const eventId = desk.newId();
  const guestId = desk.newId();
  const startsAt = Date.parse(starts);
  const event: EventFields = {
    title: '秋日品茗',
    city: '杭州',
    venue: '湖滨厅',
    startsAt,
    endsAt: startsAt + 2 * hourMs,
    capacity: 10,
    isProductTalk: false,
    productIds: [],
    hostManagerIds: [desk.me.managerId],
    agenda: '',
    status: 'OPEN',
    ticketKey: null,
  };
  const guest: GuestFields = {
    eventId,
    clientId,
    name: '王晓明',
    phone: null,
    hostManagerId: desk.me.managerId,
    plusOneOf: null,
    state,
    stateAt: desk.clock() - dayMs,
    ticketCode: null,
    revokedCodes: [],
    foreignCode: null,
    seat: null,
    invitedAt: desk.clock() - dayMs,
    invitedFrom: 'LIST',
  };
  commit(desk, 'test.event', [
    { op: 'create', entity: 'event', id: eventId, data: event },
    { op: 'create', entity: 'guest', id: guestId, data: guest },
  ]);
  return guestId;
}
