/** Pourquoi une personne n’est ni supprimée, ni bloquée, ni restaurée. */
export const deletionFr = {
  deletion: {
    ownAccount: 'Vous ne pouvez pas supprimer votre propre compte. Demandez-le à un autre administrateur.',
    lastGlobalAdministrator:
      'C’est le dernier administrateur général actif. Donnez d’abord ce rôle à une autre personne.',
    syncedUser: 'Cette personne vient de l’annuaire local. Supprimez-la dans cet annuaire.',
    protectedAdministrator: 'Cette personne est un administrateur auquel votre rôle ne peut pas toucher.',
    outOfReach: 'Cette personne n’est dans aucune unité administrative que votre rôle couvre.',
    unknownUser: 'Cette personne n’est plus là.',
    notAllowed: 'Votre rôle ne le permet pas.',
  },
};
