export const clientsRouter = {};
