export const syncRouter = {};
