import type { ShelvedProduct } from '#core/risk/shelf-version.ts';
import type { Id } from '#core/base/ids.ts';
import type { Instant } from '#core/base/time.ts';
import type { Verdict } from '#core/risk/finding.ts';
import type { VerdictFields } from '#core/risk/suitability-record.ts';
import type { Action } from '#core/risk/suitability.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { holdingsOf } from '#db/queries/products.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { judgeFor, judgeStranger, type Judged } from '#workstation/risk/case-of.ts';
import { riskFactsOf } from '#workstation/risk/facts.ts';
import { ruleBookOf, shelfOf } from '#workstation/risk/rule-book.ts';
import { verdictRow } from '#workstation/risk/verdict-row.ts';
import type { Station } from '#workstation/station.ts';

/**
 * Every path on which a product is named to or proposed for a client: what naming it there counts as, and where its
 * verdicts are filed. A path without a line here has no gate (docs/rules/risk.md, Gates).
 */
export const gatePaths = {
  /** The line on the call desk that says which product may be talked about. */
  CALL_LINE: { action: 'RECOMMEND', place: 'CALL' },
  /** What a call script says of a product. */
  CALL_SCRIPT: { action: 'MENTION', place: 'CALL' },
  /** An SMS or a WeChat message. */
  DRAFT: { action: 'MENTION', place: 'DRAFT' },
  /** An invitation to a product talk. */
  TALK_INVITATION: { action: 'INVITE_TALK', place: 'TALK' },
  /** Somebody on a guest list that is imported for a talk. */
  TALK_LIST: { action: 'INVITE_TALK', place: 'TALK' },
  /** Guests on the list, once a talk names other products or their own facts have changed. */
  TALK_GUEST: { action: 'INVITE_TALK', place: 'TALK' },
  /** Somebody a guest of a talk brings along. */
  TALK_PLUS_ONE: { action: 'INVITE_TALK', place: 'TALK' },
  /** Whoever comes to the door of a talk. */
  TALK_DOOR: { action: 'INVITE_TALK', place: 'TALK' },
  /** What the program proposes by itself, for a gap in what a client holds. */
  SUGGESTION: { action: 'RECOMMEND', place: 'SHELF' },
} as const satisfies Record<string, Pick<VerdictFields, 'place'> & { readonly action: Action }>;
export type GatePath = keyof typeof gatePaths;

/** A product about to be named on a path. */
export interface Naming {
  readonly path: GatePath;
  /** Null for somebody who is on no file: nothing is known, so nothing is allowed. */
  readonly clientId: Id | null;
  readonly productIds: readonly Id[];
  /** Whoever sees it, or this client by name (the default). */
  readonly audience?: 'NAMED' | 'OPEN';
  /** News of what the client holds, such as the day it matures; taken for an offer where it is not held. */
  readonly isAboutHolding?: boolean;
}

/** What the gate finds about one product. */
export interface ProductFinding {
  readonly productId: Id;
  /** Null for a product this device does not know, which blocks. */
  readonly productName: string | null;
  readonly judged: Judged;
}

/** Judges every product that a path names: one finding for each, in their order. */
export type ProductGate = (naming: Naming) => readonly ProductFinding[];

/** Makes the one gate of every path that names a product; `dataAt` is when this device last held all there was. */
export function productGate(
  { db, clock }: Station,
  dataAt: Instant | null = readSyncState<Instant>(db, 'syncedAt'),
): ProductGate {
  const now = clock();
  let shelf: Map<Id, ShelvedProduct> | null = null;
  return ({ path, clientId, productIds, audience = 'NAMED', isAboutHolding = false }) => {
    if (productIds.length === 0) return [];
    shelf ??= new Map(shelfOf(db, now).map((product) => [product.id, product]));
    const facts = clientId === null ? null : riskFactsOf(db, clientId, now);
    const held = new Set(
      facts && isAboutHolding ? holdingsOf(db, facts.clientId).map(({ productId }) => productId) : [],
    );
    return productIds.map((productId) => {
      const product = shelf?.get(productId) ?? null;
      const action: Action = held.has(productId) ? 'KEEP_HOLDING' : gatePaths[path].action;
      const at = { action, audience, now, dataAt };
      const judged = facts ? judgeFor(facts, product, at) : judgeStranger(product, at, ruleBookOf(db));
      return { productId, productName: product?.name ?? null, judged };
    });
  };
}

/** A product that may not be named, or only once its steps are done: what a screen says of it. */
export interface NamedProduct {
  readonly productName: string | null;
  readonly rule: Verdict['rule'];
  /** What is not known and would be needed. */
  readonly missing: Verdict['missing'];
  /** What is still to be done before the product may be talked about. */
  readonly openSteps: Verdict['steps'];
}

/** Returns the products the gate found so: `BLOCK` may not be named at all, `ALLOW_WITH_STEPS` after its open steps. */
export function productsFound(
  findings: readonly ProductFinding[],
  outcome: Exclude<Verdict['outcome'], 'ALLOW'>,
): NamedProduct[] {
  return findings
    .filter(({ judged }) => judged.verdict.outcome === outcome)
    .map(({ productName, judged: { verdict } }) => {
      const { rule, missing, steps } = verdict;
      return { productName, rule, missing, openSteps: steps.filter(({ done }) => !done) };
    });
}

/**
 * Makes the rows that keep what the gate found, to be committed with whatever the path writes; none for somebody on no
 * file, whose scope there is none of.
 */
export function findingRows(
  station: Station,
  { path, clientId }: Pick<Naming, 'path' | 'clientId'>,
  findings: readonly ProductFinding[],
): RowChange[] {
  if (clientId === null) return [];
  const { place } = gatePaths[path];
  return findings.map(({ productId, judged }) =>
    verdictRow(station, judged, { clientId, productId, place, use: 'GATE' }),
  );
}
