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
  deleteExpired:
    'La stratégie de rétention {{target}} a effacé le courrier de plus de {{days}} jours : {{items}} messages',
  addCase: '{{actor}} a ouvert le cas eDiscovery {{target}}{{how}}',
  updateCase: '{{actor}} a modifié le cas eDiscovery {{target}}{{how}}',
  closeCase: '{{actor}} a fermé le cas eDiscovery {{target}}{{how}} ; il conservait {{lifted}} boîtes aux lettres',
  reopenCase: '{{actor}} a rouvert le cas eDiscovery {{target}}{{how}}',
  deleteCase: '{{actor}} a supprimé le cas eDiscovery {{target}}{{how}}',
  addCaseMember: '{{actor}} a permis à {{member}} d’ouvrir le cas eDiscovery {{target}}{{how}}',
  removeCaseMember: '{{actor}} a retiré {{member}} du cas eDiscovery {{target}}{{how}}',
  addCustodian: '{{actor}} a fait de {{custodians}} un dépositaire du cas eDiscovery {{target}}{{how}}',
  updateCustodian: '{{actor}} a modifié ce que le cas eDiscovery {{target}} examine chez {{custodians}}{{how}}',
  releaseCustodian: '{{actor}} a libéré {{custodians}} du cas eDiscovery {{target}}{{how}}',
  activateCustodian: '{{actor}} a repris {{custodians}} dans le cas eDiscovery {{target}}{{how}}',
  placeCaseHold:
    '{{actor}} a posé la conservation du cas eDiscovery {{target}} sur les boîtes aux lettres de {{custodians}}{{how}}',
  liftCaseHold:
    '{{actor}} a levé la conservation du cas eDiscovery {{target}} des boîtes aux lettres de {{custodians}}{{how}}',
  addSearch: '{{actor}} a créé la recherche {{target}} dans le cas eDiscovery {{case}}{{how}}',
  updateSearch: '{{actor}} a modifié la recherche {{target}} dans le cas eDiscovery {{case}}{{how}}',
  deleteSearch: '{{actor}} a supprimé la recherche {{target}} du cas eDiscovery {{case}}{{how}}',
  estimateSearch:
    '{{actor}} a lancé la recherche {{target}} dans le cas eDiscovery {{case}}{{how}} ; éléments trouvés : {{items}}',
  previewSearch: '{{actor}} a consulté ce que trouve la recherche {{target}} dans le cas eDiscovery {{case}}{{how}}',
  exportSearch:
    '{{actor}} a exporté ce que trouve la recherche {{target}} dans le cas eDiscovery {{case}}{{how}} ; éléments : {{items}}',
};
