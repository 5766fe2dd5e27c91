import { dayMs } from '#core/base/time.ts';
import { isHeldOut } from '#core/events/holdout.ts';
import { upliftRules } from '#core/events/uplift-rules.ts';
import {
  between,
  pickWeighted,
  type SampleIngredients,
  type SampleKit,
  type SampleRow,
} from '#core/sample/book.ts';
import { moveRows } from '#core/sample/move-rows.ts';
import { arrival, salonRow, type SampleGuest } from '#core/sample/event-rows.ts';

/** A client as the measured salon needs them. */
export interface MeasuredClient extends SampleGuest {
  readonly registeredAt: number;
  /** What the book says the client holds, in fen. */
  heldFen: number;
}

const daysAgo = 100;
const drawnDaysBefore = 12;
const percent = 50;

/**
 * A salon long enough ago for all windows of its effect to be over, with half of its list left out by lot. What the
 * clients did since is the book's chance, so the report says what chance says.
 */
export function* measuredRows(
  kit: SampleKit,
  ingredients: SampleIngredients,
  clients: readonly MeasuredClient[],
): Generator<SampleRow> {
  const event = salonRow(kit, ingredients, { which: 'measured', dayOffset: -daysAgo, capacity: 150 });
  const startsAt = Number(event.data['startsAt']);
  const drawnAt = startsAt - drawnDaysBefore * dayMs;
  yield event;
  const plan = { speakers: '', costFen: 1_860_000, holdoutPercent: percent };
  yield { entity: 'eventPlan', id: event.id, data: { eventId: event.id, ...plan } };
  for (const client of clients.filter(({ registeredAt }) => registeredAt < drawnAt)) {
    const { clientId, ownerManagerId: managerId, heldFen: baselineFen } = client;
    const draw = { clientId, eventId: event.id, salt: upliftRules.salt };
    const isInvited = !isHeldOut(draw, percent);
    const arm = { eventId: event.id, clientId, managerId, isInvited, percent, baselineFen, drawnAt };
    yield { entity: 'eventArm', id: kit.newId(), data: arm };
    if (isInvited) yield* invitedRows(kit, event, { client, drawnAt });
  }
}

function* invitedRows(
  kit: SampleKit,
  event: SampleRow,
  { client, drawnAt }: { readonly client: MeasuredClient; readonly drawnAt: number },
): Generator<SampleRow> {
  const guestId = kit.newId();
  const startsAt = Number(event.data['startsAt']);
  const state = pickWeighted(kit.random, [
    ['accepted', 52],
    ['no_show', 10],
    ['declined', 26],
    ['no_reply', 12],
  ] as const);
  const { clientId, name, phone, ownerManagerId } = client;
  const stateAt = drawnAt + between(kit.random, 1, 8) * dayMs;
  const answer = { state, stateAt, invitedAt: drawnAt, invitedFrom: 'LIST' };
  const ticket = { ticketCode: null, revokedCodes: [], foreignCode: null, seat: null };
  const who = { clientId, name, phone, hostManagerId: ownerManagerId, plusOneOf: null };
  const data = { eventId: event.id, ...who, ...answer, ...ticket };
  yield { entity: 'guest', id: guestId, data };
  yield* moveRows(kit, { id: guestId, data });
  if (state === 'accepted') yield arrival(kit, event.id, guestId, ownerManagerId, startsAt);
}
