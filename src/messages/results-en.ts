/** The file of an operation's people. */
export const resultsEn = {
  results: {
    column: {
      displayName: 'Display name',
      userPrincipalName: 'User principal name',
      result: 'Result',
      changes: 'Licenses',
      follows: 'What follows',
      reason: 'Reason',
      fix: 'What to do',
    },
    planned: { change: 'will change', unchanged: 'stays as it is', refused: 'refused' },
    done: { change: 'done', unchanged: 'unchanged', refused: 'refused' },
    gone: 'unassigned: {{name}}',
    given: 'assigned: {{name}}',
    off_one: '{{name}} ({{count}} service off)',
    off_other: '{{name}} ({{count}} services off)',
  },
};
