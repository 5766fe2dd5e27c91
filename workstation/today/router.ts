export const todayRouter = {};
