/** What the command line says about signing in. */
export const cliSignInEn = {
  signIn: {
    resetPassword: 'Void a person’s password, and make a one-time link to a new one',
    resetFactors: 'Remove the second factors of a person who has lost them',
    endSessions: 'Sign a person out everywhere',
    sessions: 'List where a person is signed in',
    setupLink: 'Make a one-time link for the first Global Administrator of a tenant',
    deleted: 'List deleted people who can still be restored',
    purge: 'Delete a deleted person for good',
    userId: 'Object id of the deleted person',
    link: 'This link serves once, until {{until}}. Whoever opens it chooses the new password:',
    setup: 'This link serves once, until {{until}}. Whoever opens it becomes the Global Administrator of {{tenant}}:',
    hasAdministrator:
      '{{tenant}} has a Global Administrator: sign in, or reset a password with "seatwise users reset-password".',
    ended: '{{user}} is signed out everywhere.',
    factorsRemoved_one: '{{count}} second factor of {{user}} is removed.',
    factorsRemoved_other: '{{count}} second factors of {{user}} are removed.',
    purged: 'The person is deleted for good.',
    noSessions: 'This person is signed in nowhere.',
    noDeleted: 'Nobody is deleted.',
    confirmPurge: 'Delete {{user}} for good? Nobody can bring this back.',
    column: {
      since: 'Signed in',
      lastSeen: 'Last used',
      by: 'By',
      from: 'From',
      deletedOn: 'Deleted',
      restorableUntil: 'Restorable until',
    },
  },
};
