export const importsRouter = {};
