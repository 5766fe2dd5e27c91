import { careSteps, missingBehind, protectionAside } from '#core/risk/care-steps.ts';
import { allowed, blocked, withoutRules, type Finding, type Verdict } from '#core/risk/finding.ts';
import { isExemptInsurance } from '#core/risk/insurance.ts';
import { isQualifiedInvestor, professionalBy } from '#core/risk/investor.ts';
import { judgedCaseOf, type JudgedCase, type JudgeInput } from '#core/risk/judged-case.ts';
import { isOutdated, levelCounts } from '#core/risk/level.ts';
import { ratingIndex, ratingUsed } from '#core/risk/rating.ts';
import type { StepCode, SuitabilityRules } from '#core/risk/suitability.ts';

/**
 * Judges whether a product may be recommended to a client, named in a message, made the subject of a talk, or sold at
 * the client's own request (domain §3.2). Total: whatever it does not know blocks. An allowing verdict with open
 * steps is `ALLOW_WITH_STEPS`. `rules`: those in force at `now`; null where there are none, which blocks.
 */
export function judge(input: JudgeInput, rules: SuitabilityRules | null): Verdict {
  if (!rules) return withoutRules(ratingUsed(input.product), input.dataAt);
  const one = judgedCaseOf(input, rules);
  const refused = firstOf([saleOf, privateOf, noCapacityOf], one);
  if (refused) return blocked(one, refused);
  return isExemptInsurance(one.product, rules) ? exempt(one) : matched(one);
}

type Check = (one: JudgedCase) => Finding | null;

function firstOf(checks: readonly Check[], one: JudgedCase): Finding | null {
  for (const check of checks) {
    const found = check(one);
    if (found) return found;
  }
  return null;
}

/** No matching and no rating is asked for; who cannot contract cannot contract here either (NFRA 40, 19). */
function exempt(one: JudgedCase): Verdict {
  const refused = firstOf([limitedOf, capacityKnownOf], one);
  return refused ? blocked(one, refused) : permitted(one, { rule: 'RK38' }, careSteps(one));
}

function matched(one: JudgedCase): Verdict {
  const unrated = firstOf([ratedOf, limitedOf], one);
  if (unrated) return blocked(one, unrated);
  const professional = professionalBy(one.client.investor ?? null, one.rules, one.regime);
  const checks = professional ? [capacityKnownOf] : [levelOf, capacityKnownOf, lowestOf, ageKnownOf, meansOf];
  const refused = firstOf(checks, one);
  if (refused) return blocked(one, refused);
  if (!professional) return needsAside(one, byMatrix(one));
  return permitted(one, { rule: 'RK55', cited: professional }, protectionAside(careSteps(one)));
}

/** A permission that also names what is not known behind the steps it asks for. */
function permitted(one: JudgedCase, finding: Finding, steps: readonly StepCode[]): Verdict {
  return allowed(one, { ...finding, missing: missingBehind(one, steps) }, steps);
}

function saleOf({ product, rules, countsAs: what }: JudgedCase): Finding | null {
  if (what === null) return { rule: 'RK40' };
  if (product.status !== 'ON_SALE') {
    const isKnown = product.status === 'SUSPENDED' || product.status === 'CLOSED';
    return { rule: 'RK20', missing: isKnown ? [] : ['STATUS'] };
  }
  return rules.regimes[product.regime]?.includes(product.kind) ? null : { rule: 'RK40', missing: ['REGIME'] };
}

/** No open promotion even where a guest is qualified; by name to the qualified only; never in parts below the minimum. */
function privateOf({ product, client, rules, audience, amountFen = null }: JudgedCase): Finding | null {
  if (product.isPrivate === false) {
    return amountFen !== null && amountFen < product.minAmountFen ? { rule: 'RK60' } : null;
  }
  if (audience === 'OPEN') return { rule: 'RK53' };
  const isQualified = client.isQualified ?? isQualifiedInvestor(client.investor ?? null, rules, product.kind);
  if (isQualified !== true) {
    return { rule: 'RK25', missing: isQualified === null ? ['QUALIFIED_INVESTOR'] : [] };
  }
  const ownLine = product.kind === 'PRIVATE_FUND' ? rules.policy.privateFundMinFen : 0;
  const least = Math.max(product.minAmountFen, ownLine);
  return amountFen !== null && amountFen < least ? { rule: 'RK59' } : null;
}

function noCapacityOf({ stated }: JudgedCase): Finding | null {
  return stated === 'NONE' ? { rule: 'RK22' } : null;
}

/** Neither the record nor a test tells capacity: nobody can say who must consent. */
function capacityKnownOf({ stated }: JudgedCase): Finding | null {
  return stated === null ? { rule: 'RK24', missing: ['CAPACITY'] } : null;
}

function ratedOf({ product }: JudgedCase): Finding | null {
  const missing: Finding['missing'] = [];
  if (ratingIndex(product.issuerRating) < 0) missing.push('ISSUER_RATING');
  if (ratingIndex(product.sellerRating) < 0) missing.push('SELLER_RATING');
  return missing.length > 0 ? { rule: 'RK26', missing } : null;
}

function limitedOf(one: JudgedCase): Finding | null {
  const { rating, stated, rules, isLowest } = one;
  const isAbove = ratingIndex(rating) > ratingIndex(rules.policy.limitedCapacityUpTo);
  if (stated !== 'LIMITED' || !isAbove) return null;
  return isLowest && levelCounts(one.standing) && knowsLowest(one) ? { rule: 'RK30' } : { rule: 'RK23' };
}

function levelOf({ standing, changedAt = null, now }: JudgedCase): Finding | null {
  if (standing === null || standing.isExpired) return { rule: 'RK28', missing: ['VALID_TEST'] };
  if (isOutdated(standing, changedAt, now)) return { rule: 'RK56', missing: ['VALID_TEST'] };
  return levelCounts(standing) ? null : { rule: 'RK29', missing: ['LEVEL_CONFIRMATION'] };
}

function lowestOf(one: JudgedCase): Finding | null {
  if (!one.isLowest || !knowsLowest(one)) return null;
  return one.rules.matrix.C1_MIN[ratingIndex(one.rating)] === 'OK' ? null : { rule: 'RK30' };
}

/** Age is among what the firm must know before it sells anything that is matched (NFRA 25). */
function ageKnownOf({ age, product }: JudgedCase): Finding | null {
  return age === null && product.regime === 'NFRA' ? { rule: 'RK39', missing: ['BIRTH_DAY'] } : null;
}

/** An amount that clearly exceeds the client's means (NFRA 12). */
function meansOf({ product, amountFen = null, client, rules }: JudgedCase): Finding | null {
  const isByMeans = product.kind === 'BANK_WEALTH' || product.kind === 'TRUST';
  const assetsFen = client.assetsFen ?? null;
  if (!isByMeans || amountFen === null || assetsFen === null) return null;
  return amountFen > rules.policy.meansShareUpTo * assetsFen ? { rule: 'RK54' } : null;
}

/** What the level alone would allow is not recommended against purpose or term; of two refusals the level's is told. */
function needsAside(one: JudgedCase, verdict: Verdict): Verdict {
  const isMismatch = one.needs === 'MISMATCH' && one.countsAs === 'RECOMMEND';
  return isMismatch && verdict.outcome !== 'BLOCK' ? blocked(one, { rule: 'RK57' }) : verdict;
}

function byMatrix(one: JudgedCase): Verdict {
  const { standing, rules, product, countsAs: what } = one;
  const cell = standing ? rules.matrix[standing.level]?.[ratingIndex(one.rating)] : undefined;
  const isInsisted = what === 'CLIENT_REQUEST' && one.needs === 'MISMATCH' && isInsurance(one);
  if (cell === 'OK' && !isInsisted) return permitted(one, { rule: 'RK37' }, careSteps(one));
  const row = rules.over.find(({ action, kinds }) => action === what && kinds.includes(product.kind));
  if ((cell !== 'OVER' && cell !== 'OK') || !row) return blocked(one, { rule: 'RK40' });
  if (row.outcome === 'BLOCK') return blocked(one, { rule: row.rule });
  return permitted(one, { rule: row.rule }, careSteps(one, row.steps));
}

function isInsurance({ product }: JudgedCase): boolean {
  return product.kind === 'INSURANCE' || product.kind === 'UNIT_LINKED';
}

function knowsLowest({ rules, product }: JudgedCase): boolean {
  return rules.lowestCategoryRegimes.includes(product.regime);
}
