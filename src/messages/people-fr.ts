/** La liste des personnes, en fichier. */
export const peopleFr = {
  people: {
    column: {
      displayName: 'Nom d’affichage',
      userPrincipalName: 'Nom d’utilisateur principal',
      licenses: 'Licences',
      signIn: 'Connexion',
      department: 'Service',
      jobTitle: 'Fonction',
      usageLocation: 'Pays d’utilisation',
      mail: 'Adresse de messagerie',
      userType: 'Type d’utilisateur',
      created: 'Créé le',
    },
    allowed: 'Autorisée',
    blocked: 'Bloquée',
    member: 'Membre',
    guest: 'Invité',
  },
};
