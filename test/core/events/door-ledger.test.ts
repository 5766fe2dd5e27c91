import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countDoor } from '#core/events/counters.ts';
import { DoorLedger, type LedgerGuest } from '#core/events/door-ledger.ts';
import { foldPresences, type CheckInFact } from '#core/events/presence.ts';

const window = { from: 1000, until: 9000 };
const ids = ['a', 'b', 'c', 'd', 'stranger'];

const factOf = fc.record({
  id: fc.constantFrom(...Array.from({ length: 12 }, (_, index) => `f${index}`)),
  guestId: fc.constantFrom(...ids),
  kind: fc.constantFrom('IN', 'IN', 'OUT', 'UNDO'),
  answers: fc.option(fc.constantFrom('f0', 'f1', 'f2', 'f3', 'f4')),
  at: fc.integer({ min: 0, max: 10_000 }),
  desk: fc.constantFrom('A', 'B'),
});
const listOf = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom(...ids.slice(0, 4)),
    state: fc.constantFrom('confirmed', 'accepted', 'invited', 'walk_in', 'cancelled', 'no_show'),
    hostManagerId: fc.constantFrom('lin', 'chen'),
    tier: fc.constantFrom('VIP', 'MASS', null),
  }),
  { selector: ({ id }) => id },
);
const stepOf = fc.oneof(
  fc.record({ facts: fc.array(factOf, { maxLength: 4 }) }),
  fc.record({ guests: listOf }),
);

test('[EV140] after any facts and lists in any order a ledger is what a fresh one is, and counts what a count of everything counts', () => {
  fc.assert(
    fc.property(fc.array(stepOf, { maxLength: 20 }), (steps) => {
      const ledger = new DoorLedger(window);
      const facts = new Map<string, CheckInFact>();
      let guests: LedgerGuest[] = [];
      for (const step of steps) {
        if ('guests' in step) ledger.setGuests((guests = step.guests as LedgerGuest[]));
        else ledger.addFacts(step.facts.map((one) => keep(facts, one as Partial<CheckInFact>)));
        expectFresh(ledger, guests, [...facts.values()]);
      }
    }),
  );
});

/** A fact is made once: the same id is the same guest's, whatever a later copy says. */
function keep(facts: Map<string, CheckInFact>, one: Partial<CheckInFact>): CheckInFact {
  const known = facts.get(one.id ?? '');
  const fact = {
    eventId: 'event',
    managerId: 'host',
    method: 'SCAN',
    overrideReason: null,
    ...one,
    guestId: known?.guestId ?? one.guestId,
  } as CheckInFact;
  facts.set(fact.id, fact);
  return fact;
}

function expectFresh(ledger: DoorLedger, guests: readonly LedgerGuest[], facts: readonly CheckInFact[]) {
  const fresh = new DoorLedger(window);
  fresh.setGuests(guests);
  fresh.addFacts(facts);
  const presences = foldPresences(facts, window);
  expect(ledger.counters()).toEqual(countDoor(guests, presences));
  for (const part of ['hosts', 'tiers'] as const) expect(byKey(ledger[part]())).toEqual(byKey(fresh[part]()));
  expect(byKey(ledger.hosts())).toEqual(
    byKey(
      [...Map.groupBy(guests, ({ hostManagerId }) => hostManagerId)].map(([key, own]) => {
        const { expected, arrived } = countDoor(own, presences);
        return { key, expected, arrived };
      }),
    ),
  );
  expect(ledger.latest(99)).toEqual(fresh.latest(99));
  expect(ledger.latest(2)).toEqual(fresh.latest(99).slice(0, 2));
}

function byKey<Key>(groups: readonly { readonly key: Key }[]): unknown[] {
  return groups.toSorted((a, b) => String(a.key).localeCompare(String(b.key)));
}
