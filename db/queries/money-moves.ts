import { moneyMoveSigns } from '#core/lifecycle/money-move.ts';

const kinds = Object.entries(moneyMoveSigns);

/** Condition that holds for activities which moved money (table or alias `a`). */
export const movedMoney = `a.kind IN (${kinds.map(([kind]) => `'${kind}'`).join(', ')}) AND a.amount_fen IS NOT NULL`;

/** What such an activity (`a`) brought (+) or took (−), in fen. */
export const movedFen = `a.amount_fen * CASE a.kind ${kinds.map(([kind, sign]) => `WHEN '${kind}' THEN ${sign}`).join(' ')} END`;
