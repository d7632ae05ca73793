/** Ce qu’il faut faire pour qu’une personne n’ait plus une licence. */
export const takeAwayFr = {
  takeAway: {
    takeOver:
      '{{purchaser}} a acheté {{sku}} en libre-service. Prenez d’abord le contrôle de l’abonnement ; jusque-là, seule cette personne ({{purchaser}}) peut la retirer.',
    unassign: 'Désattribuez {{skus}}.',
    unassignTogether: 'Désattribuez ensemble {{skus}} : les autres ne servent à rien sans la première.',
    turnOff_one: 'Dans {{sku}}, désactivez {{plans}}, qui a besoin de ce qui part.',
    turnOff_other: 'Dans {{sku}}, désactivez {{plans}}, qui ont besoin de ce qui part.',
    leaveGroup: 'Retirez la personne du groupe {{group}}, dans l’annuaire dont il provient.',
    leaveGroupAlso:
      'Retirez la personne du groupe {{group}}, dans l’annuaire dont il provient ; {{skus}} part avec lui.',
    allNeeded: 'Tout cela est nécessaire : tant qu’un chemin subsiste, la licence reste et aucune n’est libérée.',
  },
};
