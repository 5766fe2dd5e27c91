export const callsRouter = {};
