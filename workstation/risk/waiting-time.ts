import type { Id } from '#core/base/ids.ts';
import type { Instant } from '#core/base/time.ts';
import { holdingSteps } from '#core/risk/steps-done.ts';
import { taskNotice } from '#core/risk/task-text.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { taskStates } from '#db/queries/risk.ts';
import { derivedId } from '#workstation/derived-id.ts';
import { groundOf } from '#workstation/risk/case-of.ts';
import { riskFactsOf, type RiskFacts } from '#workstation/risk/facts.ts';
import { shelfOf } from '#workstation/risk/rule-book.ts';
import { rowsOf } from '#workstation/risk/suitability-task.ts';
import type { Station } from '#workstation/station.ts';

/** The waiting time that a recorded step began (NFRA 18). */
interface Waiting {
  readonly stepId: Id;
  readonly clientId: Id;
  readonly productName: string;
  readonly until: Instant;
}

/** Makes the task to go on once a waiting time is over: one for each step, whichever device makes it. */
export function waitOverTask(station: Station, waiting: Waiting): RowChange[] {
  const { stepId, clientId, productName, until } = waiting;
  return rowsOf({
    id: waitOverTaskId(stepId),
    clientId,
    managerId: station.me.managerId,
    dueAt: until,
    text: taskNotice('WAIT_OVER', { product: productName }),
    rows: () => [],
  });
}

/** Returns the changes that end the tasks of a product's waiting times, once what they waited for was done. */
export function waitOverDone(
  { db, clock }: Station,
  { steps }: Pick<RiskFacts, 'steps'>,
  productId: Id,
): RowChange[] {
  const waited = steps.filter((step) => step.code === 'SPECIAL_CARE_65' && step.productId === productId);
  const patch = { status: 'DONE', closedAt: clock() } as const;
  const states = taskStates(
    db,
    waited.map(({ id }) => waitOverTaskId(id)),
  );
  return [...states]
    .filter(([, status]) => status === 'OPEN')
    .map(([id]) => ({ op: 'patch', entity: 'task', id, patch }));
}

/** Returns the ids of the tasks of some clients' waiting times that still count: level, rating and product stand as then. */
export function waitingTaskIds({ db, clock }: Station, clientIds: ReadonlySet<string>): Set<string> {
  const now = clock();
  const shelf = new Map(shelfOf(db, now).map((product) => [product.id, product]));
  const ids = [...clientIds].flatMap((clientId) => {
    const facts = riskFactsOf(db, clientId, now);
    const care = facts?.steps.filter(({ code }) => code === 'SPECIAL_CARE_65') ?? [];
    return care.flatMap((step) => {
      const product = shelf.get(step.productId ?? '');
      if (!facts || !product) return [];
      const { action, amountFen } = step;
      const ground = groundOf(facts, product, { action, amountFen, now, dataAt: null });
      return holdingSteps([step], ground).map(({ id }) => waitOverTaskId(id));
    });
  });
  return new Set(ids);
}

function waitOverTaskId(stepId: Id): Id {
  return derivedId('wait-over', stepId);
}
