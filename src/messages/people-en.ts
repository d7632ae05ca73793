/** The list of people as a file. */
export const peopleEn = {
  people: {
    column: {
      displayName: 'Display name',
      userPrincipalName: 'User principal name',
      licenses: 'Licenses',
      signIn: 'Sign-in',
      department: 'Department',
      jobTitle: 'Title',
      usageLocation: 'Usage location',
      mail: 'Mail',
      userType: 'User type',
      created: 'When created',
    },
    allowed: 'Allowed',
    blocked: 'Blocked',
    member: 'Member',
    guest: 'Guest',
  },
};
