import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { holdingFields } from '#core/clients/client.ts';
import { verdictView } from '#core/api/risk-verdict.ts';
import { productFields } from '#core/risk/product.ts';
import { shelvedProduct } from '#core/risk/shelf-version.ts';
import { ratingChangeFields } from '#core/risk/rating-change.ts';
import { fenField, idField, instantField, levelField, ratingField } from '#core/sync/fields.ts';

/** A product with the rating it is judged by: the higher of issuer's and seller's, null where one is missing. */
const shelfProduct = shelvedProduct.extend({
  id: idField,
  rating: ratingField.nullable(),
  isStarter: z.boolean(),
});

/** The rating a product is judged by became another one. */
const ratingChange = ratingChangeFields.omit({ productId: true }).extend({ id: idField });

const share = z.object({ key: z.string(), amountFen: fenField, count: z.int() });

/** The shelf and what clients hold of it. */
export const productsContract = {
  /** Every product; `starterUpToFen` is the greatest minimum of a starter product, in fen (S2.4). */
  list: procedure.output(z.object({ products: z.array(shelfProduct), starterUpToFen: fenField })),
  get: procedure.input(z.object({ productId: idField })).output(
    shelfProduct.extend({
      holders: z.array(
        z.object({
          clientId: idField,
          name: z.string(),
          amountFen: fenField,
          /** Still to be told of the last change of the rating. */
          isToldDue: z.boolean(),
        }),
      ),
      /** Newest first. */
      ratingChanges: z.array(ratingChange),
    }),
  ),
  /** Kinds of which the client holds nothing, each with products that suit: what does not suit is never proposed. */
  allocationGaps: procedure.input(z.object({ clientId: idField })).output(
    z.object({
      gaps: z.array(
        z.object({
          kind: productFields.shape.kind,
          products: z.array(
            shelfProduct.extend({
              openSteps: verdictView.shape.steps,
              /** A large ask for a first product of somebody not known yet: a warning (S2.4). */
              isTooMuchAtFirst: z.boolean(),
            }),
          ),
        }),
      ),
      /** Why nothing can be proposed: the rule met most often; null where something can, or there is no gap. */
      blockedBy: verdictView.shape.rule.nullable(),
    }),
  ),
  /** A client's holdings, largest first, and how the sum divides by rating and by kind. */
  holdings: procedure.input(z.object({ clientId: idField })).output(
    z.object({
      holdings: z.array(
        holdingFields.extend({
          id: idField,
          /** Null when the product is no longer known here. */
          product: shelfProduct.nullable(),
          /** The rating lies above the level that counts now; null when either is not known. */
          isOverLevel: z.boolean().nullable(),
          /** The last change of the rating since it is held. */
          ratingChange: ratingChange.extend({ isToldDue: z.boolean() }).nullable(),
        }),
      ),
      totalFen: fenField,
      /** Of the total, what lies above the level that counts now; null without a level. */
      overFen: fenField.nullable(),
      byRating: z.array(share),
      byKind: z.array(share),
      level: levelField.nullable(),
      asOf: instantField.nullable(),
    }),
  ),
};
