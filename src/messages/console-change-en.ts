/** A change of licenses, what follows, and why. */
export const consoleChangeEn = {
  change: {},
  foresight: {},
  rules: {},
};
