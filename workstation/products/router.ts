export const productsRouter = {};
