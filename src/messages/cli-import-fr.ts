import type { cliImportEn } from './cli-import-en.ts';

export const cliImportFr: typeof cliImportEn = {
  import: {
    reading: 'Lecture des personnes',
    rows: 'Nouvelles personnes : {{taken}} ; modifiées : {{changed}} ; inchangées : {{same}} ; refusées : {{refused}}.',
    licenses_one: 'Licences : {{count}} personne en reçoit de nouvelles.',
    licenses_other: 'Licences : {{count}} personnes en reçoivent de nouvelles.',
    licensesRefused_one: 'Licences : {{count}} personne s’en voit refuser de nouvelles.',
    licensesRefused_other: 'Licences : {{count}} personnes s’en voient refuser de nouvelles.',
    operation: 'Les licences ont été attribuées par l’opération {{id}} ; voyez « seatwise operations show {{id}} ».',
    subscriptionAdded_one: 'Abonnement ajouté : {{name}}, {{count}} licence.',
    subscriptionAdded_other: 'Abonnement ajouté : {{name}}, {{count}} licences.',
    domainAdded: 'Domaine ajouté : {{name}}.',
    unknownHeaders: 'Des colonnes sans signification ici ont été laissées de côté : {{names}}.',
    refusedRow: 'Ligne {{line}}, {{person}} : {{why}}',
    nothingTaken: 'Tout ne peut pas être repris ; rien n’a donc été modifié.',
    done: 'L’importation est terminée.',
    problem: {
      openQuote: 'un guillemet n’est jamais fermé',
      strayQuote: 'un guillemet se trouve où il ne peut pas être',
      rowTooLong: 'la ligne est trop longue',
    },
    reason: {
      emptyFile: 'Le fichier est vide.',
      noRows: 'Le fichier a des en-têtes, mais personne au-dessous.',
      notUtf8: 'La ligne {{line}} n’est pas du texte UTF-8. Enregistrez de nouveau le fichier en « CSV UTF-8 ».',
      malformedCsv: 'La ligne {{line}} n’est pas du CSV : $t(cli.import.problem.{{problem}}). Corrigez-la.',
      noKnownColumn: 'Aucun en-tête n’est connu ici : {{headers}}. Nommez une colonne userPrincipalName.',
      missingColumn: 'Il n’y a pas de colonne {{column}}. Ajoutez-la.',
      repeatedColumn: 'Plusieurs en-têtes signifient {{column}} : {{headers}}. N’en gardez qu’un.',
      tooManyCells:
        'La ligne a {{cells}} cellules, l’en-tête {{columns}}. Mettez entre guillemets les cellules qui contiennent des séparateurs.',
      missingUserPrincipalName: 'Le nom d’utilisateur principal manque. Indiquez-le.',
      invalidUserPrincipalName:
        '« {{value}} » n’est pas un nom d’utilisateur principal, tel que ada@example.com. Corrigez-le.',
      unverifiedDomain: 'Le locataire n’a pas le domaine {{domain}}. Corrigez-le, ou importez avec --add-domains.',
      duplicateInFile: 'La personne est déjà à la ligne {{firstLine}}. Ne gardez qu’une des lignes.',
      deletedPerson: 'La personne est supprimée. Restaurez-la d’abord, ou laissez-la de côté.',
      invalidId: '« {{value}} » n’est pas un identifiant d’objet. Corrigez-le, ou laissez la cellule vide.',
      invalidUsageLocation: '« {{value}} » n’est pas un pays. Indiquez deux lettres, telles que FR.',
      invalidUserType: '« {{value}} » n’est pas un type d’utilisateur. Indiquez Member ou Guest.',
      invalidBoolean: '« {{value}} » dans {{column}} n’est ni vrai ni faux. Corrigez-le, ou laissez la cellule vide.',
      invalidDate: '« {{value}} » dans {{column}} n’est pas une date. Écrivez-la comme 2026-03-18.',
      invalidCharacter: '{{column}} contient un caractère NUL. Effacez-le.',
      tooLong: '{{column}} est trop long. Tenez-vous à {{maxLength}} caractères.',
      unknownProduct: 'Aucun produit ne s’appelle « {{value}} ». Voyez « seatwise catalog » pour les noms.',
      unknownProductSimilar:
        '« {{value}} » ne désigne aucun produit, ou en désigne plusieurs. Produits proches : {{suggestions}}.',
      userPrincipalNameTaken: 'Une autre personne a ce nom d’utilisateur principal. Choisissez-en un autre.',
      unknownManager: 'Le responsable {{value}} est inconnu. Corrigez-le, ou laissez la cellule vide.',
    },
  },
  importTenant: {
    people: 'Personnes : {{added}} nouvelles, {{changed}} modifiées, {{same}} inchangées.',
    groups: 'Groupes : {{added}} nouveaux, {{changed}} modifiés ; membres ajoutés : {{members}}.',
    paths:
      'Attributions de licences : {{added}} nouvelles, {{changed}} modifiées, {{kept}} gardées que les fichiers n’ont pas.',
    subscriptions:
      'Abonnements : {{added}} nouveaux, {{changed}} modifiés. Nouveaux produits du catalogue : {{products}}.',
    overAssigned: '{{sku}} est attribué au-delà du stock : {{consumed}} personnes l’ont. Libérez-en ou achetez-en.',
    unknownSkus:
      'On ne sait rien de ces produits que des personnes ont : {{ids}}. Importez la liste des produits avec « seatwise catalog import ».',
    refused: '{{file}}, {{id}} : {{why}}',
    invalidProperty: '{{property}} manque ou n’est pas ce que Graph donne.',
    userPrincipalNameTaken: 'Quelqu’un d’autre a ce nom d’utilisateur principal.',
    deletedPerson: 'La personne est supprimée ici ; restaurez-la d’abord.',
    into: 'Chargé dans {{name}} ({{domain}}).',
    noOrganization:
      'Aucun fichier ne dit de quel locataire il s’agit. Enregistrez la réponse de /organization sous organization.json, ou nommez un locataire avec --tenant.',
    domainTaken:
      'Un autre locataire a déjà le domaine {{domain}}. Pour charger dans celui-là, nommez-le avec --tenant.',
    noFolder: 'Le dossier {{folder}} n’existe pas.',
    nothingUsable: '{{folder}} ne contient aucun fichier tel que users.json ou subscribedSkus.json.',
    malformedJson: '{{file}} n’est pas du JSON : la ligne {{line}} est illisible.',
    notUtf8: '{{file}} n’est pas du texte UTF-8. Enregistrez-le de nouveau en UTF-8.',
    fileTooLarge:
      '{{file}} est trop volumineux. Enregistrez-le en plusieurs pages, ou avec un objet par ligne (.jsonl).',
    graphError: '{{file}} est une erreur renvoyée par Graph ({{code}}), pas des données. Récupérez-le de nouveau.',
    reading: 'Lecture du dossier',
  },
  catalog: {
    imported: 'Nouveaux produits : {{added}} ; produits connus avec de nouveaux services : {{extended}}.',
    missingColumns:
      '{{file}} n’a pas ces colonnes : {{columns}}. Prenez le fichier CSV que Microsoft publie sous le titre « Product names and service plan identifiers for licensing ».',
    unreadable: '{{file}} n’est pas du CSV : la ligne {{line}} est illisible. Corrigez-la.',
    missingValue: '{{column}} est vide.',
    notAGuid: '« {{value}} » dans {{column}} n’est pas un GUID.',
    conflictingPartNumber: '« {{value}} » dans {{column}} contredit une ligne précédente du même produit.',
  },
};
