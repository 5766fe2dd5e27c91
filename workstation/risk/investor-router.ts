import { businessDayOf } from '#core/base/time.ts';
import { isQualifiedInvestor, professionalBy } from '#core/risk/investor.ts';
import { rulesAt, shippedRules } from '#core/risk/rule-book.ts';
import { investorFactsOf } from '#db/queries/investor.ts';
import { os } from '#workstation/base.ts';
import { riskFactsOf } from '#workstation/risk/facts.ts';
import { recordFact, statesOf } from '#workstation/risk/investor.ts';

/** What a client proved or told as an investor, and what follows from it. */
export const riskInvestorRouter = {
  investor: os.risk.investor.handler(({ input, context, errors }) => {
    const { db, clock } = context.station;
    const now = clock();
    const facts = riskFactsOf(db, input.clientId, now);
    if (!facts) throw errors.NOT_FOUND();
    const rules = rulesAt(facts.ruleBook, now) ?? shippedRules;
    const { investor } = facts.investor;
    return {
      ...facts.investor,
      facts: statesOf(investorFactsOf(db, input.clientId), businessDayOf(now)),
      professionalBy: professionalBy(investor, rules, 'CSRC'),
      isQualified: isQualifiedInvestor(investor, rules, 'TRUST'),
      isQualifiedForFunds: isQualifiedInvestor(investor, rules, 'PRIVATE_FUND'),
    };
  }),
  recordFact: os.risk.recordFact.handler(({ input, context, errors }) => {
    const { station } = context;
    const { clientId, ...given } = input;
    if (!riskFactsOf(station.db, clientId, station.clock())) throw errors.NOT_FOUND();
    const recorded = recordFact(station, clientId, given);
    if (recorded.ok) return { factId: recorded.value };
    const refusal = recorded.error;
    if (refusal.code === 'INCOMPLETE_FACT')
      throw errors.INCOMPLETE_FACT({ data: { faults: refusal.faults } });
    throw errors[refusal.code]();
  }),
};
