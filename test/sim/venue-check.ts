import { minuteMs } from '#core/base/time.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import { doorWindowOf, foldPresences, type CheckInFact } from '#core/events/presence.ts';
import { factsOf } from '#db/queries/events.ts';
import { listRefused } from '#db/queries/sync.ts';
import { countWaiting } from '#db/queries/outbox.ts';
import { readRow } from '#db/rows.ts';
import { doorView } from '#workstation/events/door-view.ts';
import { listGuests } from '#workstation/events/overview.ts';
import { hold } from '#test/sim/failure.ts';
import { dice } from '#test/sim/random.ts';
import type { Desk, VenueWorld } from '#test/sim/venue-world.ts';

/** Mends the venue, lets all desks meet at one hub, and looks whether they agree; then brings them back to the centre. */
export async function comeToRestAtVenue(world: VenueWorld): Promise<void> {
  heal(world);
  await meet(world);
  const due = dueEntries(world);
  for (const desk of world.eventDesks) checkHeld(world, desk, due);
  checkSameDoor(world);
  checkDoubles(world);
  await goOnline(world);
  checkCentre(world, due);
}

function heal(world: VenueWorld): void {
  world.tell('the venue is mended');
  for (const { at, line } of world.desks) {
    at.disk.mend();
    line.isCut = false;
    line.fates.length = 0;
  }
  for (const { line } of world.stewards) {
    line.isCut = false;
    line.fates.length = 0;
  }
}

async function meet(world: VenueWorld): Promise<void> {
  await world.runUntil(world.agenda.now() + 21_000, 4_000);
  const [first] = world.eventDesks;
  if (!world.hubDesk && first) world.openHubAt(first);
  for (let round = 0; round < 20; round += 1) {
    for (const steward of world.stewards) void world.exchangeSteward(steward);
    await world.runUntil(world.agenda.now() + 15_000, 4_000);
    if (world.eventDesks.every((desk) => isQuiet(desk)) && round > 1) return;
  }
  const told = world.eventDesks.map(({ at, loop }) => `${at.owner.name} ${JSON.stringify(loop?.status())}`);
  hold(false, 'desks-meet', 'broken', () => told.join('; '));
}

function isQuiet({ loop, hub }: Desk): boolean {
  const status = loop?.status();
  return hub !== null || (status?.state === 'CONNECTED' && status.notHandedOn === 0);
}

/** What must be everywhere: all that was acknowledged, but for what only a lost laptop had. */
function dueEntries(world: VenueWorld): VenueWorld['made'] {
  return new Map(
    [...world.made].filter(([id, { by }]) => by === null || by.at.isInUse || world.acknowledged.has(id)),
  );
}

function checkHeld(world: VenueWorld, { at }: Desk, due: VenueWorld['made']): void {
  for (const [id, { entry }] of due) {
    hold(
      readRow(at.db, entry.entity, id) !== null,
      'nothing-lost',
      'lost',
      () => `${at.owner.name} lacks ${entry.entity} ${id.slice(-6)}, which a desk had acknowledged`,
    );
  }
  for (const id of world.acknowledged) {
    const isHere = readRow(at.db, 'checkIn', id) ?? readRow(at.db, 'guest', id);
    hold(
      isHere !== null,
      'taken-is-taken',
      'lost',
      () => `${at.owner.name} lacks ${id.slice(-6)}, which a hub had`,
    );
  }
}

/** All desks hold the same facts and fold them to the same door, whatever the order and however often they are told. */
function checkSameDoor(world: VenueWorld): void {
  const [first, ...others] = world.eventDesks;
  if (!first) return;
  const facts = sorted(factsOf(first.at.db, world.eventId));
  for (const { at } of others) {
    const here = sorted(factsOf(at.db, world.eventId));
    hold(
      canonicalJson(here) === canonicalJson(facts),
      'same-facts',
      'diverged',
      () => `${at.owner.name} holds ${here.length} facts, ${first.at.owner.name} ${facts.length}`,
    );
  }
  const event = readRow(first.at.db, 'event', world.eventId)?.data;
  const window = event && doorWindowOf(event);
  if (!window) return;
  const told = presencesAsText(foldPresences(facts, window));
  for (const seed of [1, 2, 3]) {
    const again = presencesAsText(foldPresences(shuffled(facts, seed), window));
    hold(told === again, 'any-order', 'diverged', () => 'the same facts in another order fold otherwise');
  }
  // Who is expected is the list's business: desks that were online know a newer one.
  const counters = world.eventDesks.map(({ at }) => {
    const { arrived, inRoom, doubleEntries } = doorView(at.station, world.eventId)?.counters ?? {};
    return canonicalJson({ arrived, inRoom, doubleEntries });
  });
  hold(new Set(counters).size === 1, 'same-door', 'diverged', () => counters.join(' | '));
}

/** Whoever was let in by desks that did not know of each other is shown as double entry at every desk. */
function checkDoubles(world: VenueWorld): void {
  for (const { at } of world.eventDesks) {
    const facts = factsOf(at.db, world.eventId);
    const undone = new Set(facts.flatMap(({ kind, answers }) => (kind === 'UNDO' ? [answers] : [])));
    const firsts = facts.filter(({ id }) => world.admitted.has(id) && !undone.has(id));
    const shown = new Map(listGuests(at.station, world.eventId)?.map((guest) => [guest.id, guest]));
    for (const [guestId, entries] of Map.groupBy(firsts, (fact) => fact.guestId)) {
      const guest = shown.get(guestId);
      if (!guest || entries.length < 2) continue;
      const told = new Set([guest.firstEntry?.id, ...guest.doubleEntries.map(({ id }) => id)]);
      hold(
        entries.every(({ id }) => told.has(id)),
        'doubles-told',
        'lost',
        () => `${at.owner.name} tells ${told.size} of ${entries.length} entries of ${guest.name}`,
      );
    }
  }
}

async function goOnline(world: VenueWorld): Promise<void> {
  for (const { at } of world.desks) {
    at.line.isCut = false;
    at.skewMs = 0;
  }
  world.office.line.isCut = false;
  const machines = [...world.eventDesks.map(({ at }) => at), world.office];
  for (const desk of world.eventDesks) desk.loop?.stop();
  for (let round = 0; round < 30; round += 1) {
    for (const { engine } of machines) void engine?.syncNow();
    await world.runUntil(world.agenda.now() + 2 * minuteMs, 6_000);
    if (machines.every(({ db }) => countWaiting(db) === 0) && round > 2) return;
  }
  const told = machines.map(
    ({ owner, db, engine }) => `${owner.name}: ${countWaiting(db)} ${engine?.status().problem}`,
  );
  hold(false, 'comes-to-rest', 'broken', () => told.join('; '));
}

/** The centre has every fact once, as it was made, nothing was refused, and all copies are equal to it. */
function checkCentre(world: VenueWorld, due: VenueWorld['made']): void {
  const rows = new Map(world.centre.changedSince(0).map((row) => [`${row.entity} ${row.id}`, row]));
  for (const [id, { entry }] of due) {
    const row = rows.get(`${entry.entity} ${id}`);
    hold(!!row?.data, 'nothing-lost', 'lost', () => `the centre lacks ${entry.entity} ${id.slice(-6)}`);
    // A walk-in may have been renamed since.
    const isAsMade = entry.entity === 'guest' || canonicalJson(row.data) === canonicalJson(entry.data);
    hold(
      isAsMade,
      'as-it-was-made',
      'diverged',
      () => `the centre has another ${entry.entity} ${id.slice(-6)}`,
    );
  }
  for (const at of [...world.eventDesks.map((desk) => desk.at), world.office]) {
    const refused = listRefused(at.db);
    hold(
      refused.length === 0,
      'nothing-refused',
      'broken',
      () => `${at.owner.name}: ${JSON.stringify(refused[0])}`,
    );
    const held = sorted(factsOf(at.db, world.eventId));
    const centre = [...rows.values()].filter(({ entity, data }) => entity === 'checkIn' && data !== null);
    hold(
      held.length === centre.length,
      'copies-equal',
      'diverged',
      () => `${at.owner.name} holds ${held.length} facts, the centre ${centre.length}`,
    );
  }
}

function presencesAsText(presences: ReturnType<typeof foldPresences>): string {
  return canonicalJson(Object.fromEntries([...presences].sort(([a], [b]) => (a < b ? -1 : 1))));
}

function sorted(facts: readonly CheckInFact[]): CheckInFact[] {
  return facts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The facts in another order, a third of them told twice. */
function shuffled(facts: readonly CheckInFact[], seed: number): CheckInFact[] {
  const own = dice(seed);
  const told = facts.flatMap((fact) => (own.chance(0.3) ? [fact, fact] : [fact]));
  return told
    .map((fact) => ({ fact, at: own.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ fact }) => fact);
}
