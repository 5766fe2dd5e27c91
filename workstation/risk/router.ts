import { riskTestRouter } from '#workstation/risk/test-router.ts';
import { riskVerdictRouter } from '#workstation/risk/verdict-router.ts';

export const riskRouter = { ...riskTestRouter, ...riskVerdictRouter };
