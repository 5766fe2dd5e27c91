import type { Id } from '#core/base/ids.ts';
import type { GuestFields, GuestState } from '#core/events/event.ts';

/** A guest as far as places are concerned; lists are in the order in which people are placed. */
export interface Placed extends Pick<GuestFields, 'seat' | 'plusOneOf' | 'hostManagerId' | 'state'> {
  readonly id: Id;
  readonly tier: string | null;
}

/** How tables are filled. */
export interface SeatingWish {
  /** Who sits together. */
  readonly by: 'HOST' | 'TIER';
  readonly perTable: number;
  /** How a table is called; `#` stands for its number. */
  readonly label: string;
}

/** How many sit at a table. */
export interface TableCount {
  readonly table: string;
  readonly guests: number;
}

const comes: readonly GuestState[] = ['accepted', 'confirmed', 'walk_in'];
const tierOrder: readonly (string | null)[] = ['PRIVATE', 'VIP', 'POTENTIAL', 'MASS', null];

/** Returns the table of a seat: what stands before the first dash, slash, point or comma (`3桌-5号` is at `3桌`). */
export function tableOf(seat: string): string {
  return seat.split(/[-–—/·,，、]/)[0]?.trim() || seat;
}

/** Counts who sits where; tables by number where they have one. */
export function countTables(guests: readonly Pick<Placed, 'seat'>[]): TableCount[] {
  const counts = new Map<string, number>();
  for (const { seat } of guests) {
    if (seat === null) continue;
    const table = tableOf(seat);
    counts.set(table, (counts.get(table) ?? 0) + 1);
  }
  return [...counts]
    .map(([table, count]) => ({ table, guests: count }))
    .sort((a, b) => compare(numberIn(a.table), numberIn(b.table)) || compare(a.table, b.table));
}

/**
 * Returns a table for everyone who comes and has no seat: guests of one host, or of one tier, sit together, whoever is
 * brought along beside who brings them. A group goes to the first table that holds it whole, or begins an empty one. No
 * table gets more than it holds; given seats stay and count.
 */
export function fillTables(guests: readonly Placed[], wish: SeatingWish): Map<Id, string> {
  const taken = new Map(countTables(guests).map(({ table, guests: count }) => [table, count]));
  const seats = new Map<Id, string>();
  const labelOf = (table: number): string => wish.label.replaceAll('#', String(table));
  const sitting = (table: number): number => taken.get(tableOf(labelOf(table))) ?? 0;
  const firstFrom = (start: number, isRight: (table: number) => boolean): number => {
    let table = start;
    while (!isRight(table)) table += 1;
    return table;
  };
  for (const group of groupsOf(guests, wish.by)) {
    const isWhole = group.length <= wish.perTable;
    const start = firstFrom(1, (table) =>
      isWhole ? sitting(table) + group.length <= wish.perTable : sitting(table) === 0,
    );
    for (const party of partiesOf(group, wish.perTable)) {
      const table = firstFrom(start, (one) => sitting(one) + party.length <= wish.perTable);
      taken.set(tableOf(labelOf(table)), sitting(table) + party.length);
      for (const { id } of party) seats.set(id, labelOf(table));
    }
  }
  return seats;
}

/** Groups in the order of their first guest, tiers from the highest. A companion belongs where its guest does. */
function groupsOf(guests: readonly Placed[], by: SeatingWish['by']): Placed[][] {
  const byId = new Map(guests.map((guest) => [guest.id, guest]));
  const waiting = guests.filter(({ seat, state }) => seat === null && comes.includes(state));
  const groups = Map.groupBy(waiting, (guest) => {
    const { tier, hostManagerId } = byId.get(guest.plusOneOf ?? '') ?? guest;
    return by === 'TIER' ? tier : hostManagerId;
  });
  const rank = (key: string | null): number => (by === 'TIER' ? tierOrder.indexOf(key) : 0);
  return [...groups].sort(([a], [b]) => rank(a) - rank(b)).map(([, group]) => group);
}

/** Everyone with whom they bring; a party that no table holds is seated one by one. */
function partiesOf(group: readonly Placed[], perTable: number): Placed[][] {
  const parties = [...Map.groupBy(group, ({ id, plusOneOf }) => plusOneOf ?? id).values()];
  return parties.flatMap((party) => (party.length > perTable ? party.map((one) => [one]) : [party]));
}

function numberIn(table: string): number {
  return Number(/\d+/.exec(table)?.[0] ?? Number.POSITIVE_INFINITY);
}

function compare<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
