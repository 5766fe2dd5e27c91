import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { businessDayOf } from '#core/base/time.ts';
import type { InvestorFactFields } from '#core/risk/investor-fact.ts';
import {
  factCountsThrough,
  factFaults,
  isWithdrawal,
  type FactFault,
  type GivenFact,
} from '#core/risk/investor-documents.ts';
import { newestFacts } from '#core/risk/investor-facts.ts';
import { retainUntil } from '#core/risk/retention.ts';
import { rulesAt, shippedRules } from '#core/risk/rule-book.ts';
import { taskNotice } from '#core/risk/task-text.ts';
import { isSignature } from '#core/risk/signature.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { investorFactsOf, type StoredInvestorFact } from '#db/queries/investor.ts';
import { openRiskTaskIds, taskStates } from '#db/queries/risk.ts';
import { derivedId } from '#workstation/derived-id.ts';
import { ruleBookOf } from '#workstation/risk/rule-book.ts';
import { commit, type Station } from '#workstation/station.ts';

/** Why a fact is not recorded; nothing has changed then. */
export type FactRefusal =
  | { readonly code: 'INCOMPLETE_FACT'; readonly faults: FactFault[] }
  | { readonly code: 'BAD_SIGNATURE' | 'NOTHING_ASKED' };

/**
 * Records what a client proved or told. A change the client reports ends the level of every test up to now (NFRA 29), so
 * a task to test anew goes with it, unless one is open.
 */
export function recordFact(
  station: Station,
  clientId: Id,
  { takesBack, ...given }: GivenFact & { readonly takesBack: boolean },
): Result<Id, FactRefusal> {
  const now = station.clock();
  const faults = factFaults(given, businessDayOf(now), takesBack);
  if (faults.length > 0) return fail({ code: 'INCOMPLETE_FACT', faults });
  if (given.signaturePath !== null && !isSignature(given.signaturePath))
    return fail({ code: 'BAD_SIGNATURE' });
  const newest = newestFacts(investorFactsOf(station.db, clientId));
  if (given.what === 'DECISION' && newest.get('REQUEST')?.choice !== 'PROFESSIONAL')
    return fail({ code: 'NOTHING_ASKED' });
  const rules = rulesAt(ruleBookOf(station.db), now) ?? shippedRules;
  const data: InvestorFactFields = {
    ...given,
    clientId,
    evidence: given.evidence.trim(),
    recordedBy: station.me.managerId,
    recordedAt: now,
    retainUntil: retainUntil(now, null, rules),
  };
  const id = station.newId();
  const isTaskDue = given.what === 'CHANGE' && openRiskTaskIds(station.db, clientId).length === 0;
  commit(station, 'risk.fact', [
    { op: 'create', entity: 'investorFact', id, data },
    ...(isTaskDue ? testTask(station, clientId, data) : []),
  ]);
  return ok(id);
}

/** Says of every fact whether it is what verdicts are told now; of each kind only the newest can be. */
export function statesOf(facts: readonly StoredInvestorFact[], today: string) {
  const newest = newestFacts(facts);
  return facts.map((fact) => {
    const countsThrough = factCountsThrough(fact);
    return { ...fact, countsThrough, state: stateOf(fact, newest.get(fact.what)?.id === fact.id, today) };
  });
}

function stateOf(
  fact: StoredInvestorFact,
  isNewest: boolean,
  today: string,
): 'COUNTS' | 'EXPIRED' | 'WITHDRAWN' | 'REPLACED' {
  if (!isNewest) return 'REPLACED';
  if (isWithdrawal(fact)) return 'WITHDRAWN';
  const through = factCountsThrough(fact);
  return through !== null && through < today ? 'EXPIRED' : 'COUNTS';
}

/** One task for what a client reported in a day, on however many devices. */
function testTask(
  { db, me }: Station,
  clientId: Id,
  { evidence, recordedAt }: InvestorFactFields,
): RowChange[] {
  const day = businessDayOf(recordedAt);
  const id = derivedId('level-ended', clientId, day);
  if (taskStates(db, [id]).size > 0) return [];
  const data = {
    clientId,
    managerId: me.managerId,
    kind: 'RISK_TEST',
    dueAt: recordedAt,
    text: taskNotice('LEVEL_ENDED', { day, said: evidence }),
    status: 'OPEN',
    fromContactId: null,
    closedAt: null,
  } as const;
  return [{ op: 'create', entity: 'task', id, data }];
}
