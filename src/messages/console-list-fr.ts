/** Toutes les listes. */
export const consoleListFr = {
  list: {
    notAllowed: 'Vos rôles ne le permettent pas : {{action}}',
  },
};
