import type { cliSignInEn } from './cli-sign-in-en.ts';

export const cliSignInFr: typeof cliSignInEn = {
  signIn: {
    resetPassword: 'Annuler le mot de passe d’une personne et créer un lien à usage unique vers un nouveau',
    resetFactors: 'Retirer les seconds facteurs d’une personne qui les a perdus',
    endSessions: 'Déconnecter une personne partout',
    sessions: 'Voir où une personne est connectée',
    setupLink: 'Créer un lien à usage unique pour le premier administrateur général d’un locataire',
    deleted: 'Voir les personnes supprimées que l’on peut encore restaurer',
    purge: 'Supprimer définitivement une personne déjà supprimée',
    userId: 'Identifiant d’objet de la personne supprimée',
    link: 'Ce lien sert une seule fois, jusqu’au {{until}}. La personne qui l’ouvre choisit le nouveau mot de passe :',
    setup:
      'Ce lien sert une seule fois, jusqu’au {{until}}. La personne qui l’ouvre devient administrateur général de {{tenant}} :',
    hasAdministrator:
      '{{tenant}} a un administrateur général : connectez-vous, ou réinitialisez un mot de passe avec « seatwise users reset-password ».',
    ended: '{{user}} est déconnecté partout.',
    factorsRemoved_one: '{{count}} second facteur de {{user}} est retiré.',
    factorsRemoved_other: '{{count}} seconds facteurs de {{user}} sont retirés.',
    purged: 'La personne est définitivement supprimée.',
    noSessions: 'Cette personne n’est connectée nulle part.',
    noDeleted: 'Personne n’est supprimé.',
    confirmPurge: 'Supprimer définitivement {{user}} ? Personne ne pourra revenir en arrière.',
    column: {
      since: 'Connexion',
      lastSeen: 'Dernière activité',
      by: 'Moyen',
      from: 'Depuis',
      deletedOn: 'Suppression',
      restorableUntil: 'Restauration possible jusqu’au',
    },
  },
};
