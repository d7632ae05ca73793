/** Every list. */
export const consoleListEn = {
  list: {
    notAllowed: 'Your roles do not allow this: {{action}}',
  },
};
