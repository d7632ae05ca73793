/** Active users. */
export const consoleUsersEn = {
  users: {},
  manage: {},
};
