import type { resultsEn } from './results-en.ts';

export const resultsFr: typeof resultsEn = {
  results: {
    column: {
      displayName: 'Nom d’affichage',
      userPrincipalName: 'Nom d’utilisateur principal',
      result: 'Résultat',
      changes: 'Licences',
      follows: 'Conséquences',
      reason: 'Raison',
      fix: 'À faire',
    },
    planned: { change: 'sera modifié', unchanged: 'reste tel quel', refused: 'refusé' },
    done: { change: 'fait', unchanged: 'inchangé', refused: 'refusé' },
    gone: 'retiré : {{name}}',
    given: 'attribué : {{name}}',
    off_one: '{{name}} ({{count}} service désactivé)',
    off_other: '{{name}} ({{count}} services désactivés)',
  },
};
