import type { auditComplianceEn } from './audit-compliance-en.ts';

export const auditComplianceFr: typeof auditComplianceEn = {
  placeHold: '{{actor}} a posé une conservation pour litige sur la boîte aux lettres {{ofTarget}}{{how}}{{because}}',
  liftHold: '{{actor}} a levé la conservation pour litige {{ofTarget}}{{how}}{{because}}',
  liftHoldUntil:
    '{{actor}} a levé la conservation pour litige {{ofTarget}}{{how}}{{because}} ; la boîte aux lettres reste conservée jusqu’au {{until}}',
  endDelay: 'Le délai après la dernière conservation de la boîte aux lettres {{ofTarget}} a pris fin',
  endDelayUntil:
    'Le délai après la dernière conservation de la boîte aux lettres {{ofTarget}} a pris fin ; elle sera effacée définitivement le {{until}}',
  addPolicy:
    '{{actor}} a créé la stratégie de rétention {{target}}{{how}} ; boîtes aux lettres qu’elle conserve en plus : {{placed}}',
  updatePolicy:
    '{{actor}} a modifié la stratégie de rétention {{target}}{{how}} ; boîtes aux lettres désormais conservées : {{placed}}, et qui ne le sont plus : {{lifted}}',
  deletePolicy:
    '{{actor}} a supprimé la stratégie de rétention {{target}}{{how}} ; elle conservait {{lifted}} boîtes aux lettres',
};
