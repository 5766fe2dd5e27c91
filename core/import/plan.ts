import { z } from 'zod';
import type { Inspection } from '#core/import/inspection.ts';
import { originCodes, judgeOrigin } from '#core/import/source.ts';
import { isNeverKept } from '#core/import/suggest.ts';
import type { ImportPlan, ImportTarget } from '#core/import/target.ts';

/** Why a plan cannot be started; each names what to change on the mapping or source step. */
export const planProblem = z.enum([
  'COLUMNS_DIFFER',
  'NO_NAME',
  'TARGET_TWICE',
  'FORBIDDEN_COLUMN',
  'UNKNOWN_ORIGIN',
  'NO_STATEMENT',
]);
export type PlanProblem = z.infer<typeof planProblem>;

const repeatable: ReadonlySet<ImportTarget> = new Set(['phone', 'extra', 'drop']);

/**
 * Judges a plan against what was found in the file (IM1, IM4, IM5); null when it may start. A list without names
 * needs a label; a lawful origin needs a statement, because it is the proof kept with the run.
 */
export function judgePlan(plan: ImportPlan, found: Inspection): PlanProblem | null {
  const { columns } = plan;
  const isSame =
    columns.length === found.headers.length &&
    columns.every(({ header }, column) => header === found.headers[column]);
  if (!isSame) return 'COLUMNS_DIFFER';
  const targets = columns.map(({ target }) => target).filter((target) => !repeatable.has(target));
  if (new Set(targets).size < targets.length) return 'TARGET_TWICE';
  if (columns.some(({ header, target }) => target !== 'drop' && isNeverKept(header)))
    return 'FORBIDDEN_COLUMN';
  if (!targets.includes('name') && plan.generatedName === null) return 'NO_NAME';
  if (!originCodes.includes(plan.origin)) return 'UNKNOWN_ORIGIN';
  return judgeOrigin(plan.origin) === null && plan.statement.trim() === '' ? 'NO_STATEMENT' : null;
}
