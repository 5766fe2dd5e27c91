import { expect, test } from 'vitest';
import { hourMs } from '#core/base/time.ts';
import { armsOf } from '#db/queries/event-effect.ts';
import { invitedClients } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { addClient, addGuest, plan, stationWithSalon } from '#test/workstation/events/salon.ts';
import { admitGuest } from '#workstation/events/door.ts';
import { noteGuest } from '#workstation/events/guest-notes.ts';
import { inviteAgain, inviteClients } from '#workstation/events/invite.ts';
import { closeEvent, createEvent, updateEvent } from '#workstation/events/plan.ts';
import {
  assignSeries,
  listSeries,
  removeSeries,
  saveSeries,
  seriesOfEvent,
} from '#workstation/events/series.ts';
import { writePlan } from '#workstation/events/measure-plan.ts';

const nobody = () => [];
const year = { name: '城市沙龙', year: 2026, targets: { 杭州: [0, 0, 0, 2] } };

test('[EV100] a salon counts for the plan it was made for, with who came and what it cost', () => {
  const { station, eventId } = stationWithSalon();
  const seriesId = saveSeries(station, null, year) ?? '';
  expect(assignSeries(station, eventId, seriesId)).toBe(true);
  writePlan(station, eventId, { speakers: '', costFen: 30_000, holdoutPercent: 0 });
  const guestId = addGuest(station, eventId);
  admitGuest(station, guestId, { overrideReason: null });
  const said = { kind: 'FEEDBACK', text: '', rating: 4, ownerManagerId: null, dueAt: null } as const;
  noteGuest(station, { guestId, ...said });
  addGuest(station, eventId);
  closeEvent(station, eventId);
  const made = createEvent(station, plan(station), { seriesId });
  expect(made.ok && seriesOfEvent(station, made.value)).toBe(seriesId);
  expect(listSeries(station)).toMatchObject([
    {
      ...year,
      id: seriesId,
      progress: {
        total: {
          planned: 2,
          done: 1,
          coming: 1,
          arrived: 1,
          costFen: 30_000,
          costUnknown: 1,
          rated: 1,
          ratingSum: 4,
        },
      },
    },
  ]);
  assignSeries(station, eventId, null);
  expect(listSeries(station)[0]?.progress.total).toMatchObject({ done: 0, coming: 1 });
  expect(removeSeries(station, seriesId)).toBe(true);
  expect([listSeries(station), made.ok && seriesOfEvent(station, made.value)]).toEqual([[], null]);
  expect([saveSeries(station, 'gone', year), assignSeries(station, eventId, 'gone')]).toEqual([null, false]);
});

test('[EV101] who plans an event hosts it, alone or with others, and cannot take himself off', () => {
  const { station, eventId } = stationWithSalon({ hostManagerIds: ['colleague'] });
  const hosts = () => readRow(station.db, 'event', eventId)?.data.hostManagerIds;
  expect(hosts()).toEqual([station.me.managerId, 'colleague']);
  updateEvent(station, eventId, { hostManagerIds: ['other'] });
  expect(hosts()).toEqual([station.me.managerId, 'other']);
  updateEvent(station, eventId, { title: '改名' });
  expect(hosts()).toEqual([station.me.managerId, 'other']);
});

test('[EV102] the same list again names everyone asked then, who was left out included, and draws anew', () => {
  const { station, eventId } = stationWithSalon();
  const clientIds = Array.from({ length: 30 }, (_, at) =>
    addClient(station, { phone: `+86138000000${String(at + 10)}` }),
  );
  writePlan(station, eventId, { speakers: '', costFen: null, holdoutPercent: 50 });
  inviteClients(station, { eventId, clientIds, from: 'LIST' }, nobody);
  expect(invitedClients(station.db, eventId).size).toBeLessThan(30);
  addGuest(station, eventId, {
    clientId: addClient(station, { phone: '+8613800000099' }),
    state: 'candidate',
  });
  const startsAt = station.clock() + 90 * 24 * hourMs;
  const next = createEvent(station, plan(station, { startsAt, endsAt: startsAt + hourMs }), {
    measured: { speakers: '', costFen: null, holdoutPercent: 50 },
  });
  if (!next.ok) throw new Error(next.error);
  const again = inviteAgain(station, { eventId: next.value, fromEventId: eventId }, nobody);
  if (!again.ok) throw new Error(again.error);
  const { invited, skipped } = again.value;
  expect([...invited, ...skipped].map(({ clientId }) => clientId).sort()).toEqual([...clientIds].sort());
  expect(armsOf(station.db, next.value).size + skipped.filter((s) => s.reason !== 'LEFT_OUT').length).toBe(
    30,
  );
});
