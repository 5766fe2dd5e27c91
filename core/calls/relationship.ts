import { z } from 'zod';
import relationshipV1 from '#resources/relationship-v1.json' with { type: 'json' };
import type { Stage } from '#core/lifecycle/stage.ts';
import { dayField, fenField } from '#core/sync/fields.ts';

const schema = z.object({
  id: z.literal('relationship'),
  version: z.int().positive(),
  effectiveFrom: dayField,
  source: z.string(),
  windowDays: z.int().positive(),
  /** So many two-way contacts within the window make a client known. */
  knownFrom: z.int().positive(),
  /** From this minimum amount on a product is a large ask. */
  largeAskFromFen: fenField,
});

/** What a relationship is measured by: versioned data with a source (S2.4, S2.5). */
export const relationshipRules: z.infer<typeof schema> = schema.parse(relationshipV1);

/** Two-way contacts within the window, by what they were; what only the firm said counts nowhere. */
export interface TwoWayContacts {
  /** Calls that reached the client. */
  readonly talks: number;
  /** Messages the client replied to. */
  readonly replies: number;
  /** Salons the client came to. */
  readonly visits: number;
}

/** Returns the strength of a relationship: how many two-way contacts there were in 90 days (S2.5). */
export function relationshipStrength({ talks, replies, visits }: TwoWayContacts): number {
  return talks + replies + visits;
}

/** Says whether a client is known: whom one knows may be asked for more than a start (S2.2, S2.4). */
export function isKnown(contacts: TwoWayContacts): boolean {
  return relationshipStrength(contacts) >= relationshipRules.knownFrom;
}

/** Stages of those who never held anything. */
const beforeFirst: readonly Stage[] = ['ACQUISITION', 'ACTIVATION', 'EXPIRED'];

/**
 * Says whether offering a product warns: a first product whose minimum is a large ask, to somebody who is not known yet.
 * A warning, not a block (S2.4).
 */
export function isTooMuchAtFirst(
  client: { readonly stage: Stage; readonly contacts: TwoWayContacts },
  minAmountFen: number,
): boolean {
  return isFirstProduct(client.stage) && !isKnown(client.contacts) && isLargeAsk(minAmountFen);
}

/** Says whether a client of a stage has never held a product. */
export function isFirstProduct(stage: Stage): boolean {
  return beforeFirst.includes(stage);
}

function isLargeAsk(minAmountFen: number): boolean {
  return minAmountFen >= relationshipRules.largeAskFromFen;
}
