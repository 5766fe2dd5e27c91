import { hourMs, type Instant } from '#core/base/time.ts';
import type { SuitabilityStepFields } from '#core/risk/suitability-record.ts';
import { stepField, type StepCode, type SuitabilityRules } from '#core/risk/suitability.ts';

type StepOnFile = Pick<
  SuitabilityStepFields,
  'productId' | 'action' | 'code' | 'testId' | 'rating' | 'amountFen' | 'recordedAt'
>;

/** What a verdict is about, as far as steps are concerned. */
export type StepGround = Pick<SuitabilityStepFields, 'action' | 'testId' | 'rating' | 'amountFen'> & {
  readonly productId: string;
  readonly now: Instant;
};

/**
 * Returns the recorded steps that hold for a verdict: those of this product, this action and (for means) at least this
 * amount, and only while the test and the rating they were done under stand. A step about no product holds for all.
 */
export function holdingSteps<S extends StepOnFile>(steps: readonly S[], ground: StepGround): S[] {
  return steps.filter((step) => {
    if (step.recordedAt > ground.now || step.testId !== ground.testId) return false;
    if (step.productId === null) return true;
    const isSame = step.productId === ground.productId && step.action === ground.action;
    return isSame && step.rating === ground.rating && coversAmount(step, ground);
  });
}

/** Returns the codes of steps that hold and need no more waiting, in the order of the list of steps. */
export function stepsDone(
  steps: readonly StepOnFile[],
  ground: StepGround,
  policy: SuitabilityRules['policy'],
): StepCode[] {
  const codes = holdingSteps(steps, ground)
    .filter((step) => (waitsUntil(step, policy) ?? 0) <= ground.now)
    .map(({ code }) => code);
  return stepField.options.filter((code) => codes.includes(code));
}

/** Returns when the time to think after the risk talk with someone of 65 has passed; null where none is due (NFRA 18). */
export function waitsUntil(
  { code, recordedAt }: Pick<StepOnFile, 'code' | 'recordedAt'>,
  { elderWaitHours }: SuitabilityRules['policy'],
): Instant | null {
  return code === 'SPECIAL_CARE_65' ? recordedAt + elderWaitHours * hourMs : null;
}

/** Means looked at, or a statement signed, for one amount say nothing of a larger one. */
function coversAmount({ code, amountFen }: StepOnFile, ground: StepGround): boolean {
  return (
    (code !== 'CHECK_MEANS' && code !== 'SIGNED_STATEMENT') || (amountFen ?? 0) >= (ground.amountFen ?? 0)
  );
}
