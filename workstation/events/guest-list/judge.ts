import type { GuestListRow } from '#core/api/event-guest-list.ts';
import type { Id } from '#core/base/ids.ts';
import { maskPhone } from '#core/clients/phone.ts';
import { seatsTaken } from '#core/events/capacity.ts';
import type { EventFields, GuestFields, GuestState } from '#core/events/event.ts';
import type { GuestDraft } from '#core/events/guest-list/draft.ts';
import type { ListState } from '#core/events/guest-list/words.ts';
import { moveGuest } from '#core/events/guest-state.ts';
import { doorWindowOf, foldPresences } from '#core/events/presence.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { factsOf, seatsOf, type FoundClient, type KnownGuest } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { verdictToKeep } from '#workstation/consent/gate.ts';
import { peopleFor, type People } from '#workstation/events/guest-list/people.ts';
import { lotOf, type Lot } from '#workstation/events/lot.ts';
import { salonContact, salonGate } from '#workstation/events/salon-gate.ts';
import { namedProducts } from '#workstation/events/talk-guests.ts';
import { newTicketCode, stateChange } from '#workstation/events/tickets.ts';
import {
  findingRows,
  productsFound,
  type NamedProduct,
  type ProductGate,
} from '#workstation/risk/product-gate.ts';
import type { Station } from '#workstation/station.ts';

/** How a list is taken. */
export interface TakeWish {
  readonly defaultState: ListState;
  readonly samePersonRows: ReadonlySet<number>;
}

/** A row with what becomes of it, and what is written for it; a refusal keeps its verdict as well. */
export interface JudgedRow {
  readonly view: GuestListRow;
  readonly changes: readonly RowChange[];
}

/** What the rows before a row left behind. */
interface Work {
  readonly station: Station;
  readonly event: EventFields & { readonly id: Id };
  readonly wish: TakeWish;
  readonly people: People;
  readonly gate: ProductGate;
  readonly lot: Lot;
  readonly entered: ReadonlySet<Id>;
  readonly seen: Set<string>;
  free: number;
}

/**
 * Says what becomes of every row of a list, in its order, and writes nothing. Invitations pass the gates as everywhere
 * (contact, suitability, lot); who answered elsewhere is stopped by what a yes does not lift and by the suitability gate.
 */
export function judgeGuestList(
  station: Station,
  event: EventFields & { readonly id: Id },
  given: { readonly drafts: readonly GuestDraft[]; readonly wish: TakeWish; readonly gate: ProductGate },
): JudgedRow[] {
  const { drafts, wish, gate } = given;
  const people = peopleFor(station, event.id, drafts);
  const clientIds = drafts.flatMap((draft) => people.whoIs(draft, true).client?.id ?? []);
  const presences = foldPresences(factsOf(station.db, event.id), doorWindowOf(event));
  const work: Work = {
    station,
    event,
    wish,
    people,
    gate,
    lot: lotOf(station, event.id, [...new Set(clientIds)]),
    entered: new Set([...presences].flatMap(([id, { first }]) => (first ? [id] : []))),
    seen: new Set(),
    free: event.capacity - seatsTaken(seatsOf(station.db, event.id)),
  };
  return drafts.map((draft) => judgeRow(work, draft));
}

function judgeRow(work: Work, draft: GuestDraft): JudgedRow {
  const isSamePerson = work.wish.samePersonRows.has(draft.rowNo);
  const { client, isInDoubt } = work.people.whoIs(draft, isSamePerson);
  const row = viewOf(draft, client);
  const skip: NewRow['skip'] = (reason, { changes = [], products = [] } = {}) => ({
    view: { ...row, outcome: 'SKIP', reason, products },
    changes,
  });
  if (draft.isPhoneBad) return skip('BAD_PHONE');
  if (isInDoubt) return skip('NAME_DIFFERS');
  if (row.name === '') return skip('NO_NAME');
  const keys = keysOf(draft, client);
  if (keys.some((key) => work.seen.has(key))) return skip('DUPLICATE_ROW');
  for (const key of keys) work.seen.add(key);
  const listed = work.people.listed(draft, client);
  return listed ? updateGuest(work, { draft, listed, row }) : newGuest(work, { draft, client, row, skip });
}

/** The same person twice: the same client, ticket, or name with the same phone. */
function keysOf(draft: GuestDraft, client: FoundClient | null): string[] {
  const ticket = draft.foreignCode === null ? [] : [`code ${draft.foreignCode}`];
  if (client) return [`client ${client.id}`, ...ticket];
  return ticket.length > 0 ? ticket : [`person ${draft.name} ${draft.phone ?? ''}`];
}

function viewOf(draft: GuestDraft, client: FoundClient | null): GuestListRow {
  return {
    rowNo: draft.rowNo,
    name: draft.name || (client?.name ?? ''),
    maskedPhone: draft.phone === null ? null : maskPhone(draft.phone),
    outcome: 'SAME',
    reason: null,
    notes: [...draft.notes],
    clientName: client?.name ?? null,
    state: null,
    seat: draft.seat,
    companions: 0,
    hasForeignCode: draft.foreignCode !== null,
    products: [],
  };
}

/** Who is on the list already gets what the row adds: an answer that may follow, a seat, a ticket's code. */
function updateGuest(
  work: Work,
  {
    draft,
    listed,
    row,
  }: { readonly draft: GuestDraft; readonly listed: KnownGuest; readonly row: GuestListRow },
): JudgedRow {
  const { id, seat, foreignCode } = listed;
  const patch: Partial<GuestFields> = {
    ...(draft.seat !== null && draft.seat !== seat ? { seat: draft.seat } : {}),
    ...(draft.foreignCode !== null && foreignCode === null ? { foreignCode: draft.foreignCode } : {}),
  };
  const changes: RowChange[] = [];
  if (Object.keys(patch).length > 0) changes.push({ op: 'patch', entity: 'guest', id, patch });
  const moved = movedTo(work, draft.state, listed);
  if (moved !== null && moved !== 'KEPT') changes.push(stateChange(work.station, listed, moved));
  const state = moved === null || moved === 'KEPT' ? listed.state : moved;
  const notes = [...row.notes];
  if (moved === 'KEPT') notes.push('STATE_KEPT');
  if (moved === 'waitlisted') notes.push('WAITLISTED');
  return { view: { ...row, outcome: changes.length > 0 ? 'UPDATE' : 'SAME', notes, state }, changes };
}

/** Where an answer moves a guest: null where it says nothing new, KEPT where the guest may not move there. */
function movedTo(work: Work, to: ListState | null, guest: KnownGuest): GuestState | 'KEPT' | null {
  if (to === null || to === guest.state || to === 'invited' || to === 'candidate') return null;
  if (guest.state === 'candidate') return 'KEPT';
  const moved = moveGuest(guest.state, to, {
    eventStatus: work.event.status,
    hasEntered: work.entered.has(guest.id),
    isFull: work.free <= 0,
  });
  if (!moved.ok) return 'KEPT';
  if (moved.value === 'accepted') work.free -= 1;
  return moved.value;
}

interface NewRow {
  readonly draft: GuestDraft;
  readonly client: FoundClient | null;
  readonly row: GuestListRow;
  readonly skip: (reason: GuestListRow['reason'], refusal?: Partial<Gated>) => JudgedRow;
}

function newGuest(work: Work, { draft, client, row, skip }: NewRow): JudgedRow {
  const wanted = draft.state ?? work.wish.defaultState;
  const gated = askGates(work, wanted, client);
  if (gated.reason !== null) return skip(gated.reason, gated);
  const state = seatedAs(work, wanted);
  const id = work.station.newId();
  const data = guestData(work, { draft, client, state });
  const brought = companionsOf(work, { hostId: id, host: data, names: draft.companions });
  const notes = [...row.notes, ...brought.notes];
  if (state === 'waitlisted') notes.push('WAITLISTED');
  return {
    view: { ...row, outcome: 'NEW', notes, state, companions: brought.changes.length },
    changes: [{ op: 'create', entity: 'guest', id, data }, ...brought.changes, ...gated.changes],
  };
}

/** Nobody is told of anything who is only put down as a candidate, or as not coming. */
const untold: readonly ListState[] = ['candidate', 'declined'];

/** What the gates said of somebody who is not on the list yet, and the rows that keep it. */
interface Gated {
  readonly reason: GuestListRow['reason'];
  readonly changes: readonly RowChange[];
  readonly products: NamedProduct[];
}

function askGates(work: Work, wanted: ListState, client: FoundClient | null): Gated {
  const { station, event, lot } = work;
  if (untold.includes(wanted)) return passed([]);
  const from = wanted === 'invited' ? 'LIST' : 'CALL';
  const known = client && readRow(station.db, 'client', client.id)?.data;
  const salon = client && known ? salonGate(station, { clientId: client.id, client: known, from }) : null;
  if (salon?.code) return { reason: salon.code, changes: verdictToKeep(station, salon.judged), products: [] };
  const about = { path: 'TALK_LIST', clientId: client?.id ?? null } as const;
  const findings = work.gate({ ...about, productIds: namedProducts(event) });
  const verdicts = findingRows(station, about, findings);
  const products = productsFound(findings, 'BLOCK');
  if (products.length > 0) return { reason: 'SUITABILITY', changes: verdicts, products };
  if (!client || !salon || wanted !== 'invited') return passed(verdicts);
  const drawn = lot.draw(client.id);
  if (drawn.isLeftOut) return { reason: 'LEFT_OUT', changes: drawn.rows, products: [] };
  return passed([...drawn.rows, ...salonContact(station, salon), ...verdicts]);
}

function passed(changes: readonly RowChange[]): Gated {
  return { reason: null, changes, products: [] };
}

/** A promise takes a seat, or waits where none is free (EV2). */
function seatedAs(work: Work, wanted: ListState): GuestState {
  if (wanted !== 'accepted' && wanted !== 'confirmed') return wanted;
  if (work.free <= 0) return 'waitlisted';
  work.free -= 1;
  return wanted;
}

function guestData(
  { station, event, people }: Work,
  { draft, client, state }: { draft: GuestDraft; client: FoundClient | null; state: GuestState },
): GuestFields {
  const now = station.clock();
  const owner = client && readRow(station.db, 'client', client.id)?.data.ownerManagerId;
  const hasTicket = state === 'accepted' || state === 'confirmed';
  return {
    eventId: event.id,
    clientId: client?.id ?? null,
    name: client?.name ?? draft.name,
    phone: draft.phone ?? client?.phone ?? null,
    hostManagerId: people.managerNamed(draft.hostName) ?? owner ?? station.me.managerId,
    plusOneOf: null,
    state,
    stateAt: now,
    invitedAt: state === 'invited' ? now : null,
    ticketCode: hasTicket ? newTicketCode(event.ticketKey) : null,
    revokedCodes: [],
    foreignCode: draft.foreignCode,
    seat: draft.seat,
    invitedFrom: 'IMPORT',
  };
}

/** Companions have a seat of their own each; to a talk that names products nobody on no file is brought. */
function companionsOf(
  work: Work,
  { hostId, host, names }: { hostId: Id; host: GuestFields; names: readonly string[] },
): { changes: RowChange[]; notes: GuestListRow['notes'] } {
  if (names.length === 0) return { changes: [], notes: [] };
  if (!['accepted', 'confirmed', 'waitlisted'].includes(host.state))
    return { changes: [], notes: ['COMPANIONS_WAIT'] };
  const { station, event, gate } = work;
  const findings = gate({ path: 'TALK_LIST', clientId: null, productIds: namedProducts(event) });
  if (productsFound(findings, 'BLOCK').length > 0) return { changes: [], notes: ['COMPANIONS_REFUSED'] };
  const changes = names.map((name, index): RowChange => {
    const state = host.state === 'waitlisted' ? 'waitlisted' : seatedAs(work, 'accepted');
    const data: GuestFields = {
      ...host,
      clientId: null,
      name: name || `${host.name.slice(0, 90)} +${index + 1}`,
      phone: null,
      plusOneOf: hostId,
      state,
      ticketCode: newTicketCode(event.ticketKey),
      foreignCode: null,
      invitedFrom: 'IMPORT',
    };
    return { op: 'create', entity: 'guest', id: station.newId(), data };
  });
  return { changes, notes: [] };
}
