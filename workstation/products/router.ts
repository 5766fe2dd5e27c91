import { isOverLevel, isStarter, sharesBy } from '#core/risk/allocation.ts';
import { levelCounts } from '#core/risk/level.ts';
import { ratingUsed } from '#core/risk/rating.ts';
import { rulesInUse } from '#core/risk/suitability.ts';
import { allProducts, holdersOf, holdingsOf, type StoredProduct } from '#db/queries/products.ts';
import { os } from '#workstation/base.ts';
import { riskFactsOf } from '#workstation/risk/facts.ts';

const mostHolders = 200;

export const productsRouter = {
  list: os.products.list.handler(({ context }) => ({
    products: allProducts(context.station.db).map(shown),
    starterUpToFen: rulesInUse.policy.starterUpToFen,
  })),
  get: os.products.get.handler(({ input, context, errors }) => {
    const { db } = context.station;
    const found = allProducts(db).find(({ id }) => id === input.productId);
    if (!found) throw errors.NOT_FOUND();
    return { ...shown(found), holders: holdersOf(db, found.id, mostHolders) };
  }),
  holdings: os.products.holdings.handler(({ input, context, errors }) => {
    const { db, clock } = context.station;
    const facts = riskFactsOf(db, input.clientId, clock());
    if (!facts) throw errors.NOT_FOUND();
    const shelf = new Map(allProducts(db).map((product) => [product.id, shown(product)]));
    const holdings = holdingsOf(db, input.clientId).map((holding) => {
      const product = shelf.get(holding.productId) ?? null;
      return { ...holding, product, isOverLevel: isOverLevel(product?.rating ?? null, facts.standing) };
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

function shown(product: StoredProduct) {
  return { ...product, rating: ratingUsed(product), isStarter: isStarter(product) };
}
