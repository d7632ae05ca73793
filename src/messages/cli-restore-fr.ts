import type { cliRestoreEn } from './cli-restore-en.ts';

export const cliRestoreFr: typeof cliRestoreEn = {
  restore: {
    description: 'Restaurer des personnes supprimées avec leurs licences',
    users: 'Personnes supprimées : noms d’utilisateur ou identifiants d’objet',
    name: 'Un autre nom d’utilisateur, pour une personne dont le nom est pris entre-temps',
    oneName: 'Un nouveau nom se donne à une seule personne à la fois.',
    done: '{{name}} ({{user}}) : compte restauré.',
    password: 'Nouveau mot de passe, à changer à la prochaine connexion : {{password}}',
    licenses: 'Licences : {{names}}',
    lost: 'Non rendu, car plus rien ne le donne : {{names}}',
    over_one: 'Plus de licences {{product}} sont attribuées que vous n’en possédez : {{count}} en trop.',
    over_other: 'Plus de licences {{product}} sont attribuées que vous n’en possédez : {{count}} en trop.',
    dropped: 'Adresses prises par quelqu’un d’autre entre-temps : {{names}}',
    roles: 'Rôles d’administrateur de nouveau en vigueur : {{names}}',
    nobody: 'Aucune personne supprimée ne porte le nom d’utilisateur {{user}}.',
    several:
      'Plusieurs personnes supprimées portaient le nom d’utilisateur {{user}}. Donnez l’identifiant d’objet de l’une d’elles : {{ids}}',
    failed: '{{failed}} personnes sur {{all}} n’ont pas pu être restaurées.',
  },
};
