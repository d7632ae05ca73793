/** Operations and approvals. */
export const consoleOperationsFr = {
  operations: {},
  approvals: {},
};
