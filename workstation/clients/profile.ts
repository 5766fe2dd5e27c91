import { businessDayOf } from '#core/base/time.ts';
import type { clientsContract } from '#core/api/clients.ts';
import type { ClientFields } from '#core/clients/client.ts';
import type { QuestionCode } from '#core/clients/completeness.ts';
import { maskPhone } from '#core/clients/phone.ts';
import type { ChurnReason } from '#core/lifecycle/churn.ts';
import type { Stage } from '#core/lifecycle/stage.ts';
import type { Level } from '#core/risk/level.ts';
import {
  countPending,
  listTagsOf,
  managerName,
  readSummary,
  type SummaryRow,
} from '#db/queries/client-profile.ts';
import { readRow } from '#db/rows.ts';
import type { Station } from '#workstation/station.ts';
import type { InferContractRouterOutputs } from '@orpc/contract';

type Profile = InferContractRouterOutputs<typeof clientsContract>['get'];

/** Puts together what the head and overview of a client's page show; null where there is no such client. */
export function buildProfile(station: Station, id: string): Profile | null {
  const { db, me } = station;
  const row = readRow(db, 'client', id);
  const summary = readSummary(db, id);
  if (!row || !summary) return null;
  const pending = countPending(db, id);
  const { phone, ...client }: ClientFields = row.data;
  return {
    id,
    client,
    phoneMasked: phone && maskPhone(phone),
    ownerName: managerName(db, client.ownerManagerId),
    isMine: client.ownerManagerId === me.managerId,
    isPending: pending > 0,
    revision: `${row.seq}-${pending}`,
    tags: listTagsOf(db, id),
    ...judged(summary, businessDayOf(station.clock())),
  };
}

function judged(summary: SummaryRow, today: string) {
  return {
    stage: summary.stage as Stage,
    goldenDaysLeft: summary.golden_days_left,
    level: summary.level as Level | null,
    levelThrough: summary.level_through,
    levelEndedOn: summary.level_ended_on,
    isLevelExpired: summary.level_through !== null && summary.level_through < today,
    aumFen: summary.aum_fen,
    churnScore: summary.churn_score,
    churnReasons: JSON.parse(summary.churn_reasons) as ChurnReason[],
    lastContactAt: summary.last_contact_at,
    lastReachedAt: summary.last_reached_at,
    lastLoginAt: summary.last_login_at,
    lastTradeAt: summary.last_trade_at,
    nextTaskAt: summary.next_task_at,
    nextMaturityOn: summary.next_maturity_on,
    isBlocked: summary.is_blocked === 1,
    completeness: summary.completeness,
    nextQuestion: summary.next_question as QuestionCode | null,
  };
}
