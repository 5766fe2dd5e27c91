import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayMs } from '#core/base/time.ts';
import { workdaysKnownUntil } from '#core/base/workday.ts';
import { commit } from '#workstation/station.ts';
import { testDesk } from '#test/workstation/calls/desk.ts';
import { buildCard } from '#workstation/calls/card.ts';
import { rungTimes } from '#core/consent/ladder.ts';
import { rungTimesOf } from '#db/queries/contact-gate.ts';
import type { ContactFields } from '#core/calls/contact.ts';
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

test('[CP23] the rungs read from the few contacts that may be the first of one are those of the whole history', () => {
  const desk = testDesk();
  fc.assert(
    fc.property(fc.array(pastContact, { maxLength: 12 }), (past) => {
      const clientId = desk.addClient({ registeredAt: null });
      const standing = past.filter(({ isUndone, daysAgo, ...made }) => {
        const startedAt = desk.clock() - daysAgo * dayMs;
        const contactId = desk.addContact(clientId, startedAt, made);
        const data = { clientId, contactId, managerId: desk.me.managerId, undoneAt: startedAt };
        if (isUndone) {
          commit(desk, 'call.undo', [{ op: 'create', entity: 'contactUndo', id: desk.newId(), data }]);
        }
        return !isUndone;
      });
      const contacts = standing
        .map(({ daysAgo, channel, outcome }) => ({
          channel,
          outcome,
          startedAt: desk.clock() - daysAgo * dayMs,
        }))
        .toSorted((a, b) => a.startedAt - b.startedAt);
      expect(rungTimesOf(desk.db, clientId, null)).toEqual(rungTimes({ registeredAt: null, contacts }));
    }),
    { numRuns: 40 },
  );
});

const made = fc.constantFrom<Pick<ContactFields, 'channel' | 'outcome'>[]>(
  { channel: 'PHONE', outcome: 'NO_ANSWER' },
  { channel: 'PHONE', outcome: 'TRANSFER' },
  { channel: 'PHONE', outcome: 'INTERESTED' },
  { channel: 'SMS', outcome: 'SENT' },
  { channel: 'WECHAT', outcome: 'SENT' },
  { channel: 'SALON', outcome: 'SENT' },
);
const pastContact = fc
  .tuple(made, fc.integer({ min: 1, max: 400 }), fc.boolean())
  .map(([what, daysAgo, isUndone]) => ({ ...what, daysAgo, isUndone }));
