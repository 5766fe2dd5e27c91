import { describe, expect, test } from 'vitest';
import { dayMs } from '#core/base/time.ts';
import { upliftRules } from '#core/events/uplift-rules.ts';
import { armsOf } from '#db/queries/event-effect.ts';
import { applyConfirmed } from '#db/changes/confirm.ts';
import { throughGate } from '#db/gate.ts';
import { addClient, addGuest, stationWithSalon } from '#test/workstation/events/salon.ts';
import { admitGuest } from '#workstation/events/door.ts';
import { effectOf } from '#workstation/events/effect.ts';
import { planOf, writePlan } from '#workstation/events/measure-plan.ts';
import { inviteClients } from '#workstation/events/invite.ts';
import { commit } from '#workstation/station.ts';
import type { TestStation } from '#test/support/station.ts';

const nobody = () => [];
const half = { speakers: '', costFen: 1_200_000, holdoutPercent: 50 };

/** A salon with so many clients of the manager, each holding 100,000.00 RMB in one product. */
function salonWith(count: number): { station: TestStation; eventId: string; clientIds: string[] } {
  const { station, eventId } = stationWithSalon();
  const clientIds = Array.from({ length: count }, (_, at) =>
    addClient(station, {
      phone: `+861380000${String(at).padStart(4, '0')}`,
      ownerManagerId: station.me.managerId,
    }),
  );
  hold(station, clientIds, 10_000_000);
  return { station, eventId, clientIds };
}

let seq = 100;
/** Rows of the centre's own systems, as a pull brings them. */
function bring(station: TestStation, rows: readonly [string, string, object][]): void {
  const images = rows.map(([entity, clientId, data]) => ({
    entity,
    id: station.newId(),
    scope: `client:${clientId}`,
    seq: (seq += 1),
    data,
  }));
  applyConfirmed(station.db, images, station.clock());
}

function hold(station: TestStation, clientIds: readonly string[], amountFen: number): void {
  const held = { productId: 'p', amountFen, sinceDay: '2026-01-01', maturesOn: null, asOf: station.clock() };
  bring(
    station,
    clientIds.map((clientId) => ['holding', clientId, { clientId, ...held }]),
  );
}

function invest(station: TestStation, clientIds: readonly string[], over: object = {}): void {
  const move = { kind: 'INVEST', productId: 'p', amountFen: 500_000, happenedAt: station.clock() };
  bring(
    station,
    clientIds.map((clientId) => ['activity', clientId, { clientId, ...move, ...over }]),
  );
}

const invite = (
  station: TestStation,
  eventId: string,
  clientIds: string[],
  from: 'LIST' | 'CALL' = 'LIST',
) => {
  const outcome = inviteClients(station, { eventId, clientIds, from }, nobody);
  if (!outcome.ok) throw new Error(outcome.error);
  return outcome.value;
};

describe('the lot', () => {
  test('[EV33] a list is drawn once: who is left out stays so, with holdings frozen, and is told apart', () => {
    const { station, eventId, clientIds } = salonWith(40);
    writePlan(station, eventId, half);
    const first = invite(station, eventId, clientIds);
    const out = first.skipped.map(({ clientId }) => clientId);
    expect(first.skipped.every(({ reason }) => reason === 'LEFT_OUT')).toBe(true);
    expect(out.length).toBeGreaterThan(8);
    expect(first.invited.length).toBe(40 - out.length);
    const arms = armsOf(station.db, eventId);
    expect(arms.size).toBe(40);
    expect(arms.get(out[0] ?? '')).toMatchObject({ isInvited: false, percent: 50, baselineFen: 10_000_000 });
    const again = invite(station, eventId, clientIds);
    expect(again.invited).toEqual([]);
    expect(
      again.skipped.filter(({ reason }) => reason === 'LEFT_OUT').map(({ clientId }) => clientId),
    ).toEqual(out);
    expect(armsOf(station.db, eventId)).toEqual(arms);
    expect(invite(station, eventId, out, 'CALL').skipped.map(({ reason }) => reason)).toEqual(
      out.map(() => 'LEFT_OUT'),
    );
  });

  test('[EV33] without a plan nobody is left out; who was asked on the phone by chance is on no side', () => {
    const { station, eventId, clientIds } = salonWith(40);
    expect(planOf(station, eventId).holdoutPercent).toBe(0);
    expect(invite(station, eventId, clientIds).invited).toHaveLength(40);
    expect(armsOf(station.db, eventId).size).toBe(0);
    const other = salonWith(40);
    writePlan(other.station, other.eventId, half);
    expect(invite(other.station, other.eventId, other.clientIds, 'CALL').invited).toHaveLength(40);
    expect(armsOf(other.station.db, other.eventId).size).toBe(0);
  });

  test('[EV38] the share left out stands once the lot is drawn; cost and speakers do not', () => {
    const { station, eventId, clientIds } = salonWith(4);
    expect(writePlan(station, eventId, half).ok).toBe(true);
    invite(station, eventId, clientIds);
    expect(writePlan(station, eventId, { ...half, holdoutPercent: 10 })).toEqual({
      ok: false,
      error: 'SHARE_STANDS',
    });
    expect(writePlan(station, eventId, { ...half, costFen: null, speakers: '研究员' }).ok).toBe(true);
    expect(planOf(station, eventId)).toEqual({
      eventId,
      holdoutPercent: 50,
      costFen: null,
      speakers: '研究员',
    });
    expect(writePlan(station, 'nothing', half)).toEqual({ ok: false, error: 'NOT_FOUND' });
  });
});

describe('the effect', () => {
  test('[EV34] counts money that moved after the draw and within the window, by side, with who came', () => {
    const { station, eventId, clientIds } = salonWith(120);
    writePlan(station, eventId, half);
    invest(station, clientIds, { amountFen: 7, happenedAt: station.clock() - 1 });
    const { invited, skipped } = invite(station, eventId, clientIds);
    const [came, stayed] = [invited.slice(0, 20), invited.slice(20)];
    for (const { guestId } of came) admitGuest(station, guestId, { overrideReason: '临时到场' });
    station.testClock.advance(3 * dayMs);
    invest(
      station,
      came.map(({ clientId }) => clientId),
    );
    invest(
      station,
      stayed.slice(0, 5).map(({ clientId }) => clientId),
      { kind: 'REDEEM' },
    );
    station.testClock.advance(20 * dayMs);
    invest(
      station,
      skipped.map(({ clientId }) => clientId),
    );
    const effect = effectOf(station, eventId);
    expect(effect?.comparison).toBe('RANDOM');
    expect(effect?.windows.map(({ days, report }) => [days, report !== null])).toEqual([
      [7, true],
      [30, false],
      [90, false],
    ]);
    const report = effect?.windows[0]?.report;
    expect(report).toMatchObject({
      invited: { clients: invited.length, attended: 20, raised: 20 },
      control: { clients: skipped.length, attended: 0, raised: 0, meanChangeFen: 0 },
      verdict: 'MORE_RAISED',
      costPerAttendeeFen: 60_000,
    });
    expect(report?.change?.value).toBeCloseTo((15 * 500_000) / invited.length, 6);
    expect(report?.perAttendeeFen).toBeCloseTo((15 * 500_000) / 20, 6);
  });

  test('[EV36] [EV37] without a lot the invited are compared with clients like them, and it says so', () => {
    const { station, eventId, clientIds } = salonWith(100);
    const asked = clientIds.slice(0, 40);
    invite(station, eventId, asked);
    station.testClock.advance(dayMs);
    invest(station, asked.slice(0, 30));
    hold(station, asked.slice(0, 30), 500_000);
    station.testClock.advance(9 * dayMs);
    const effect = effectOf(station, eventId);
    expect(effect?.comparison).toBe('MATCHED');
    expect(effect?.windows[0]?.report).toMatchObject({
      comparison: 'MATCHED',
      invited: { clients: 40, raised: 30 },
      control: { clients: 40, raised: 0 },
      verdict: 'MORE_RAISED',
    });
  });

  test('[EV34] [EV35] the whole report agrees with one worked out by hand', () => {
    const { station, eventId, clientIds } = salonWith(70);
    const [invited, control] = [clientIds.slice(0, 40), clientIds.slice(40)];
    const drawn = { managerId: station.me.managerId, percent: 43, drawnAt: station.clock() };
    const arms = clientIds.map((clientId) => {
      const data = {
        ...drawn,
        eventId,
        clientId,
        isInvited: invited.includes(clientId),
        baselineFen: 10_000_000,
      };
      return { op: 'create', entity: 'eventArm', id: station.newId(), data } as const;
    });
    commit(station, 'guest.invite', arms);
    writePlan(station, eventId, { speakers: '', costFen: 4_400_000, holdoutPercent: 0 });
    const come = (ids: readonly string[]) =>
      ids.map((clientId) =>
        admitGuest(station, addGuest(station, eventId, { clientId }), { overrideReason: null }),
      );
    come(invited.slice(0, 20));
    come(control.slice(0, 2));
    station.testClock.advance(dayMs);
    invest(station, invited.slice(0, 24), { amountFen: 1_000_000 });
    invest(station, invited.slice(24, 30), { kind: 'REDEEM', amountFen: 500_000 });
    invest(station, control.slice(0, 9), { amountFen: 1_000_000 });
    invest(station, control, { kind: 'POINTS_CASHED', amountFen: 900_000 });
    station.testClock.advance(8 * dayMs);
    const report = effectOf(station, eventId)?.windows[0]?.report;
    // Mean change of the invited: (24 × 1,000,000 − 6 × 500,000) / 40 = 525,000; of the others: 9 × 1,000,000 / 30 = 300,000.
    expect(report).toMatchObject({
      comparison: 'RANDOM',
      invited: { clients: 40, attended: 20, raised: 24, meanChangeFen: 525_000 },
      control: { clients: 30, attended: 2, raised: 9, meanChangeFen: 300_000 },
      verdict: 'MORE_RAISED',
    });
    // 525,000 − 300,000, whoever came.
    expect(report?.change?.value).toBeCloseTo(225_000, 6);
    // 20/40 of the invited came and 2/30 of the others: 225,000 / (1/2 − 1/15) = 225,000 × 30/13.
    expect(report?.perAttendeeFen).toBeCloseTo(519_230.769, 2);
    // 4,400,000 / 22 who came in all; of it 20 parts fall on the invited: 4,000,000 / (225,000 × 40).
    expect(report?.costPerAttendeeFen).toBe(200_000);
    expect(report?.costPerNetFen).toBeCloseTo(0.444444, 6);
    // 24/40 − 9/30. Wilson with z = 1.96: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n) gives 0.4460 … 0.7365 and
    // 0.1666 … 0.4788; Newcombe: 0.3 − √(0.1540² + 0.1788²) = 0.0640, 0.3 + √(0.1365² + 0.1334²) = 0.4908.
    expect(report?.raised?.value).toBeCloseTo(0.3, 10);
    expect([report?.raised?.low, report?.raised?.high].map((one) => one?.toFixed(4))).toEqual([
      '0.0640',
      '0.4908',
    ]);
  });

  test('[EV36] while every window is open no book is matched', () => {
    const { station, eventId, clientIds } = salonWith(3);
    invite(station, eventId, clientIds);
    // What matching reads is not there: reading it would throw.
    throughGate(station.db, () => void station.db.exec('ALTER TABLE client_summary RENAME TO put_aside'));
    expect(effectOf(station, eventId)?.windows.map(({ report }) => report)).toEqual([null, null, null]);
    station.testClock.advance(9 * dayMs);
    expect(() => effectOf(station, eventId)).toThrow();
  });

  test('[EV36] an event with nobody on the list says too few; an unknown one is none', () => {
    const { station, eventId } = stationWithSalon();
    addGuest(station, eventId);
    station.testClock.advance(100 * dayMs);
    expect(effectOf(station, eventId)?.windows.map(({ report }) => report?.verdict)).toEqual(
      upliftRules.windowDays.map(() => 'TOO_FEW'),
    );
    expect(effectOf(station, 'nothing')).toBeNull();
  });
});
