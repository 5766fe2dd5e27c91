import { z } from 'zod';
import { seededRandom } from '#core/base/ids.ts';
import { seededIds, type SampleIngredients, type SampleKit, type SampleRow } from '#core/sample/book.ts';
import { boundaryPersonas } from '#core/sample/boundaries.ts';
import { clientRows } from '#core/sample/client-rows.ts';
import { eventRows, talkRow, type SampleGuest } from '#core/sample/event-rows.ts';
import { measuredRows, type MeasuredClient } from '#core/sample/measured-rows.ts';
import { drawPersona } from '#core/sample/persona.ts';
import { salonYearRows } from '#core/sample/salon-year-rows.ts';
import { productFields } from '#core/risk/product.ts';
import products from '#resources/sample-book/products.json' with { type: 'json' };

const shelf = z.array(productFields.extend({ id: z.string() })).parse(products.products);

/** What the book's talk is about: one product of each rule book, of the middle of the scale. */
const talkedOf = (['BANK_WEALTH', 'FUND'] as const).flatMap(
  (kind) => shelf.find((one) => one.kind === kind && one.sellerRating === 'R3')?.id ?? [],
);

const sparseAbove = 5000;
/** The first manager keeps three of four clients, so that the newcomer's book is full. */
const firstManagersShare = 0.75;

/**
 * Writes the sample book: managers, products, clients with their histories, salons. Deterministic by its
 * ingredients; rows come in an order in which nothing refers to what has not come yet.
 */
export function* makeSampleBook(ingredients: SampleIngredients): Generator<SampleRow> {
  const { seed, clients, today, now, managers, branchName } = ingredients;
  const random = seededRandom(seed);
  const kit: SampleKit = {
    random,
    newId: seededIds(random, now),
    now,
    today,
    products: shelf,
    isSparse: clients > sparseAbove,
  };
  for (const { id, name } of managers)
    yield { entity: 'manager', id, data: { name, branchName, isActive: true } };
  for (const { id, ...data } of shelf) yield { entity: 'product', id, data };
  const guests: SampleGuest[] = [];
  const listed = new Map<string, MeasuredClient>();
  const boundaries = boundaryPersonas(today);
  for (let serial = 0; serial < clients; serial += 1) {
    const persona = boundaries[serial] ?? drawPersona(kit);
    const isFirst = serial < boundaries.length || random() < firstManagersShare;
    const owner = (isFirst ? managers[0] : managers.at(-1)) ?? managers[0];
    for (const row of clientRows(kit, serial, persona, owner)) {
      if (row.entity === 'client') noteGuest(guests, row);
      noteListed(listed, row);
      yield row;
    }
  }
  const eventIds: string[] = [];
  for (const rows of [
    eventRows(kit, ingredients, guests),
    measuredRows(kit, ingredients, [...listed.values()]),
  ]) {
    for (const row of rows) {
      if (row.entity === 'event') eventIds.push(row.id);
      yield row;
    }
  }
  yield* salonYearRows(kit, eventIds);
  yield talkRow(kit, ingredients, talkedOf);
}

const mostListed = 240;

/** Whom the measured salon's list named, with what they hold. */
function noteListed(listed: Map<string, MeasuredClient>, { entity, id, data }: SampleRow): void {
  if (entity === 'client' && listed.size < mostListed) {
    const registeredAt = Number(data['registeredAt'] ?? Infinity);
    listed.set(id, { ...guestOf({ id, data }), registeredAt, heldFen: 0 });
  }
  const client = entity === 'holding' ? listed.get(String(data['clientId'])) : undefined;
  if (client) client.heldFen += Number(data['amountFen']);
}

function noteGuest(guests: SampleGuest[], { id, data }: SampleRow): void {
  const phone = data['phone'] as string | null;
  if (guests.length >= 60 || phone === null || Number(data['registeredAt']) === 0) return;
  guests.push(guestOf({ id, data }));
}

function guestOf({ id, data }: Pick<SampleRow, 'id' | 'data'>): SampleGuest {
  const phone = data['phone'] as string | null;
  return { clientId: id, name: String(data['name']), phone, ownerManagerId: String(data['ownerManagerId']) };
}
