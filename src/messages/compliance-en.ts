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
      unknownCase: 'There is no such case that you may open.',
      unknownCustodian: 'There is no such custodian in this case.',
      unknownSearch: 'There is no such search in this case.',
      notMember: 'This person is no member of the case.',
      memberAlready: 'This person is a member of the case already.',
      onlyAdministrators: 'Only eDiscovery Administrators can remove members of a case.',
      caseClosed: 'The case is closed. Open it again first.',
      caseOpen: 'The case is open.',
      caseHolds: 'The case holds mailboxes. Close it first, which lifts its holds; then it can be deleted.',
      custodianAlready: '{{name}} is a custodian of this case already.',
      custodianReleased: '{{name}} has been released from this case. Make {{name}} a custodian again first.',
      tooManyKeywords: 'A search can have {{most}} rows of keywords at most.',
      nowhere:
        'Say where to look: in the mailboxes or OneDrives of everyone, of the custodians, or of people whom you name.',
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
    query: {
      inRow: 'Row {{row}}: ',
      unknownProperty:
        'There is no property called “{{found}}” (character {{at}}). Put the words in quotes, or use one of these: {{names}}.',
      notADate:
        '“{{found}}” is no date (character {{at}}). Write 2026-03-31, today, "last week" or a range such as 2026-01-01..2026-03-31.',
      notASize: '“{{found}}” is no size (character {{at}}). Write bytes, or a number with KB, MB or GB, such as 10MB.',
      notYesOrNo: '“{{found}}” is neither true nor false (character {{at}}).',
      notAKind:
        '“{{found}}” is no kind of item (character {{at}}). Kinds are email, docs, contacts, im, meetings, notes, tasks and voicemail.',
      notAnImportance: '“{{found}}” is no importance (character {{at}}). Write low, normal or high.',
      notComparable: 'This property can’t be compared that way (character {{at}}).',
      emptyRange: 'The range “{{found}}” ends before it begins (character {{at}}).',
      missingValue: '“{{found}}” has no value (character {{at}}). Write the value right behind it, without a space.',
      missingTerm: 'Something to look for is missing at character {{at}}.',
      noWord: '“{{found}}” has neither a letter nor a digit (character {{at}}).',
      wildcardNotLast:
        'In “{{found}}” the asterisk is not at the end (character {{at}}). Only the beginning of a word can be looked for, such as bud*.',
      unclosedQuote: 'The quotation mark at character {{at}} is never closed.',
      unclosedParenthesis: 'The parenthesis at character {{at}} is never closed.',
      unopenedParenthesis: 'The parenthesis at character {{at}} closes nothing.',
      nearNeedsWords: '{{found}} stands between words or phrases only (character {{at}}).',
      notADistance: '{{found}} needs a number of words from 1 to 100 (character {{at}}).',
      tooDeep: 'The query is nested too deeply (character {{at}}).',
      tooLong: 'The query is too long: {{at}} characters at most.',
    },
    leftOut: {
      summary_one:
        'One mailbox or OneDrive of this search could not be searched, and nothing is returned for it. See why in the list.',
      summary_other:
        '{{count}} mailboxes or OneDrives of this search could not be searched, and nothing is returned for them. See why in the list.',
      unlicensed: 'The license of {{name}} has been gone since {{since}}, and no hold stood on the mailbox before.',
      unlicensedUntil:
        'The license of {{name}} has been gone since {{since}}, and no hold stood on the mailbox before. The mailbox is deleted for good on {{day}} unless a license is given back.',
      deleted: '{{name}} was deleted on {{since}}, and no hold stood on the mailbox before.',
      deletedUntil:
        '{{name}} was deleted on {{since}}, and no hold stood on the mailbox before. The mailbox is deleted for good on {{day}} unless {{name}} is restored.',
      released: 'Nothing holds the inactive mailbox of {{name}} any more.',
      releasedUntil: 'Nothing holds the inactive mailbox of {{name}} any more. It is deleted for good on {{day}}.',
      recycleBin: 'The OneDrive of {{name}} has been in the recycle bin since {{since}}, which can’t be searched.',
      recycleBinUntil:
        'The OneDrive of {{name}} has been in the recycle bin since {{since}}, which can’t be searched. It is deleted for good on {{day}}.',
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
