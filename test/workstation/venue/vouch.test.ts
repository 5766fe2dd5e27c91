import { expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { makeTicketCode } from '#core/events/ticket.ts';
import { readRow } from '#db/rows.ts';
import { createEvent } from '#workstation/events/plan.ts';
import { sealWith } from '#workstation/events/ticket-seal.ts';
import { addGuest, plan, stationWithSalon } from '#test/workstation/events/salon.ts';
import { hubOf } from '#test/workstation/venue/desks.ts';

const random = seededRandom(11);

function world() {
  const { station, eventId } = stationWithSalon();
  const made = createEvent(station, plan(station, { title: '另一场' }));
  const otherId = made.ok ? made.value : '';
  const codeOf = (id: string): string =>
    makeTicketCode(random, sealWith(readRow(station.db, 'event', id)?.data.ticketKey ?? ''));
  return { station, hub: hubOf(station, eventId), eventId, otherId, codeOf };
}

test('[EV53] a hub says whose a code is: a guest’s here, genuine, another event’s, or nobody’s, and nothing more of it', () => {
  const { station, hub, eventId, otherId, codeOf } = world();
  const [here, elsewhere] = [codeOf(eventId), codeOf(otherId)];
  addGuest(station, eventId, { ticketCode: here });
  addGuest(station, otherId, { ticketCode: elsewhere, name: '别场客' });
  addGuest(station, otherId, { foreignCode: 'PRETIXOTHER12345' });
  const told = [
    here.toLowerCase(),
    elsewhere,
    codeOf(eventId),
    codeOf(otherId),
    'PRETIXOTHER12345',
    makeTicketCode(random),
    'https://example.com/poster',
  ].map((typed) => hub.vouch(typed));
  expect(told).toEqual(
    ['HERE', 'ELSEWHERE', 'GENUINE', 'ELSEWHERE', 'ELSEWHERE', 'UNKNOWN', 'UNKNOWN'].map((value) => ({
      ok: true,
      value,
    })),
  );
});

test('[EV53] the key that seals tickets is in nothing a helper is given', () => {
  const { station, hub, eventId, codeOf } = world();
  addGuest(station, eventId, { ticketCode: codeOf(eventId), seat: '3 号桌' });
  const key = readRow(station.db, 'event', eventId)?.data.ticketKey ?? 'none';
  const roster = hub.stewardRoster();
  expect(key.length).toBeGreaterThan(20);
  expect(JSON.stringify(roster)).not.toContain(key);
  expect(roster).toMatchObject({ value: { guests: [{ seat: '3 号桌', maskedName: '王＊＊' }] } });
});

test('[EV53] a closed hub vouches for nothing', () => {
  const { hub, eventId, codeOf } = world();
  hub.close();
  expect(hub.vouch(codeOf(eventId))).toEqual({ ok: false, error: 'HUB_CLOSED' });
});
