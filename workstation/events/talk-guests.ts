import type { Id } from '#core/base/ids.ts';
import { dayMs, hourMs } from '#core/base/time.ts';
import type { EventFields, GuestState } from '#core/events/event.ts';
import { taskNotice } from '#core/risk/task-text.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { eventsAround, guestsOf, type KnownGuest } from '#db/queries/events.ts';
import { ownClientIds } from '#db/queries/guest-clients.ts';
import { readRow } from '#db/rows.ts';
import { derivedId } from '#workstation/derived-id.ts';
import {
  findingRows,
  productsFound,
  type NamedProduct,
  type ProductFinding,
  type ProductGate,
} from '#workstation/risk/product-gate.ts';
import { commitNewTasks, type DueTask } from '#workstation/risk/suitability-task.ts';
import type { Station } from '#workstation/station.ts';

type Talk = Pick<EventFields, 'title' | 'startsAt' | 'isProductTalk' | 'productIds'> & { readonly id: Id };

/** A guest on the list of a talk, judged for its products as things stand. */
export interface JudgedGuest {
  readonly guestId: Id;
  /** Null for somebody who is on no file. */
  readonly clientId: Id | null;
  /** Whose task it is: the guest, or the guest who brings this one along. */
  readonly taskClientId: Id | null;
  readonly name: string;
  readonly state: GuestState;
  /** Those this guest may not be told of. */
  readonly products: NamedProduct[];
  readonly findings: readonly ProductFinding[];
}

/** Who has not come, and will not, is asked nothing; a candidate is judged when invited. */
const stillListed: readonly GuestState[] = [
  'invited',
  'tentative',
  'no_reply',
  'accepted',
  'confirmed',
  'waitlisted',
  'walk_in',
];

/** Returns the products an event names to its guests: none unless it is a product talk. */
export function namedProducts({
  isProductTalk,
  productIds,
}: Pick<EventFields, 'isProductTalk' | 'productIds'>): readonly Id[] {
  return isProductTalk ? productIds : [];
}

/**
 * Judges the guests on a talk's list anew, since products are added, tests expire and ratings change after the
 * invitation. A client whom this book does not hold is judged where it is held.
 */
export function judgeGuests(station: Station, talk: Talk, gate: ProductGate): JudgedGuest[] {
  return listedGuests(station, talk).map((guest) => judgeGuest(guest, talk, gate));
}

/** A guest still on the list, and whose task a refusal is: the guest's, or that of the guest who brings this one along. */
interface ListedGuest extends KnownGuest {
  readonly taskClientId: Id | null;
}

function listedGuests(station: Station, talk: Talk): ListedGuest[] {
  if (namedProducts(talk).length === 0) return [];
  const guests = guestsOf(station.db, talk.id);
  const byId = new Map(guests.map((guest) => [guest.id, guest]));
  return guests
    .filter((guest) => stillListed.includes(guest.state) && isJudgedHere(station, guest))
    .map((guest) => {
      const broughtBy = guest.plusOneOf === null ? null : (byId.get(guest.plusOneOf)?.clientId ?? null);
      return { ...guest, taskClientId: guest.clientId ?? broughtBy };
    });
}

function judgeGuest(guest: ListedGuest, talk: Talk, gate: ProductGate): JudgedGuest {
  const { id: guestId, clientId, taskClientId, name, state } = guest;
  const findings = gate({ path: 'TALK_GUEST', clientId, productIds: namedProducts(talk) });
  return {
    guestId,
    clientId,
    taskClientId,
    name,
    state,
    products: productsFound(findings, 'BLOCK'),
    findings,
  };
}

/** Returns those of the judged guests who are refused a product. */
export function refusedOf(judged: readonly JudgedGuest[]): JudgedGuest[] {
  return judged.filter(({ products }) => products.length > 0);
}

/** Makes the rows that keep why the guests who suit stay invited. */
export function keptVerdicts(station: Station, judged: readonly JudgedGuest[]): RowChange[] {
  return judged
    .filter(({ products }) => products.length === 0)
    .flatMap(({ clientId, findings }) => findingRows(station, { path: 'TALK_GUEST', clientId }, findings));
}

/** True for a guest of this book, and for one who is on no file: of that one nobody knows more. */
export function isJudgedHere({ db }: Station, { clientId }: Pick<KnownGuest, 'clientId'>): boolean {
  return clientId === null || readRow(db, 'client', clientId) !== null;
}

/** Gives every refused guest of this manager's own clients a task, once for what was refused. Returns how many were new. */
export function flagRefusedGuests(station: Station, talk: Talk, refused: readonly JudgedGuest[]): number {
  const clientIds = refused.flatMap(({ taskClientId }) => taskClientId ?? []);
  const own = new Set(ownClientIds(station.db, station.me.managerId, [...new Set(clientIds)]));
  const due = refused.flatMap((guest) => {
    const { taskClientId } = guest;
    return taskClientId !== null && own.has(taskClientId) ? [taskOf(station, talk, guest, taskClientId)] : [];
  });
  return commitNewTasks(station, 'guest.refused', due);
}

/** Guests judged since the grounds of verdicts last moved; whoever keeps it empties it when they move. */
export type JudgedBefore = Set<string>;

/**
 * Judges the guests of every talk that does not begin within the hour, when the door judges, and flags those refused.
 * Who was judged before on the same grounds is passed over. Yields after each guest: whoever drives it leaves room for
 * other work.
 */
export function* flagTalksToCome(
  station: Station,
  gate: ProductGate,
  before: JudgedBefore,
): Generator<undefined, void> {
  const now = station.clock();
  for (const talk of eventsAround(station.db, now, 'UPCOMING')) {
    if (talk.startsAt - hourMs <= now) continue;
    const keyOf = ({ id, taskClientId }: ListedGuest): string =>
      [talk.id, talk.startsAt, id, taskClientId, ...namedProducts(talk)].join(' ');
    for (const guest of listedGuests(station, talk).filter((one) => !before.has(keyOf(one)))) {
      flagRefusedGuests(station, talk, refusedOf([judgeGuest(guest, talk, gate)]));
      before.add(keyOf(guest));
      yield;
    }
  }
}

/** Returns the ids of the tasks that some clients' guests of talks to come are refused for, as things stand. */
export function refusedTaskIds(
  station: Station,
  gate: ProductGate,
  clientIds: ReadonlySet<string>,
): Set<string> {
  const now = station.clock();
  const talks = eventsAround(station.db, now, 'UPCOMING').filter(({ startsAt }) => startsAt > now);
  const ids = talks.flatMap((talk) =>
    listedGuests(station, talk)
      .filter(({ taskClientId }) => taskClientId !== null && clientIds.has(taskClientId))
      .map((guest) => judgeGuest(guest, talk, gate))
      .filter(({ products }) => products.length > 0)
      .map((guest) => refusedTaskId(talk, guest)),
  );
  return new Set(ids);
}

function refusedTaskId(talk: Talk, { guestId, findings }: JudgedGuest): Id {
  const blocking = findings.filter(({ judged }) => judged.verdict.outcome === 'BLOCK');
  return derivedId('talk', talk.id, guestId, ...blocking.map(({ productId }) => productId).sort());
}

function taskOf(station: Station, talk: Talk, guest: JudgedGuest, clientId: Id): DueTask {
  const blocking = guest.findings.filter(({ judged }) => judged.verdict.outcome === 'BLOCK');
  const products = blocking.map(({ productName }) => productName ?? '—').join('、');
  return {
    id: refusedTaskId(talk, guest),
    clientId,
    managerId: station.me.managerId,
    dueAt: talk.startsAt - dayMs,
    text: taskNotice('GUEST_REFUSED', { talk: talk.title, eventId: talk.id, guest: guest.name, products }),
    rows: () => findingRows(station, { path: 'TALK_GUEST', clientId: guest.clientId }, guest.findings),
  };
}
