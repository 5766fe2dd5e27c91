import type { Instant } from '#core/base/time.ts';
import type { HoldingFields } from '#core/clients/client.ts';
import type { RatingChangeFields } from '#core/risk/rating-change.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { decode } from '#db/rows.ts';

export interface StoredHolding extends HoldingFields {
  readonly id: string;
}

/** Returns the names and codes of every product this device has heard of, by code, on the shelf or not. */
export function productRows(db: ReadableDb): { id: string; code: string; name: string }[] {
  return sql<{ id: string; code: string; name: string }>(
    db,
    'SELECT id, code, name FROM product ORDER BY code, id',
  ).all();
}

export interface StoredRatingChange extends RatingChangeFields {
  readonly id: string;
}

/** Returns the changes of a rating in force at an instant, of one product or of all, oldest first. */
export function ratingChanges(
  db: ReadableDb,
  at: Instant,
  productId: string | null = null,
): StoredRatingChange[] {
  return sql<Record<string, unknown>>(
    db,
    `SELECT * FROM rating_change WHERE product_id = coalesce(?, product_id) AND changed_at <= ?
     ORDER BY changed_at, id`,
  )
    .all(productId, at)
    .map((record) => ({ ...decode('ratingChange', record), id: record['id'] as string }));
}

/** Returns the manager's own clients who hold a product and held it on a day. */
export function holdersSince(
  db: ReadableDb,
  {
    productId,
    managerId,
    day,
  }: { readonly productId: string; readonly managerId: string; readonly day: string },
): string[] {
  return sql<{ id: string }>(
    db,
    `SELECT DISTINCT c.id FROM holding h JOIN client c ON c.id = h.client_id
     WHERE h.product_id = ? AND c.owner_manager_id = ? AND h.since_day <= ? ORDER BY c.id`,
  )
    .all(productId, managerId, day)
    .map(({ id }) => id);
}

/** Returns a client's holdings, largest first. */
export function holdingsOf(db: ReadableDb, clientId: string): StoredHolding[] {
  return sql<Record<string, unknown>>(
    db,
    'SELECT * FROM holding WHERE client_id = ? ORDER BY amount_fen DESC, id',
  )
    .all(clientId)
    .map((record) => ({ ...decode('holding', record), id: record['id'] as string }));
}

/** Returns who in this book holds a product, largest first, at most `limit`. */
export function holdersOf(
  db: ReadableDb,
  productId: string,
  limit: number,
): { clientId: string; name: string; amountFen: number }[] {
  return sql<{ clientId: string; name: string; amountFen: number }>(
    db,
    `SELECT c.id AS clientId, c.name, SUM(h.amount_fen) AS amountFen
     FROM holding h JOIN client c ON c.id = h.client_id
     WHERE h.product_id = ? GROUP BY c.id ORDER BY amountFen DESC, c.id LIMIT ?`,
  ).all(productId, limit);
}
