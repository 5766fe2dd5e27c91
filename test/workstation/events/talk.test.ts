import { describe, expect, test } from 'vitest';
import type { ClientFields } from '#core/clients/client.ts';
import { shippedBook } from '#core/risk/rule-book.ts';
import { readStored, reproduces } from '#core/risk/replay.ts';
import { sql } from '#db/handles.ts';
import { verdictsOf } from '#db/queries/risk.ts';
import { productOf } from '#test/core/risk/support.ts';
import { riskTestRow } from '#test/support/rows.ts';
import { addClient, stationWithSalon } from '#test/workstation/events/salon.ts';
import { confirmed } from '#test/support/published.ts';
import { inviteClients } from '#workstation/events/invite.ts';
import { productGate, type ProductGate } from '#workstation/risk/product-gate.ts';
import type { TestStation } from '#test/support/station.ts';

const dataAt = 1_700_000_000_000;

/** A talk about an R2 and an R4 fund; a client is of the level a test states. */
function talk(productIds: readonly string[] = ['low', 'high']) {
  const { station, eventId } = stationWithSalon({ isProductTalk: true, productIds: [...productIds] });
  confirmed(station, 'product', 'low', productOf('FUND', 'R2', { name: '稳健债券' }));
  confirmed(station, 'product', 'high', productOf('FUND', 'R4', { name: '成长股票' }));
  const guest = (level: 'C2' | 'C4' | null, over: Partial<ClientFields> = {}): string => {
    const clientId = addClient(station, { birthDay: '1985-05-05', ...over });
    if (level === null) return clientId;
    const takenAt = station.clock() - 1;
    confirmed(station, 'riskTest', station.newId(), riskTestRow({ clientId, takenAt, level }));
    return clientId;
  };
  const invite = (clientIds: readonly string[], gate: ProductGate = productGate(station, dataAt)) =>
    inviteClients(station, { eventId, clientIds, from: 'LIST' }, gate);
  return { station, eventId, guest, invite };
}
const guestRows = ({ db }: TestStation) => sql<{ n: number }>(db, 'SELECT count(*) AS n FROM guest').get()?.n;

/** What must hold of any gate that inviting to a talk goes through. */
function holds(gateOf: (station: TestStation) => ProductGate): void {
  const { station, guest, invite } = talk();
  const [fits, above, untested] = [guest('C4'), guest('C2'), guest(null)];
  const outcome = invite([fits, above, untested], gateOf(station));
  if (!outcome.ok) throw new Error(outcome.error);
  expect(outcome.value.invited.map(({ clientId }) => clientId)).toEqual([fits]);
  expect(outcome.value.skipped).toMatchObject([
    { clientId: above, reason: 'SUITABILITY', products: [{ productName: '成长股票', rule: { id: 'RK31' } }] },
    {
      clientId: untested,
      reason: 'SUITABILITY',
      products: [{ rule: { id: 'RK28' } }, { rule: { id: 'RK28' } }],
    },
  ]);
  expect(guestRows(station)).toBe(1);
}

/** Lets everything pass, as a gate taken out of the path would. */
function openGate(station: TestStation): ProductGate {
  const gate = productGate(station, dataAt);
  return (naming) =>
    gate(naming).map((finding) => {
      const { judged } = finding;
      const verdict = { ...judged.verdict, outcome: 'ALLOW' as const, steps: [] };
      return { ...finding, judged: { ...judged, verdict } };
    });
}

describe('product talks', () => {
  test('[RK73] a guest whom a product does not suit is not invited, with the rule, its book and article', () => {
    holds((station) => productGate(station, dataAt));
    const { guest, invite } = talk();
    const outcome = invite([guest('C2')]);
    expect(outcome.ok && outcome.value.skipped[0]?.products).toEqual([
      {
        productName: '成长股票',
        rule: { id: 'RK31', book: 'CSRC', article: '22(3)', version: '2026-02' },
        missing: [],
        openSteps: [],
      },
    ]);
  });

  test('[RK73] the test of the gate fails when the gate lets everything pass, or judges nothing', () => {
    expect(() => holds(openGate)).toThrow();
    expect(() => holds(() => () => [])).toThrow();
  });

  test('[RK73] open steps are told with the invitation', () => {
    const { guest, invite } = talk(['high']);
    const outcome = invite([guest('C4')]);
    expect(outcome.ok && outcome.value.invited[0]?.products).toMatchObject([
      { productName: '成长股票', openSteps: [{ code: 'CHECK_NEEDS' }, { code: 'SPECIAL_CARE_HIGH_RISK' }] },
    ]);
  });

  test('[RK73] [RK66] every verdict the gate used is stored with the invitation, and comes out the same', () => {
    const { station, guest, invite } = talk();
    const [fits, above] = [guest('C4'), guest('C2')];
    invite([fits, above]);
    for (const [clientId, outcomes] of [
      [fits, ['high ALLOW_WITH_STEPS', 'low ALLOW_WITH_STEPS']],
      [above, ['high BLOCK', 'low ALLOW_WITH_STEPS']],
    ] as const) {
      const stored = verdictsOf(station.db, clientId, 9);
      expect(stored).toHaveLength(2);
      for (const one of stored) {
        expect(one).toMatchObject({ action: 'INVITE_TALK', place: 'TALK', use: 'GATE' });
        expect(reproduces(readStored(one), shippedBook)).toBe(true);
      }
      const told = stored.map((one) => `${one.productId} ${readStored(one).verdict.outcome}`);
      expect(told.toSorted()).toEqual(outcomes);
    }
  });

  test('[RK73] asked on the phone the gate is the same', () => {
    const { station, eventId, guest } = talk();
    const invitation = { eventId, clientIds: [guest('C2')], from: 'CALL' } as const;
    const outcome = inviteClients(station, invitation, productGate(station, dataAt));
    expect(outcome.ok && outcome.value.skipped).toMatchObject([{ reason: 'SUITABILITY' }]);
  });

  test('[RK73] [RK40] a product this device does not know blocks; a talk without products invites nobody', () => {
    const unknown = talk(['gone']);
    const outcome = unknown.invite([unknown.guest('C4')]);
    expect(outcome.ok && outcome.value.skipped).toMatchObject([
      { reason: 'SUITABILITY', products: [{ productName: null, rule: { id: 'RK40' } }] },
    ]);
    const none = talk([]);
    expect(none.invite([none.guest('C4')])).toEqual({ ok: false, error: 'NO_PRODUCT' });
    expect(guestRows(none.station)).toBe(0);
  });

  test('[RK73] an event that names no product asks no verdict', () => {
    const { station, eventId } = stationWithSalon();
    const outcome = inviteClients(
      station,
      { eventId, clientIds: [addClient(station)], from: 'LIST' },
      productGate(station, dataAt),
    );
    expect(outcome.ok && outcome.value.invited).toHaveLength(1);
    expect(sql<{ n: number }>(station.db, 'SELECT count(*) AS n FROM verdict').get()?.n).toBe(0);
  });

  test('[RK73] a long list is one transaction in parts the centre can judge, guest and verdicts together', () => {
    const { station, guest, invite } = talk(['low']);
    const clientIds = Array.from({ length: 600 }, () => guest('C2'));
    invite(clientIds);
    const parts = sql<{ n: number; guests: number }>(
      station.db,
      `SELECT count(*) AS n, sum(entity = 'guest') AS guests FROM outbox
       WHERE entity IN ('guest', 'contact', 'verdict', 'contactVerdict') GROUP BY group_id HAVING guests > 0 ORDER BY min(position)`,
    ).all();
    expect(parts).toEqual([
      { n: 2000, guests: 500 },
      { n: 400, guests: 100 },
    ]);
  });
});
