import { z } from 'zod';
import churnData from '#resources/lifecycle-churn.json' with { type: 'json' };
import stageData from '#resources/lifecycle-stages.json' with { type: 'json' };

const points = z.int().min(0).max(100);
const percent = z.number().min(0).max(100);
const days = z.int().min(0);
const versioned = z.object({ version: z.int().positive(), source: z.string(), effectiveFrom: z.string() });

/** The shape of resources/lifecycle-stages.json (domain §3.4). */
export const stageRulesSchema = versioned.extend({
  goldenWindow: z.object({ unit: z.enum(['days', 'months']), length: z.int().positive() }),
  churned: z.object({ noLoginDays: days, noTradeDays: days, smallAumFen: z.int().min(0) }),
  decline: z.object({ churnScore: points, dropPercent: percent }),
  maturity: z.object({ aumFen: z.int().min(0), tenureDays: days, swingPercent: percent }),
});
export type StageRules = z.infer<typeof stageRulesSchema>;

/** The shape of resources/lifecycle-churn.json (domain §3.5). */
export const churnRulesSchema = versioned.extend({
  cap: z.int().positive(),
  topReasons: z.int().positive(),
  noLogin: z.array(z.object({ days, points })).min(1),
  aumDrop: z.object({ percent, days, points }),
  outflow: z.object({ percent, points }),
  maturedIdle: z.object({ days, forgottenAfterDays: days, points }),
  cardUnbound: z.object({ forgottenAfterDays: days, points }),
  fullRedeem: z.object({ forgottenAfterDays: days, points }),
  pointsCashed: z.object({ forgottenAfterDays: days, points }),
  optOut: z.object({ points }),
  notNow: z.object({ times: z.int().positive(), forgottenAfterDays: days, points }),
  complaintOpen: z.object({ points }),
  declinedEvents: z.object({ inARow: z.int().positive(), points }),
  shoppingRound: z.object({ logins: z.int().positive(), days, points }),
});
export type ChurnRules = z.infer<typeof churnRulesSchema>;

/** The stage rules shipped with this version. */
export const stageRules: StageRules = stageRulesSchema.parse(stageData);

/** The churn weights shipped with this version. */
export const churnRules: ChurnRules = churnRulesSchema.parse(churnData);
