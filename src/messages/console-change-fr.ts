/** A change of licenses, what follows, and why. */
export const consoleChangeFr = {
  change: {},
  foresight: {},
  rules: {},
};
