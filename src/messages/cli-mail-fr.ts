import type { cliMailEn } from './cli-mail-en.ts';

export const cliMailFr: typeof cliMailEn = {
  mailbox: {
    description: 'Boîtes aux lettres : leur état, le transfert, la conversion en boîtes partagées',
    show: 'État, taille, quota, transfert et réponses automatiques d’une boîte aux lettres',
    forward: 'Transférer le courrier de quelqu’un au sein de l’organisation, ou y mettre fin',
    convert:
      'Convertir une boîte aux lettres en boîte partagée, sans licence en deçà de la taille gratuite, ou la rendre à une personne',
    to: 'Adresse à laquelle va le courrier',
    off: 'Mettre fin au transfert',
    noCopy: 'Ne laisser aucune copie dans la boîte aux lettres',
    toOrOff: 'Indiquez soit --to avec une adresse, soit --off.',
    shared: 'En faire une boîte partagée',
    user: 'En refaire la boîte d’une personne',
    sharedOrUser: 'Indiquez soit --shared, soit --user.',
    kind: { user: 'Boîte aux lettres d’une personne', shared: 'Boîte aux lettres partagée' },
    state: {
      active: 'Active depuis le {{since}}',
      held: 'Conservée depuis le {{since}} : la licence est perdue ; une licence à temps rétablit tout',
      keptByHold: 'Gardée par une conservation depuis le {{since}}, jour de la perte de la licence',
      softDeleted: 'Supprimée avec sa personne le {{since}}',
    },
    size_one: '{{count}} message, {{size}} sur {{quota}}',
    size_other: '{{count}} messages, {{size}} sur {{quota}}',
    archive: 'Les licences permettent en plus une archive de {{quota}}',
    onHold: 'En conservation : rien n’en est supprimé définitivement',
    notForwarded: 'Le courrier de {{user}} n’est pas transféré.',
    forwarded: 'Le courrier de {{user}} est transféré à {{to}} ; une copie reste.',
    forwardedAway: 'Le courrier de {{user}} est transféré à {{to}} ; aucune copie ne reste.',
    replies: {
      disabled: 'Les réponses automatiques sont désactivées.',
      alwaysEnabled: 'Les réponses automatiques sont activées.',
      scheduled: 'Les réponses automatiques sont planifiées.',
    },
    converted: {
      shared: 'La boîte aux lettres de {{user}} est maintenant partagée.',
      user: 'La boîte aux lettres de {{user}} est de nouveau celle d’une personne. Il lui faut sa licence.',
    },
    noLicenseNeeded: 'Elle n’a plus besoin de licence : celle-ci peut être retirée.',
    needs: {
      size: 'Elle contient plus que ce qu’une boîte partagée peut contenir sans licence : gardez la licence, ou réduisez-la d’abord.',
      hold: 'Elle est en conservation, ce qui exige une licence : gardez la licence tant que la conservation dure.',
    },
  },
  importMail: {
    description: 'Placer les messages de fichiers .eml et .mbox dans la boîte aux lettres de quelqu’un',
    files: 'Fichiers : .eml avec un message, .mbox avec plusieurs',
    folder: 'Dossier ; il est créé s’il manque',
    reading: 'Importation de {{file}}',
    done: '{{file}} : {{imported}} importés, {{known}} déjà présents, {{failed}} refusés',
    failed: '  message {{no}}, {{subject}} : {{why}}',
    fault: {
      unreadable: 'il ne peut pas être lu comme un message',
      tooLarge: 'il dépasse 150 Mo',
      overQuota: 'la boîte aux lettres est pleine',
    },
  },
};
