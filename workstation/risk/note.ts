import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { businessDayOf, dayMs, type Instant } from '#core/base/time.ts';
import { taskNotice } from '#core/risk/task-text.ts';
import { rulesAt, shippedRules } from '#core/risk/rule-book.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { taskStates } from '#db/queries/risk.ts';
import { derivedId } from '#workstation/derived-id.ts';
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
    changes.push(...callBackTask(station, { clientId, productId: product.id, dueAt: callBackBy, text }));
  }
  commit(station, 'risk.note', changes);
  return ok({ verdictId: row.id, callBackBy });
}

interface CallBack {
  readonly clientId: Id;
  readonly productId: Id;
  readonly dueAt: Instant;
  readonly text: string;
}

/** One call for what was noted of a product in a day, on however many devices. */
function callBackTask(station: Station, { clientId, productId, dueAt, text }: CallBack): RowChange[] {
  const id = derivedId('call-back', clientId, productId, businessDayOf(dueAt));
  if (taskStates(station.db, [id]).size > 0) return [];
  const data = {
    clientId,
    managerId: station.me.managerId,
    dueAt,
    text,
    kind: 'CALLBACK',
    status: 'OPEN',
    fromContactId: null,
    closedAt: null,
  } as const;
  return [{ op: 'create', entity: 'task', id, data }];
}
