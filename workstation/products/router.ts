import { isTooMuchAtFirst } from '#core/calls/relationship.ts';
import type { Stage } from '#core/lifecycle/stage.ts';
import { summaryOf } from '#db/queries/calls.ts';
import type { ShelvedProduct } from '#core/risk/shelf-version.ts';
import { isOverLevel, isStarter, sharesBy } from '#core/risk/allocation.ts';
import { levelCounts } from '#core/risk/level.ts';
import { ratingUsed } from '#core/risk/rating.ts';
import { rulesAt } from '#core/risk/rule-book.ts';
import { holdersOf, holdingsOf, ratingChanges } from '#db/queries/products.ts';
import { readRow } from '#db/rows.ts';
import { os } from '#workstation/base.ts';
import { allocationGapsOf } from '#workstation/products/allocation-gaps.ts';
import { lastChangeFor, waitingToBeTold } from '#workstation/risk/rematch.ts';
import { ruleBookOf, shelfOf } from '#workstation/risk/rule-book.ts';
import type { Station } from '#workstation/station.ts';
import { twoWayOf } from '#workstation/calls/relation.ts';
import { riskFactsOf } from '#workstation/risk/facts.ts';

const mostHolders = 200;

export const productsRouter = {
  list: os.products.list.handler(({ context: { station } }) => {
    const starterUpToFen = starterLine(station);
    const products = shelfOf(station.db, station.clock()).map((product) => shown(product, starterUpToFen));
    return { products, starterUpToFen };
  }),
  get: os.products.get.handler(({ input, context, errors }) => {
    const { db, clock } = context.station;
    const found = shelfOf(db, clock()).find(({ id }) => id === input.productId);
    if (!found) throw errors.NOT_FOUND();
    const changes = ratingChanges(db, clock(), found.id).toReversed();
    const holders = holdersOf(db, found.id, mostHolders);
    const waiting = waitingToBeTold(
      db,
      changes[0]?.id ?? '',
      holders.map(({ clientId }) => clientId),
    );
    return {
      ...shown(found, starterLine(context.station)),
      holders: holders.map((holder) => ({ ...holder, isToldDue: waiting.has(holder.clientId) })),
      ratingChanges: changes,
    };
  }),
  allocationGaps: os.products.allocationGaps.handler(({ input, context: { station }, errors }) => {
    if (!readRow(station.db, 'client', input.clientId)) throw errors.NOT_FOUND();
    const { gaps, blockedBy } = allocationGapsOf(station, input.clientId);
    const starterUpToFen = starterLine(station);
    const stage = (summaryOf(station.db, input.clientId)?.stage ?? 'ACQUISITION') as Stage;
    const person = { stage, contacts: twoWayOf(station, input.clientId) };
    const shownGaps = gaps.map(({ kind, products }) => ({
      kind,
      products: products.map((product) => ({
        ...product,
        ...shown(product, starterUpToFen),
        isTooMuchAtFirst: isTooMuchAtFirst(person, product.minAmountFen),
      })),
    }));
    return { gaps: shownGaps, blockedBy };
  }),
  holdings: os.products.holdings.handler(({ input, context, errors }) => {
    const { db, clock } = context.station;
    const facts = riskFactsOf(db, input.clientId, clock());
    if (!facts) throw errors.NOT_FOUND();
    const starterUpToFen = starterLine(context.station);
    const shelf = new Map(
      shelfOf(db, clock()).map((product) => [product.id, shown(product, starterUpToFen)]),
    );
    const rules = rulesAt(facts.ruleBook, clock());
    const holdings = holdingsOf(db, input.clientId).map((holding) => {
      const product = shelf.get(holding.productId) ?? null;
      const over = isOverLevel(product?.rating ?? null, facts.standing, rules);
      const ratingChange = lastChangeFor(context.station, {
        clientId: input.clientId,
        productId: holding.productId,
      });
      return { ...holding, product, isOverLevel: over, ratingChange };
    });
    const level = facts.standing && levelCounts(facts.standing) ? facts.standing.level : null;
    return {
      holdings,
      totalFen: sumOf(holdings),
      byRating: sharesBy(holdings, ({ product }) => product?.rating ?? 'UNRATED'),
      byKind: sharesBy(holdings, ({ product }) => product?.kind ?? 'UNKNOWN'),
      level,
      overFen: level === null ? null : sumOf(holdings.filter(({ isOverLevel }) => isOverLevel === true)),
      asOf: holdings.length > 0 ? Math.min(...holdings.map(({ asOf }) => asOf)) : null,
    };
  }),
};

function sumOf(holdings: readonly { readonly amountFen: number }[]): number {
  return holdings.reduce((sum, { amountFen }) => sum + amountFen, 0);
}

/** Where no rules are in force nothing is a product to begin with. */
function starterLine({ db, clock }: Station): number {
  return rulesAt(ruleBookOf(db), clock())?.policy.starterUpToFen ?? 0;
}

function shown(product: ShelvedProduct, starterUpToFen: number) {
  return { ...product, rating: ratingUsed(product), isStarter: isStarter(product, starterUpToFen) };
}
