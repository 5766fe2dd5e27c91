/** risk: what the screen may ask and order. */
export const riskContract = {};
