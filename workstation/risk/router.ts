import { riskInvestorRouter } from '#workstation/risk/investor-router.ts';
import { riskPaperRouter } from '#workstation/risk/paper-router.ts';
import { riskTestRouter } from '#workstation/risk/test-router.ts';
import { riskVerdictRouter } from '#workstation/risk/verdict-router.ts';

export const riskRouter = {
  ...riskTestRouter,
  ...riskPaperRouter,
  ...riskInvestorRouter,
  ...riskVerdictRouter,
};
