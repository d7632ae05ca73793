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
