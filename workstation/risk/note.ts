import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { dayMs, type Instant } from '#core/base/time.ts';
import { taskNotice } from '#core/risk/task-text.ts';
import { rulesAt, shippedRules } from '#core/risk/rule-book.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { judgeFor } from '#workstation/risk/case-of.ts';
import type { Matter } from '#workstation/risk/steps.ts';
import { verdictRow } from '#workstation/risk/verdict-row.ts';
import { waitOverDone } from '#workstation/risk/waiting-time.ts';
import { commit, type Station } from '#workstation/station.ts';

/** What was noted, and until when the client must be called back (NFRA 18); null where no call is due. */
interface Noted {
  readonly verdictId: Id;
  readonly callBackBy: Instant | null;
}

/**
 * Notes that a product was recommended, or that the client means to buy it, with the verdict that allowed it. Refused
 * while anything is open. Where special care for someone of 65 was due, a task to call back goes with it.
 */
export function noteIntent(station: Station, { facts, product, at }: Matter): Result<Noted, 'NOT_ALLOWED'> {
  const judged = judgeFor(facts, product, at);
  if (judged.verdict.outcome !== 'ALLOW') return fail('NOT_ALLOWED');
  const { clientId } = facts;
  const row = verdictRow(station, judged, { clientId, productId: product.id, place: 'SHELF', use: 'NOTED' });
  const changes: RowChange[] = [row, ...waitOverDone(station, facts, product.id)];
  const { elderCallBackDays: callBackDays } = (rulesAt(facts.ruleBook, at.now) ?? shippedRules).policy;
  const isCallDue = judged.verdict.steps.some(({ code }) => code === 'SPECIAL_CARE_65');
  const callBackBy = isCallDue ? at.now + callBackDays * dayMs : null;
  if (callBackBy !== null) {
    const text = taskNotice('CALL_BACK', { product: product.name, rating: judged.verdict.rating ?? '—' });
    changes.push(callBackTask(station, { clientId, dueAt: callBackBy, text }));
  }
  commit(station, 'risk.note', changes);
  return ok({ verdictId: row.id, callBackBy });
}

function callBackTask(
  station: Station,
  task: { readonly clientId: Id; readonly dueAt: Instant; readonly text: string },
): RowChange {
  const { managerId } = station.me;
  const data = {
    ...task,
    managerId,
    kind: 'CALLBACK',
    status: 'OPEN',
    fromContactId: null,
    closedAt: null,
  } as const;
  return { op: 'create', entity: 'task', id: station.newId(), data };
}
