/** Why somebody is not deleted, blocked or restored. */
export const deletionEn = {
  deletion: {
    ownAccount: 'You cannot delete your own account. Ask another administrator.',
    lastGlobalAdministrator: 'This is the last active Global Administrator. Give somebody else the role first.',
    syncedUser: 'This person comes from the on-premises directory. Delete them there.',
    protectedAdministrator: 'This person is an administrator whom your role may not touch.',
    outOfReach: 'This person is in no administrative unit that your role reaches.',
    unknownUser: 'This person is not there any more.',
    notAllowed: 'Your role does not allow this.',
  },
};
