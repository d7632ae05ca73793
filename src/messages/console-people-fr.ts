/** Adding, editing, deleting and restoring people. */
export const consolePeopleFr = {
  userForm: {},
  deleted: {},
};
