import { riskInvestorContract } from '#core/api/risk-investor.ts';
import { riskPaperContract } from '#core/api/risk-paper.ts';
import { riskTestContract } from '#core/api/risk-test.ts';
import { riskVerdictContract } from '#core/api/risk-verdict.ts';

/** Risk tests and what may be talked about. */
export const riskContract = {
  ...riskTestContract,
  ...riskPaperContract,
  ...riskInvestorContract,
  ...riskVerdictContract,
};
