/** Active users. */
export const consoleUsersFr = {
  users: {},
  manage: {},
};
