import type { refusalsEn } from './refusals-en.ts';

export const refusalsFr: typeof refusalsEn = {
  unknownPerson: {
    short: 'personne inconnue',
    message: 'Personne ne s’appelle {{person}}.',
    fix: 'Vérifiez l’orthographe ; indiquez le nom d’utilisateur principal ou l’identifiant de l’objet.',
  },
  outOfReach: {
    short: 'hors de portée',
    message: 'Cette personne ne fait partie d’aucune unité administrative que couvre votre rôle.',
    fix: 'Adressez-vous à un administrateur de cette unité ou de tout l’annuaire.',
  },
  ownLicense: {
    short: 'vous-même',
    message: 'Ce sont vos propres licences.',
    fix: 'Retirez-vous de la sélection, ou confirmez que vous en faites partie.',
  },
  deletedPerson: {
    short: 'personne supprimée',
    message: 'Cette personne est supprimée.',
    fix: 'Restaurez-la d’abord, ou laissez-la de côté.',
  },
  unknownSku: {
    short: 'produit inconnu',
    message: 'Aucun produit ne porte l’identifiant {{sku}}.',
    fix: 'Voyez « seatwise skus » pour ce que vous possédez et « seatwise catalog » pour tous les produits.',
  },
  unownedSku: {
    short: 'produit non possédé',
    message: '{{sku}} ne fait pas partie des produits que vous possédez.',
    fix: 'Achetez-le d’abord, ou choisissez-en un que vous possédez : « seatwise skus ».',
  },
  selfServicePurchase: {
    short: 'achat en libre-service',
    message: '{{sku}} a été acheté en libre-service par {{purchaser}}.',
    fix: 'Prenez d’abord le contrôle de l’abonnement ; d’ici là, seul l’acheteur ({{purchaser}}) peut attribuer ou retirer ces licences.',
  },
  skuNotForUsers: {
    short: 'pas pour les personnes',
    message: '{{sku}} sert toute l’organisation et ne s’attribue pas à une personne.',
    fix: 'Laissez-le de côté.',
  },
  inheritedFromGroup: {
    short: 'héritée d’un groupe',
    message: '{{sku}} vient du groupe {{groups}} et ne peut pas être retiré à la personne.',
    fix: 'Retirez la personne du groupe, ou la licence au groupe.',
  },
  notAssigned: {
    short: 'non attribuée',
    message: '{{sku}} n’est pas attribué à cette personne.',
    fix: 'Laissez la personne de côté, ou appliquez avec --keep-going.',
  },
  addedAndRemoved: {
    short: 'ajoutée et retirée',
    message: '{{sku}} doit être à la fois ajouté et retiré.',
    fix: 'Ne le nommez que d’un côté.',
  },
  usageLocationMissing: {
    short: 'sans pays d’utilisation',
    message: 'La personne n’a pas de pays d’utilisation.',
    fix: 'Indiquez le pays où elle travaille, puis recommencez.',
  },
  usageLocationProhibited: {
    short: 'non proposé dans le pays',
    message: '{{plan}} de {{sku}} n’est pas proposé dans le pays {{country}}.',
    fix: 'Corrigez le pays d’utilisation, désactivez le service ou choisissez un autre produit.',
  },
  planNotInSku: {
    short: 'service absent du produit',
    message: '{{sku}} ne contient pas {{plans}}.',
    fix: 'Ne nommez que des services de ce produit.',
  },
  subscriptionSuspended: {
    short: 'abonnement désactivé',
    message: 'L’abonnement de {{sku}} est désactivé.',
    fix: 'Réactivez-le, ou choisissez un autre produit.',
  },
  notEnoughSeats: {
    short: 'licences insuffisantes',
    message_one: 'Il manque {{count}} licence {{sku}}.',
    message_other: 'Il manque {{count}} licences {{sku}}.',
    fix: 'Achetez-en ou libérez-en, puis recommencez.',
  },
  mutuallyExclusive: {
    short: 'services incompatibles',
    message: '{{plan}} et {{other}} s’excluent.',
    fix: 'Désactivez l’un des deux.',
  },
  prerequisiteMissing: {
    short: 'produit de base manquant',
    message: '{{plan}} exige {{bases}}, que la personne n’a pas.',
    fix: 'Attribuez d’abord le produit de base, ou les deux ensemble.',
  },
  dependentNeedsPlan: {
    short: 'un complément en a besoin',
    message: '{{dependent}} a encore besoin de {{plan}}.',
    fix: 'Retirez d’abord {{dependent}}, ou les deux ensemble.',
  },
  changedSince: {
    short: 'modifiée depuis',
    message: '{{sku}} a été modifié depuis.',
    fix: 'Regardez ce que la personne a maintenant, et modifiez-le.',
  },
};
