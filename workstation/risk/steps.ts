import type { ShelvedProduct } from '#core/risk/shelf-version.ts';
import type { Id } from '#core/base/ids.ts';
import type { Instant } from '#core/base/time.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { retainUntil } from '#core/risk/retention.ts';
import { rulesAt, shippedRules } from '#core/risk/rule-book.ts';
import { isSignature } from '#core/risk/signature.ts';
import { stepNeeds, stepText, type Language, type StepParams } from '#core/risk/step-text.ts';
import { holdingSteps, waitsUntil } from '#core/risk/steps-done.ts';
import type { SuitabilityStepFields } from '#core/risk/suitability-record.ts';
import type { StepCode, SuitabilityRules } from '#core/risk/suitability.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { groundOf, judgeFor, type Judged, type Occasion } from '#workstation/risk/case-of.ts';
import type { RiskFacts } from '#workstation/risk/facts.ts';
import { toldChanges } from '#workstation/risk/rematch.ts';
import { waitOverTask } from '#workstation/risk/waiting-time.ts';
import { verdictRow } from '#workstation/risk/verdict-row.ts';
import { commit, type Station } from '#workstation/station.ts';

/** The client, product and occasion a verdict with its steps is about. */
export interface Matter {
  readonly facts: RiskFacts;
  readonly product: ShelvedProduct;
  readonly at: Occasion;
}

/** A step of a verdict as the screen shows it. */
export interface StepView {
  readonly code: StepCode;
  readonly done: boolean;
  readonly book: Judged['verdict']['steps'][number]['book'];
  readonly article: string;
  /** The sentence as recorded, or as it would be. */
  readonly text: string;
  readonly signer: ReturnType<typeof stepNeeds>['signer'];
  readonly asks: ReturnType<typeof stepNeeds>['asks'];
  readonly said: string;
  readonly signaturePath: string | null;
  readonly recordedAt: Instant | null;
  /** The record; null while open. */
  readonly stepId: Id | null;
  readonly recorderName: string | null;
  /** Recorded, but counts only from then on. */
  readonly waitsUntil: Instant | null;
}

/** Judges a matter and tells its steps in order: done, waiting or open, each with its sentence. */
export function stepsOf(matter: Matter, language: Language): Judged & { readonly steps: StepView[] } {
  const { facts, product, at } = matter;
  const judged = judgeFor(facts, product, at);
  const { policy } = rulesOf(matter);
  const holding = holdingSteps(facts.steps, groundOf(facts, product, at));
  const params = paramsOf(matter, judged);
  const steps = judged.verdict.steps.map((step): StepView => {
    const record = holding.findLast(({ code }) => code === step.code) ?? null;
    return {
      ...step,
      ...stepNeeds(step.code),
      text: record?.text ?? stepText(step, params, language),
      said: record?.said ?? '',
      signaturePath: record?.signaturePath ?? null,
      recordedAt: record?.recordedAt ?? null,
      stepId: record?.id ?? null,
      recorderName: record?.recorderName ?? null,
      waitsUntil: record && !step.done ? waitsUntil(record, policy) : null,
    };
  });
  return { ...judged, steps };
}

/** A step as the screen hands it in. */
export interface StepDone {
  readonly code: StepCode;
  readonly language: Language;
  readonly said: string;
  readonly signaturePath: string | null;
}

/** Why a step is not recorded; nothing has changed then. */
export type StepRefusal = 'NOT_ASKED' | 'NOT_NEXT' | 'NOTHING_SAID' | 'BAD_SIGNATURE';

/**
 * Records a step of a verdict together with the verdict that asked for it. Only a step that is open is taken, and only
 * when every step before it is recorded: advice to stop comes before the confirmation that it was given. Returns its id.
 */
export function recordStep(station: Station, matter: Matter, given: StepDone): Result<Id, StepRefusal> {
  const { steps, ...judged } = stepsOf(matter, given.language);
  const next = steps.find(({ recordedAt }) => recordedAt === null);
  const step = steps.find(({ code }) => code === given.code);
  if (!step || step.recordedAt !== null) return fail('NOT_ASKED');
  if (step !== next) return fail('NOT_NEXT');
  if (step.asks !== null && given.said.trim() === '') return fail('NOTHING_SAID');
  if (step.signer !== null && !isSignature(given.signaturePath ?? '')) return fail('BAD_SIGNATURE');
  const about = { clientId: matter.facts.clientId, productId: matter.product.id };
  const data = stepRow(station, matter, { ...given, text: step.text });
  const id = station.newId();
  commit(station, 'risk.step', [
    verdictRow(station, judged, { ...about, place: 'SHELF', use: 'STEP' }),
    { op: 'create', entity: 'suitabilityStep', id, data },
    ...(step.code === 'TELL_RATING_CHANGE' ? toldChanges(station, about) : []),
    ...waitingTask(station, matter, { ...given, stepId: id }),
  ]);
  return ok(id);
}

/** Where a waiting time begins with the step, a task says when it is over. */
function waitingTask(
  station: Station,
  matter: Matter,
  { code, stepId }: Pick<StepDone, 'code'> & { readonly stepId: Id },
): RowChange[] {
  const until = waitsUntil({ code, recordedAt: matter.at.now }, rulesOf(matter).policy);
  if (until === null) return [];
  const { facts, product } = matter;
  const { clientId } = facts;
  return waitOverTask(station, { stepId, clientId, productName: product.name, until });
}

function stepRow(
  station: Station,
  matter: Matter,
  given: StepDone & { readonly text: string },
): SuitabilityStepFields {
  const { facts, product, at } = matter;
  const { signer, asks, isClientWide } = stepNeeds(given.code);
  const { testId, rating, amountFen } = groundOf(facts, product, at);
  return {
    clientId: facts.clientId,
    productId: isClientWide ? null : product.id,
    action: at.action,
    code: given.code,
    text: given.text,
    said: asks === null ? '' : given.said.trim(),
    signaturePath: signer === null ? null : given.signaturePath,
    amountFen,
    testId,
    rating: isClientWide ? null : rating,
    recordedBy: station.me.managerId,
    recordedAt: at.now,
    retainUntil: retainUntil(at.now, isClientWide ? null : product.termDays, rulesOf(matter)),
  };
}

function paramsOf(matter: Matter, { verdict }: Judged): StepParams {
  const { facts, product } = matter;
  const { elderWaitHours, elderCallBackDays } = rulesOf(matter).policy;
  return {
    client: facts.client.name,
    product: product.name,
    rating: verdict.rating ?? '—',
    issuerRating: product.issuerRating ?? '—',
    sellerRating: product.sellerRating ?? '—',
    level: facts.standing?.level ?? '—',
    waitHours: String(elderWaitHours),
    callBackDays: String(elderCallBackDays),
  };
}

/** A day without rules has no verdict with steps, so which rules stand in there matters to nobody. */
function rulesOf({ facts, at }: Matter): SuitabilityRules {
  return rulesAt(facts.ruleBook, at.now) ?? shippedRules;
}
