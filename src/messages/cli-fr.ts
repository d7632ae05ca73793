export const cliFr = {};
