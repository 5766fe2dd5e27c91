import { expect, test } from 'vitest';
import { dayMs, hourMs } from '#core/base/time.ts';
import { metInPerson } from '#core/events/regulars.ts';
import { sql } from '#db/handles.ts';
import { visitsOf } from '#db/queries/visits.ts';
import { readRow } from '#db/rows.ts';
import { addClient, addGuest, carry, secondDesk, stationWithSalon } from '#test/workstation/events/salon.ts';
import type { TestStation } from '#test/support/station.ts';
import { admitGuest, scanTicket } from '#workstation/events/door.ts';
import { mergeDoubles } from '#workstation/events/doubles.ts';
import { listNotes, noteGuest, takeQuestions } from '#workstation/events/guest-notes.ts';
import { closeEvent } from '#workstation/events/plan.ts';
import { undoCheckIn } from '#workstation/events/take-back.ts';

const tasks = ({ db }: TestStation) =>
  sql(db, 'SELECT client_id AS clientId, kind, text, due_at AS dueAt FROM task ORDER BY kind, text').all();
const asked = { kind: 'QUESTION', text: '到期后怎么安排？', rating: null, ownerManagerId: null } as const;

function own(station: TestStation, over = {}): string {
  return addClient(station, { ownerManagerId: station.me.managerId, ...over });
}

test('[EV106] a question becomes the task of who answers it, until the time agreed, once', () => {
  const { station, eventId } = stationWithSalon();
  const clientId = own(station);
  const guestId = addGuest(station, eventId, { clientId });
  const friendId = addGuest(station, eventId, { name: '赵同行', plusOneOf: guestId });
  const dueAt = station.clock() + 3 * dayMs;
  noteGuest(station, { ...asked, guestId, dueAt });
  noteGuest(station, { ...asked, guestId: friendId, text: '地铁几号线？', dueAt: null });
  noteGuest(station, { ...asked, guestId, ownerManagerId: 'colleague', dueAt });
  noteGuest(station, { ...asked, kind: 'FEEDBACK', text: '很好', rating: 5, guestId, dueAt });
  expect(takeQuestions(station)).toBe(0);
  expect(tasks(station)).toEqual([
    { clientId, kind: 'FOLLOW_UP', text: '王晓明：到期后怎么安排？', dueAt },
    { clientId, kind: 'FOLLOW_UP', text: '赵同行：地铁几号线？', dueAt: station.clock() + 24 * hourMs },
  ]);
  const notes = listNotes(station, eventId);
  expect(notes.map(({ kind, taskStatus }) => `${kind} ${taskStatus}`).sort()).toEqual([
    'FEEDBACK null',
    'QUESTION OPEN',
    'QUESTION OPEN',
    'QUESTION null',
  ]);
  expect(notes.find(({ kind }) => kind === 'FEEDBACK')).toMatchObject({
    rating: 5,
    dueAt: null,
    ownerManagerId: null,
  });
  expect(noteGuest(station, { ...asked, guestId: 'gone', dueAt })).toBeNull();
});

test('[EV106] a question that a colleague captured becomes a task where its owner works', () => {
  const { station, eventId } = stationWithSalon();
  const clientId = own(station);
  const guestId = addGuest(station, eventId, { clientId });
  const other = secondDesk(station, '二号台');
  const away = { ...other, me: { ...other.me, managerId: 'colleague' } };
  noteGuest(away, { ...asked, guestId, dueAt: null });
  expect(tasks(away)).toEqual([]);
  carry(away, station);
  expect([takeQuestions(station), takeQuestions(station), tasks(station).length]).toEqual([1, 0, 1]);
});

test('[EV107] closing gives each own client who promised and did not come a call to make', () => {
  const { station, eventId } = stationWithSalon();
  const [came, missed] = [own(station), own(station, { phone: '+8613800000002' })];
  admitGuest(station, addGuest(station, eventId, { clientId: came }), { overrideReason: null });
  addGuest(station, eventId, { clientId: missed });
  addGuest(station, eventId, { clientId: addClient(station, { ownerManagerId: 'colleague' }) });
  expect(closeEvent(station, eventId)).toEqual({ ok: true, value: { noShows: 2, thankYous: 1 } });
  expect(tasks(station)).toMatchObject([
    {
      clientId: missed,
      kind: 'FOLLOW_UP',
      text: '秋季财富沙龙：未到场，请跟进',
      dueAt: station.clock() + dayMs,
    },
    { clientId: came, kind: 'THANK_YOU' },
  ]);
});

test('[EV104] only a check-in that stands says that a client was met, and that a companion came along', () => {
  const { station, eventId } = stationWithSalon();
  const clientId = own(station);
  const guestId = addGuest(station, eventId, { clientId });
  const friendId = addGuest(station, eventId, { plusOneOf: guestId });
  addGuest(station, eventId, { plusOneOf: guestId });
  const met = () => metInPerson(visitsOf(station.db, [clientId]).get(clientId) ?? [], station.clock());
  expect(met().last).toBeNull();
  const entry = admitGuest(station, guestId, { overrideReason: null });
  admitGuest(station, friendId, { overrideReason: null });
  expect(met()).toMatchObject({ visits: 1, broughtAlong: 1, last: { title: '秋季财富沙龙' } });
  undoCheckIn(station, (entry.ok && entry.value.checkInId) || '');
  expect(met()).toMatchObject({ visits: 0, last: null });
});

test('[EV105] two hosts who invited one client apart have one guest again, the same on both devices', () => {
  const { station, eventId } = stationWithSalon();
  const clientId = own(station);
  const other = secondDesk(station, '二号台');
  const mine = addGuest(station, eventId, {
    clientId,
    state: 'accepted',
    ticketCode: 'ZKAAAAAAAAAAAAAA',
    invitedAt: 1,
  });
  other.testClock.advance(hourMs);
  const theirs = addGuest(other, eventId, {
    clientId,
    state: 'confirmed',
    ticketCode: 'ZKBBBBBBBBBBBBBB',
    invitedAt: 2,
  });
  const friend = addGuest(station, eventId, { name: '同行', plusOneOf: mine, state: 'accepted' });
  carry(other, station);
  carry(station, other);
  const states = (desk: TestStation) =>
    [mine, theirs].map((id) => {
      const { stateAt, state, ticketCode, revokedCodes } = readRow(desk.db, 'guest', id)?.data ?? {};
      return { stateAt, state, ticketCode, revokedCodes };
    });
  expect([mergeDoubles(station), mergeDoubles(station)]).toEqual([1, 0]);
  expect(mergeDoubles(other)).toBe(1);
  expect(states(other)).toEqual(states(station));
  expect(states(station)).toMatchObject([
    { state: 'cancelled', ticketCode: null },
    { state: 'confirmed', ticketCode: 'ZKBBBBBBBBBBBBBB', revokedCodes: ['ZKAAAAAAAAAAAAAA'] },
  ]);
  expect(readRow(station.db, 'guest', friend)?.data.plusOneOf).toBe(theirs);
  const colleague = { ...station, me: { ...station.me, managerId: 'colleague' } };
  expect(mergeDoubles(colleague)).toBe(0);
  expect(scanTicket(station, eventId, 'ZKBBBBBBBBBBBBBB').ok).toBe(true);
});

test('[EV105] a row that somebody came in by stays, whatever another one says', () => {
  const { station, eventId } = stationWithSalon();
  const clientId = own(station);
  const entered = addGuest(station, eventId, { clientId, state: 'walk_in' });
  admitGuest(station, entered, { overrideReason: null });
  station.testClock.advance(hourMs);
  const later = addGuest(station, eventId, { clientId, state: 'accepted' });
  admitGuest(station, addGuest(station, eventId, { clientId, state: 'walk_in' }), { overrideReason: null });
  expect(mergeDoubles(station)).toBe(1);
  expect(readRow(station.db, 'guest', later)?.data.state).toBe('cancelled');
  expect(readRow(station.db, 'guest', entered)?.data.state).toBe('walk_in');
});
