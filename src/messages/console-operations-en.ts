/** Operations and approvals. */
export const consoleOperationsEn = {
  operations: {},
  approvals: {},
};
