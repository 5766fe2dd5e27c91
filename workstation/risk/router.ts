export const riskRouter = {};
