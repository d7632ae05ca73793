import type { consoleRulesEn } from './console-rules-en.ts';

/** Ce que dit chaque règle, et d’où elle vient. */
export const consoleRulesFr: typeof consoleRulesEn = {
  text: {
    'T-1':
      'Quand la dernière licence avec Exchange est retirée, la boîte aux lettres est aussitôt fermée : elle ne reçoit plus de courrier et les recherches, eDiscovery compris, ne la trouvent plus. Tout est conservé pendant 30 jours ; une licence avec Exchange rendue d’ici là ramène tout le courrier. Ensuite le courrier est effacé définitivement, et une nouvelle licence donne une boîte vide. Une organisation qui a activé le délai pour les licences retirées dispose de 30 jours de plus, pendant lesquels la boîte fonctionne comme avant.',
    'T-2':
      'Si une conservation pour litige ou une stratégie de rétention couvre la boîte aux lettres avant le retrait de la licence, rien n’est effacé : la boîte reste et peut être fouillée tant que dure la conservation. Le délai ne commence qu’à la fin de celle-ci. Pour garder du courrier, posez d’abord la conservation, puis retirez la licence.',
    'T-3':
      'Les fichiers restent d’abord en place. Au 60e jour sans licence ils passent en lecture seule, au 93e jour le OneDrive est archivé : personne ne peut l’ouvrir avant qu’une licence soit rendue ou l’archive payée. Les liens de partage s’arrêtent avec lui. Jusqu’en 2025 les fichiers restaient simplement ; une organisation peut être réglée sur cette ancienne règle.',
    'T-4':
      'Les applications Office installées vérifient leur licence environ une fois par jour. Au premier contrôle après le retrait elles affichent « Produit sans licence » et ne permettent plus que d’ouvrir et d’imprimer. Un appareil sans connexion continue jusqu’à 30 jours. Les documents ne sont pas touchés, et une licence rendue, avec une nouvelle connexion, rétablit tout.',
    'T-5':
      'Des services tels que Teams, le Planificateur ou Power BI ne peuvent plus être utilisés dès que la licence est retirée, et fonctionnent à nouveau quand elle est rendue. Ce qui a été partagé dans une équipe ou sur un site y reste pour les autres. Un numéro de téléphonie Teams est libéré aussitôt : quelqu’un d’autre peut le recevoir, et il ne peut alors plus être rendu.',
    'T-6':
      'Supprimer une personne libère ses licences. Pendant 30 jours le compte figure sous Utilisateurs supprimés et peut être restauré avec sa boîte aux lettres, ses appartenances et ses licences, même s’il n’en reste plus : le produit est alors attribué au-delà du stock, et cela se voit. Ensuite le compte et le courrier disparaissent définitivement. OneDrive est gardé 30 jours à partir de la suppression, sauf si l’organisation a fixé davantage (jusqu’à 3 650), puis il passe à la corbeille.',
    'T-7':
      'Si une conservation couvre la boîte aux lettres au moment où la personne est supprimée, le courrier est gardé comme boîte inactive tant que dure la conservation. Elle ne prend aucune licence et peut être fouillée. Pendant les 30 premiers jours, restaurer la personne la ramène ; ensuite son contenu peut être récupéré dans une autre boîte.',
    'T-9':
      'Une boîte aux lettres partagée n’a pas besoin de licence jusqu’à 50 Go, tant qu’elle n’a ni archive ni conservation pour litige. Elle doit avoir une licence au moment de la conversion, et son compte doit rester. Qui veut seulement garder le courrier d’une personne partie convertit donc d’abord la boîte, puis retire la licence.',
    'R-UN-7':
      'C’est la boîte aux lettres qui transfère le courrier. Quand sa licence part et qu’elle se ferme, plus rien n’est transféré. Gardez la licence tant que le courrier doit être transmis, ou convertissez la boîte en boîte partagée, qui continue de transférer.',
    'T-21':
      'Un OneDrive archivé que l’on réactive sans licence reste ouvert 30 jours, puis est archivé de nouveau. Une licence rendue le rouvre durablement.',
    'T-18':
      'On ne perd que ce que rien d’autre n’apporte. Si un produit est retiré et qu’un autre, attribué directement ou par un groupe, comprend le même service, ce service continue sans interruption. C’est pourquoi remplacer un produit en une seule étape ne fait rien perdre, alors que retirer l’ancien puis donner le nouveau fait courir tous les délais.',
    'R-UN-1':
      'Une licence qu’une personne n’a que par un groupe ne peut pas lui être retirée. Retirez la personne du groupe, ou le produit au groupe. Si le même produit est aussi attribué directement, cette attribution peut disparaître : la personne garde le produit, et aucune licence n’est libérée.',
    'R-UN-4':
      'Certains services en exigent d’autres : un complément a besoin de sa base. Tant que la personne garde le complément, sa base ne peut pas être retirée. Retirez les deux ensemble, ou d’abord le complément.',
    'R-AS-1':
      'Chaque personne qui reçoit un produit en prend une licence, sauf si elle en a déjà une. Les premières de la sélection reçoivent celles qui restent ; les autres sont refusées et apprennent combien il en manque. Achetez-en ou libérez-en, puis réessayez seulement les échecs. Celles que la même modification libère comptent.',
    'R-AS-3':
      'Tous les services ne sont pas proposés dans tous les pays, une licence doit donc savoir où la personne travaille. Indiquez le pays dans le compte de la personne, puis recommencez.',
    'R-AS-5':
      'Un service du produit ne peut pas être utilisé dans le pays de la personne. Corrigez le pays s’il est faux, désactivez ce service ou choisissez un autre produit.',
    'R-AS-6':
      'Certains services ne peuvent pas être activés ensemble, par exemple deux plans SharePoint, qu’ils viennent directement ou de groupes. Désactivez l’un des deux ; Seatwise ne choisit jamais à votre place.',
    'R-AS-7':
      'Un complément ne fonctionne qu’avec le service sur lequel il repose. Attribuez d’abord le produit de base, ou les deux ensemble.',
    'R-AS-11':
      'Un abonnement qui n’a pas été renouvelé expire, puis est désactivé 30 jours plus tard. Dès lors ses licences ne peuvent plus être attribuées. Réactivez-le, ou choisissez un autre produit.',
    'R-AS-12':
      'Un achat en libre-service appartient à son acheteur : lui seul attribue et retire ses licences. Un administrateur doit d’abord prendre le contrôle de l’abonnement.',
    outOfReach:
      'Un rôle peut être limité à des unités administratives, c’est-à-dire aux personnes d’un service ou d’un pays. Qui n’est dans aucune des vôtres est refusé. Adressez-vous à un administrateur de cette unité ou de tout l’annuaire.',
    ownLicense:
      'Qui sélectionne tout le monde oublie souvent qu’il en fait partie. Vos propres licences ne sont donc retirées que si vous confirmez que vous en faites partie.',
    deletedPerson:
      'Une personne supprimée n’a pas de licences à modifier. Restaurez-la d’abord, ou laissez-la de côté.',
    unknownPerson:
      'Une ligne de la liste n’est ni le nom d’utilisateur principal ni l’identifiant d’objet de quelqu’un de l’annuaire. Vérifiez l’orthographe. Les autres personnes de la liste ne sont pas touchées.',
    unknownSku:
      'Aucun produit du catalogue ne porte cet identifiant. Il est peut-être mal saisi, ou le catalogue est plus ancien que le produit.',
    unownedSku:
      'Seuls les produits de vos propres abonnements peuvent être attribués. Achetez-le d’abord, ou choisissez-en un que vous possédez.',
    skuNotForUsers:
      'Certains produits, comme du stockage supplémentaire, servent toute l’organisation. Il suffit de les posséder, et personne n’a besoin de licence.',
    notAssigned:
      'Ce que quelqu’un n’a pas ne peut être ni retiré ni modifié. Laissez la personne de côté ; les autres ne sont pas touchées.',
    addedAndRemoved: 'Le même produit se trouve des deux côtés d’une modification. Ne le nommez que d’un côté.',
    planNotInSku:
      'Seuls les services d’un produit peuvent y être activés ou désactivés. Choisissez parmi ceux du produit.',
    changedSince:
      'Une annulation rend ce qui était là avant, mais jamais par-dessus ce que quelqu’un a modifié depuis. Regardez ce que la personne a maintenant, et modifiez-le.',
  },
  source: {
    'T-1':
      'Aide de l’administration Microsoft 365, « Annuler l’attribution de licences » ; Exchange Online, « Delicensing resiliency »',
    'T-2':
      'Microsoft Purview, « Créer une conservation pour litige » ; Exchange Online, « Boîtes aux lettres inactives »',
    'T-3': 'Microsoft SharePoint, « Gérer les comptes d’utilisateur OneDrive sans licence »',
    'T-4': 'Microsoft 365 Apps, « Vue d’ensemble des licences et de l’activation »',
    'T-5':
      'Aide de l’administration Microsoft 365, « Annuler l’attribution de licences » ; Microsoft Teams, « Annuler l’affectation d’un numéro de téléphone »',
    'T-6':
      'Aide de l’administration Microsoft 365, « Supprimer un utilisateur » ; Microsoft SharePoint, « Rétention et suppression OneDrive »',
    'T-7': 'Microsoft Purview, « En savoir plus sur les boîtes aux lettres inactives »',
    'T-9':
      'Aide d’administration Exchange, « Convertir une boîte aux lettres utilisateur en boîte aux lettres partagée »',
    'R-UN-7': 'Aide d’administration Microsoft 365, « Supprimer un ancien employé »',
    'T-21': 'Microsoft SharePoint, « Gérer les comptes d’utilisateurs OneDrive sans licence »',
    'T-18': 'Microsoft Entra, « Modifier les attributions de licences d’un utilisateur ou d’un groupe »',
    'R-UN-1': 'Microsoft Entra, « Qu’est-ce que la gestion des licences basée sur les groupes ? »',
    'R-UN-4': 'Microsoft Entra, « Identifier et résoudre les problèmes d’attribution de licences »',
    'R-AS-1': 'Aide de l’administration Microsoft 365, « Attribuer des licences aux utilisateurs »',
    'R-AS-3': 'Microsoft Graph, « user: assignLicense »',
    'R-AS-5': 'Microsoft Entra, « Identifier et résoudre les problèmes d’attribution de licences »',
    'R-AS-6': 'Microsoft Entra, « Identifier et résoudre les problèmes d’attribution de licences »',
    'R-AS-7': 'Microsoft Entra, « Identifier et résoudre les problèmes d’attribution de licences »',
    'R-AS-11':
      'Aide de l’administration Microsoft 365, « Que deviennent mes données et mon accès à la fin de l’abonnement ? »',
    'R-AS-12':
      'Aide de l’administration Microsoft 365, « Gérer les achats en libre-service (pour les administrateurs) »',
    outOfReach: 'Microsoft Entra, « Unités administratives »',
    ownLicense: 'Seatwise, règle de l’application',
    deletedPerson: 'Aide de l’administration Microsoft 365, « Restaurer un utilisateur »',
    unknownPerson: 'Seatwise, règle de l’application',
    unknownSku: 'Microsoft Graph, « user: assignLicense »',
    unownedSku: 'Microsoft Graph, « user: assignLicense »',
    skuNotForUsers: 'Microsoft Graph, « subscribedSku » (appliesTo)',
    notAssigned: 'Microsoft Graph, « user: assignLicense »',
    addedAndRemoved: 'Microsoft Graph, « user: assignLicense »',
    planNotInSku: 'Microsoft Graph, « user: assignLicense »',
    changedSince: 'Seatwise, règle de l’application',
  },
};
