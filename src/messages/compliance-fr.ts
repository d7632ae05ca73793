import type { complianceEn } from './compliance-en.ts';

export const complianceFr: typeof complianceEn = {
  compliance: {
    refusal: {
      unknownUser: 'Cette personne n’existe pas.',
      heldAlready: '{{name}} fait l’objet d’une conservation pour litige depuis le {{day}}.',
      notHeld: '{{name}} ne fait l’objet d’aucune conservation pour litige.',
      noMailbox: '{{name}} n’a pas de boîte aux lettres. Attribuez d’abord une licence avec Exchange Online.',
      needsArchiving:
        'La licence de {{name}} ne permet pas de conservation. Il faut Exchange Online (plan 2), ou Archivage Exchange Online avec un plan plus petit. Attribuez l’un des deux, puis posez la conservation.',
      mailboxClosed:
        'La boîte aux lettres de {{name}} est fermée : la licence est partie et aucune conservation n’était posée avant. Rendez d’abord une licence avec Exchange ; la conservation pourra alors être posée.',
      mailboxClosedUntil:
        'La boîte aux lettres de {{name}} est fermée : la licence est partie et aucune conservation n’était posée avant. Elle sera effacée le {{day}}. Rendez une licence avec Exchange d’ici là ; la conservation pourra alors être posée.',
      mailboxDeleted:
        '{{name}} est supprimé, et aucune conservation n’était posée sur la boîte aux lettres. Restaurez d’abord {{name}} ; la conservation pourra alors être posée.',
      mailboxDeletedUntil:
        '{{name}} est supprimé, et aucune conservation n’était posée sur la boîte aux lettres. Elle sera effacée le {{day}}. Restaurez {{name}} d’ici là ; la conservation pourra alors être posée.',
      mailboxInactive:
        'La boîte aux lettres de {{name}} est inactive. Elle garde les conservations qu’elle a ; seul un cas peut en poser une autre.',
      nobodyNamed: 'Une stratégie qui ne vaut pas pour tous doit nommer quelqu’un.',
      tooManyNamed:
        'Une stratégie peut nommer {{most}} personnes au plus. Faites-la valoir pour tous, ou faites-en plusieurs.',
      durationMissing: 'Une stratégie qui efface doit dire au bout de combien de jours.',
      unknownPolicy: 'Cette stratégie de rétention n’existe pas.',
      nameTaken: 'Ce nom est déjà pris. Choisissez-en un autre.',
      unknownPeople: 'Personne ne s’appelle {{people}}.',
      notHoldable_one: 'Une des personnes nommées ne peut pas faire l’objet d’une conservation ; rien n’a été modifié.',
      notHoldable_other:
        '{{count}} des personnes nommées ne peuvent pas faire l’objet d’une conservation ; rien n’a été modifié.',
      unknownCase: 'Il n’y a pas de tel cas que vous puissiez ouvrir.',
      unknownCustodian: 'Ce cas n’a pas de tel dépositaire.',
      unknownSearch: 'Ce cas n’a pas de telle recherche.',
      notMember: 'Cette personne n’est pas membre du cas.',
      memberAlready: 'Cette personne est déjà membre du cas.',
      onlyAdministrators: 'Seuls les administrateurs eDiscovery peuvent retirer des membres d’un cas.',
      caseClosed: 'Le cas est fermé. Rouvrez-le d’abord.',
      caseOpen: 'Le cas est ouvert.',
      caseHolds:
        'Le cas conserve des boîtes aux lettres. Fermez-le d’abord, ce qui lève ses conservations ; il pourra alors être supprimé.',
      custodianAlready: '{{name}} est déjà dépositaire de ce cas.',
      custodianReleased: '{{name}} a été libéré de ce cas. Faites d’abord à nouveau de {{name}} un dépositaire.',
      tooManyKeywords: 'Une recherche peut avoir {{most}} lignes de mots clés au plus.',
      nowhere:
        'Dites où chercher : dans les boîtes aux lettres ou les OneDrive de tous, des dépositaires ou de personnes que vous nommez.',
    },
    release: {
      active_one:
        'Une boîte aux lettres continue comme avant. À partir du {{delayUntil}}, rien ne garde ce qui y est supprimé.',
      active_other:
        '{{count}} boîtes aux lettres continuent comme avant. À partir du {{delayUntil}}, rien ne garde ce qui y est supprimé.',
      keptByHold_one:
        'Une boîte aux lettres sans licence reste conservée jusqu’au {{delayUntil}}, puis est effacée définitivement le {{purgedOn}}, sauf si une licence est rendue.',
      keptByHold_other:
        '{{count}} boîtes aux lettres sans licence restent conservées jusqu’au {{delayUntil}}, puis sont effacées définitivement le {{purgedOn}}, sauf si des licences sont rendues.',
      inactive_one:
        'Une boîte aux lettres inactive reste conservée jusqu’au {{delayUntil}}, puis est effacée définitivement le {{purgedOn}}.',
      inactive_other:
        '{{count}} boîtes aux lettres inactives restent conservées jusqu’au {{delayUntil}}, puis sont effacées définitivement le {{purgedOn}}.',
      stillHeld_one: 'Une boîte aux lettres reste conservée pour une autre raison.',
      stillHeld_other: '{{count}} boîtes aux lettres restent conservées pour d’autres raisons.',
      nothing: 'Aucune boîte aux lettres n’est concernée.',
    },
    query: {
      inRow: 'Ligne {{row}} : ',
      unknownProperty:
        'Il n’y a pas de propriété « {{found}} » (caractère {{at}}). Mettez les mots entre guillemets, ou utilisez une de celles-ci : {{names}}.',
      notADate:
        '« {{found}} » n’est pas une date (caractère {{at}}). Écrivez 2026-03-31, today, "last week" ou une période comme 2026-01-01..2026-03-31.',
      notASize:
        '« {{found}} » n’est pas une taille (caractère {{at}}). Écrivez des octets, ou un nombre avec KB, MB ou GB, comme 10MB.',
      notYesOrNo: '« {{found}} » n’est ni true ni false (caractère {{at}}).',
      notAKind:
        '« {{found}} » n’est pas un type d’élément (caractère {{at}}). Les types sont email, docs, contacts, im, meetings, notes, tasks et voicemail.',
      notAnImportance: '« {{found}} » n’est pas une importance (caractère {{at}}). Écrivez low, normal ou high.',
      notComparable: 'Cette propriété ne peut pas être comparée ainsi (caractère {{at}}).',
      emptyRange: 'La période « {{found}} » finit avant de commencer (caractère {{at}}).',
      missingValue:
        '« {{found}} » n’a pas de valeur (caractère {{at}}). Écrivez la valeur juste derrière, sans espace.',
      missingTerm: 'Il manque ce qu’il faut chercher au caractère {{at}}.',
      noWord: '« {{found}} » n’a ni lettre ni chiffre (caractère {{at}}).',
      wildcardNotLast:
        'Dans « {{found}} », l’astérisque n’est pas à la fin (caractère {{at}}). On ne peut chercher que le début d’un mot, comme bud*.',
      unclosedQuote: 'Le guillemet du caractère {{at}} n’est jamais fermé.',
      unclosedParenthesis: 'La parenthèse du caractère {{at}} n’est jamais fermée.',
      unopenedParenthesis: 'La parenthèse du caractère {{at}} ne ferme rien.',
      nearNeedsWords: '{{found}} ne se met qu’entre des mots ou des phrases (caractère {{at}}).',
      notADistance: '{{found}} demande un nombre de mots de 1 à 100 (caractère {{at}}).',
      tooDeep: 'La requête est trop imbriquée (caractère {{at}}).',
      tooLong: 'La requête est trop longue : {{at}} caractères au plus.',
    },
    leftOut: {
      summary_one:
        '{{count}} boîte aux lettres ou OneDrive de cette recherche n’a pas pu être examiné, et rien n’en est renvoyé. La liste dit pourquoi.',
      summary_other:
        '{{count}} boîtes aux lettres ou OneDrive de cette recherche n’ont pas pu être examinés, et rien n’en est renvoyé. La liste dit pourquoi.',
      unlicensed: 'La licence de {{name}} est partie depuis le {{since}}, et aucune conservation n’était posée avant.',
      unlicensedUntil:
        'La licence de {{name}} est partie depuis le {{since}}, et aucune conservation n’était posée avant. La boîte aux lettres sera effacée définitivement le {{day}}, sauf si une licence est rendue.',
      deleted: '{{name}} a été supprimé le {{since}}, et aucune conservation n’était posée avant.',
      deletedUntil:
        '{{name}} a été supprimé le {{since}}, et aucune conservation n’était posée avant. La boîte aux lettres sera effacée définitivement le {{day}}, sauf si {{name}} est restauré.',
      released: 'Plus rien ne conserve la boîte aux lettres inactive de {{name}}.',
      releasedUntil:
        'Plus rien ne conserve la boîte aux lettres inactive de {{name}}. Elle sera effacée définitivement le {{day}}.',
      recycleBin: 'Le OneDrive de {{name}} est dans la corbeille depuis le {{since}} ; elle ne peut pas être examinée.',
      recycleBinUntil:
        'Le OneDrive de {{name}} est dans la corbeille depuis le {{since}} ; elle ne peut pas être examinée. Il sera effacé définitivement le {{day}}.',
    },
    kind: {
      litigation: 'conservation pour litige',
      case: 'cas',
      policy: 'stratégie de rétention',
      delay: 'délai après la dernière conservation',
    },
    state: {
      active: 'ouverte',
      held: 'fermée, licence partie',
      keptByHold: 'fermée, gardée par une conservation',
      softDeleted: 'supprimée avec la personne',
      inactive: 'inactive',
    },
    action: {
      deleteOnly: 'effacer seulement',
      retain: 'garder',
      retainThenDelete: 'garder, puis effacer',
    },
  },
};
