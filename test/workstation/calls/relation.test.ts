import { expect, test } from 'vitest';
import { dayMs } from '#core/base/time.ts';
import { workdaysKnownUntil } from '#core/base/workday.ts';
import { commit } from '#workstation/station.ts';
import { testDesk } from '#test/workstation/calls/desk.ts';
import { buildCard } from '#workstation/calls/card.ts';
import { twoWayOf } from '#workstation/calls/relation.ts';
import { todayOverview } from '#workstation/today/overview.ts';

test('[CQ87] one-way blasts, calls that reach nobody and old talks do not raise the strength; a talk and a reply do', () => {
  const desk = testDesk();
  const clientId = desk.addClient({ registeredAt: desk.clock() - 200 * dayMs });
  const ago = (days: number): number => desk.clock() - days * dayMs;
  const sms = desk.addContact(clientId, ago(5), { channel: 'SMS', outcome: 'SENT' });
  desk.addContact(clientId, ago(4), { channel: 'WECHAT', outcome: 'SENT' });
  desk.addContact(clientId, ago(3), { outcome: 'NO_ANSWER' });
  desk.addContact(clientId, ago(91), { outcome: 'TRANSFER' });
  expect(twoWayOf(desk, clientId)).toEqual({ talks: 0, replies: 0, visits: 0 });
  desk.addContact(clientId, ago(89), { outcome: 'TRANSFER' });
  const data = { clientId, managerId: desk.me.managerId, contactId: sms, isReply: true, recordedAt: ago(1) };
  commit(desk, 'message.reply', [{ op: 'create', entity: 'messageReply', id: desk.newId(), data }]);
  expect(twoWayOf(desk, clientId)).toEqual({ talks: 1, replies: 1, visits: 0 });
  expect(buildCard(desk, clientId, null)?.relation).toMatchObject({ strength: 2, next: 'INVITED' });
});

test('[CQ88] the card of somebody who holds nothing says to begin with a starter until he is known', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const advice = () => buildCard(desk, clientId, null)?.relation.advice;
  expect(advice()).toBe('STARTER_ONLY');
  desk.addContact(clientId, desk.clock() - dayMs, { outcome: 'CALLBACK' });
  expect(advice()).toBe('START_SMALL');
});

test('[CQ89] Today says when the calendar of workdays ends, from 45 days before and for ever after', () => {
  const desk = testDesk();
  const year = workdaysKnownUntil();
  const told = (text: string) => {
    desk.testClock.set(Date.parse(`${text}T10:00:00+08:00`));
    return todayOverview(desk).calendars.workdays;
  };
  expect([told(`${year}-11-16`), told(`${year}-11-17`), told(`${year + 2}-05-04`)]).toEqual([
    null,
    year,
    year,
  ]);
});
