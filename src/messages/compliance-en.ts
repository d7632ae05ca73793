/** Why something about holds, policies, cases and searches was refused, and what follows when a hold is lifted. */
export const complianceEn = {
  compliance: {
    refusal: {
      unknownUser: 'There is no such person.',
      heldAlready: '{{name}} has been on litigation hold since {{day}}.',
      notHeld: '{{name}} is not on litigation hold.',
      noMailbox: '{{name}} has no mailbox. Assign a license with Exchange Online first.',
      needsArchiving:
        'The license of {{name}} does not allow a hold. It takes Exchange Online Plan 2, or Exchange Online Archiving beside a smaller plan. Assign one of them, then place the hold.',
      mailboxClosed:
        'The mailbox of {{name}} is closed: the license is gone, and no hold stood on it before. Give back a license with Exchange first; then it can be held.',
      mailboxClosedUntil:
        'The mailbox of {{name}} is closed: the license is gone, and no hold stood on it before. It will be deleted on {{day}}. Give back a license with Exchange before that day; then it can be held.',
      mailboxDeleted:
        '{{name}} is deleted, and no hold stood on the mailbox before. Restore {{name}} first; then the mailbox can be held.',
      mailboxDeletedUntil:
        '{{name}} is deleted, and no hold stood on the mailbox before. It will be deleted on {{day}}. Restore {{name}} before that day; then the mailbox can be held.',
      mailboxInactive:
        'The mailbox of {{name}} is inactive. It stays under the holds that it has; only a case can place another.',
      nobodyNamed: 'A policy that is not for everyone must name somebody.',
      tooManyNamed: 'A policy can name {{most}} people at most. Make it for everyone, or make several.',
      durationMissing: 'A policy that deletes needs a number of days after which it does.',
      unknownPolicy: 'There is no such retention policy.',
      nameTaken: 'The name is taken. Choose another.',
      unknownPeople: 'Nobody is called {{people}}.',
      notHoldable_one: 'One of the people named can’t be put on hold, so nothing was changed.',
      notHoldable_other: '{{count}} of the people named can’t be put on hold, so nothing was changed.',
    },
    release: {
      active_one: 'One mailbox goes on as it is. From {{delayUntil}} on nothing keeps what is deleted in it.',
      active_other:
        '{{count}} mailboxes go on as they are. From {{delayUntil}} on nothing keeps what is deleted in them.',
      keptByHold_one:
        'One mailbox without a license counts as held until {{delayUntil}}, and is deleted for good on {{purgedOn}} unless a license is given back.',
      keptByHold_other:
        '{{count}} mailboxes without a license count as held until {{delayUntil}}, and are deleted for good on {{purgedOn}} unless licenses are given back.',
      inactive_one:
        'One inactive mailbox counts as held until {{delayUntil}}, and is deleted for good on {{purgedOn}}.',
      inactive_other:
        '{{count}} inactive mailboxes count as held until {{delayUntil}}, and are deleted for good on {{purgedOn}}.',
      stillHeld_one: 'One mailbox stays on hold for another reason.',
      stillHeld_other: '{{count}} mailboxes stay on hold for other reasons.',
      nothing: 'No mailbox is concerned.',
    },
    kind: {
      litigation: 'litigation hold',
      case: 'case',
      policy: 'retention policy',
      delay: 'delay after the last hold',
    },
    state: {
      active: 'open',
      held: 'closed, license gone',
      keptByHold: 'closed, kept by a hold',
      softDeleted: 'deleted with its person',
      inactive: 'inactive',
    },
    action: {
      deleteOnly: 'delete only',
      retain: 'keep',
      retainThenDelete: 'keep, then delete',
    },
  },
};
