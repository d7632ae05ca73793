/** What the command line says about restoring deleted people. */
export const cliRestoreEn = {
  restore: {
    description: 'Restore deleted people with their licenses',
    users: 'Deleted people: user names or object ids',
    name: 'Another user name, for one person whose own is taken by now',
    oneName: 'A new name is given to one person at a time.',
    done: '{{name}} ({{user}}) is restored.',
    password: 'New password, to be changed at the next sign-in: {{password}}',
    licenses: 'Licenses: {{names}}',
    lost: 'Not given back, since nothing gives it any more: {{names}}',
    over_one: 'More licenses of {{product}} are assigned than you own: {{count}} too many.',
    over_other: 'More licenses of {{product}} are assigned than you own: {{count}} too many.',
    dropped: 'Addresses that somebody else has by now: {{names}}',
    roles: 'Administrator roles that hold again: {{names}}',
    nobody: 'Nobody who is deleted has the user name {{user}}.',
    several: 'Several deleted people had the user name {{user}}. Give the object id of one: {{ids}}',
    failed: '{{failed}} of {{all}} could not be restored.',
  },
};
