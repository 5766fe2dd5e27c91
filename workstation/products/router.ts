import { isOverLevel, isStarter, sharesBy } from '#core/risk/allocation.ts';
import { levelCounts } from '#core/risk/level.ts';
import { ratingUsed } from '#core/risk/rating.ts';
import { rulesAt } from '#core/risk/rule-book.ts';
import { allProducts, holdersOf, holdingsOf, type StoredProduct } from '#db/queries/products.ts';
import { os } from '#workstation/base.ts';
import { ruleBookOf } from '#workstation/risk/rule-book.ts';
import type { Station } from '#workstation/station.ts';
import { riskFactsOf } from '#workstation/risk/facts.ts';

const mostHolders = 200;

export const productsRouter = {
  list: os.products.list.handler(({ context: { station } }) => {
    const starterUpToFen = starterLine(station);
    const products = allProducts(station.db).map((product) => shown(product, starterUpToFen));
    return { products, starterUpToFen };
  }),
  get: os.products.get.handler(({ input, context, errors }) => {
    const { db } = context.station;
    const found = allProducts(db).find(({ id }) => id === input.productId);
    if (!found) throw errors.NOT_FOUND();
    return { ...shown(found, starterLine(context.station)), holders: holdersOf(db, found.id, mostHolders) };
  }),
  holdings: os.products.holdings.handler(({ input, context, errors }) => {
    const { db, clock } = context.station;
    const facts = riskFactsOf(db, input.clientId, clock());
    if (!facts) throw errors.NOT_FOUND();
    const starterUpToFen = starterLine(context.station);
    const shelf = new Map(allProducts(db).map((product) => [product.id, shown(product, starterUpToFen)]));
    const rules = rulesAt(facts.ruleBook, clock());
    const holdings = holdingsOf(db, input.clientId).map((holding) => {
      const product = shelf.get(holding.productId) ?? null;
      const over = isOverLevel(product?.rating ?? null, facts.standing, rules);
      return { ...holding, product, isOverLevel: over };
    });
    return {
      holdings,
      totalFen: holdings.reduce((sum, { amountFen }) => sum + amountFen, 0),
      byRating: sharesBy(holdings, ({ product }) => product?.rating ?? 'UNRATED'),
      byKind: sharesBy(holdings, ({ product }) => product?.kind ?? 'UNKNOWN'),
      level: facts.standing && levelCounts(facts.standing) ? facts.standing.level : null,
      asOf: holdings.length > 0 ? Math.min(...holdings.map(({ asOf }) => asOf)) : null,
    };
  }),
};

/** Where no rules are in force nothing is a product to begin with. */
function starterLine({ db, clock }: Station): number {
  return rulesAt(ruleBookOf(db), clock())?.policy.starterUpToFen ?? 0;
}

function shown(product: StoredProduct, starterUpToFen: number) {
  return { ...product, rating: ratingUsed(product), isStarter: isStarter(product, starterUpToFen) };
}
