/** Adding, editing, deleting and restoring people. */
export const consolePeopleEn = {
  userForm: {},
  deleted: {},
};
