import type { HoldingFields } from '#core/clients/client.ts';
import type { ProductFields } from '#core/risk/product.ts';
import type { RatingChangeFields } from '#core/risk/rating-change.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { decode } from '#db/rows.ts';

export interface StoredProduct extends ProductFields {
  readonly id: string;
}
export interface StoredHolding extends HoldingFields {
  readonly id: string;
}

/** Returns the whole shelf by code, whatever its status. */
export function allProducts(db: ReadableDb): StoredProduct[] {
  return sql<Record<string, unknown>>(db, 'SELECT * FROM product ORDER BY code, id')
    .all()
    .map((record) => ({ ...decode('product', record), id: record['id'] as string }));
}

export interface StoredRatingChange extends RatingChangeFields {
  readonly id: string;
}

/** Returns every change of a rating that is known here, of one product or of all, oldest first. */
export function ratingChanges(db: ReadableDb, productId: string | null = null): StoredRatingChange[] {
  return sql<Record<string, unknown>>(
    db,
    'SELECT * FROM rating_change WHERE product_id = coalesce(?, product_id) ORDER BY changed_at, id',
  )
    .all(productId)
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
