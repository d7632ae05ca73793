import type { Consequence } from '../domain/retention/consequences.ts';
import { tellCase, tellDelay, tellExpired, tellHold, tellPolicy } from './audit-compliance.ts';
import {
  ofText,
  type Seen,
  type Telling,
  type Told,
  tellApproval,
  tellClock,
  tellFields,
  tellImport,
  tellLicenses,
  tellMethod,
  tellPrice,
  tellPurges,
  tellRetention,
  tellRights,
  tellRole,
  tellSeats,
  tellSessions,
  tellSettings,
  tellSignIn,
} from './audit-details.ts';
import { tellForwarding, tellMailImport } from './audit-mail.ts';
import { dateText, type TextContext } from './license-texts.ts';

/** An entry as far as its sentence looks at it. */
export interface EntryToTell {
  readonly activity: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly channel: string;
  readonly targetId: string | null;
  readonly targetName: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly operationId: number | null;
  /** The operation by that number: what kind it was, and which one it undid. */
  readonly operation?: { readonly kind: string; readonly undoOf: number | null } | undefined;
  /** What followed for the person where licenses were changed. */
  readonly consequences: readonly Consequence[];
}

type Teller = Told | ((seen: Seen, context: TextContext) => Telling);

const TELLERS = {
  'Change user license': tellLicenses,
  'Add user': 'addUser',
  'Update user': tellFields,
  'Delete user': 'deleteUser',
  'Hard delete user': 'hardDeleteUser',
  'Restore user': 'restoreUser',
  'Enable account': 'enable',
  'Disable account': 'disable',
  'Reset user password': 'resetPassword',
  'Reset password': 'resetPassword',
  'Change password': 'changePassword',
  'Sign in': (seen, context) => tellSignIn('signIn', seen, context),
  'Sign-in slowed': (seen, context) => tellSignIn('signInSlowed', seen, context),
  'Add authentication method': (seen, context) => tellMethod('add', seen, context),
  'Remove authentication method': (seen, context) => tellMethod('remove', seen, context),
  'End sessions': tellSessions,
  'Add first administrator': 'firstAdministrator',
  'Add member to role': (seen, context) => tellRole('addRole', seen, context),
  'Remove member from role': (seen, context) => tellRole('removeRole', seen, context),
  'Add administrative unit': 'addUnit',
  'Update administrative unit': 'updateUnit',
  'Delete administrative unit': 'deleteUnit',
  'Request approval': (seen, context) => tellApproval('requestApproval', seen, context),
  Approve: (seen, context) => tellApproval('approve', seen, context),
  Reject: (seen, context) => tellApproval('reject', seen, context),
  'Update tenant settings': tellSettings,
  'Set identity provider': 'setProvider',
  'Remove identity provider': 'removeProvider',
  'Consent to application': (seen, context) => tellRights('consent', seen, context),
  'Add service principal': (seen, context) => tellRights('addApp', seen, context),
  'Remove service principal': 'removeApp',
  'Update subscription': tellSeats,
  'Update price': tellPrice,
  'Create tenant': 'createTenant',
  'Create company': 'createTenant',
  'Import tenant': tellImport,
  'Add audit destination': 'addDestination',
  'Remove audit destination': 'removeDestination',
  'Remove audit entries': tellRetention,
  'Send mail': 'sendMail',
  'Create message': 'createMessage',
  'Update message': 'updateMessage',
  'Move message': 'moveMessage',
  'Delete message': 'deleteMessage',
  'Change mail folders': 'changeMailFolders',
  'Update mailbox settings': 'updateMailboxSettings',
  'Set mail forwarding': tellForwarding,
  'End mail forwarding': 'endForwarding',
  'Convert to shared mailbox': 'convertToShared',
  'Convert to user mailbox': 'convertToUser',
  'Import mail': tellMailImport,
  'Close mailbox': 'closeMailbox',
  'Purge mailbox': 'purgeMailbox',
  'Set OneDrive read-only': 'driveReadOnly',
  'Archive OneDrive': 'archiveDrive',
  'Move OneDrive to recycle bin': 'binDrive',
  'Delete OneDrive': 'eraseDrive',
  'Remind of OneDrive': 'remindOfDrive',
  'Move clock': tellClock,
  'Announce purge': (seen) => tellPurges('announcePurge', seen),
  'Confirm purge': (seen) => tellPurges('confirmPurge', seen),
  'Place litigation hold': (seen, context) => tellHold('placeHold', seen, context),
  'Lift litigation hold': (seen, context) => tellHold('liftHold', seen, context),
  'End delay hold': tellDelay,
  'Add retention policy': (seen, context) => tellPolicy('addPolicy', seen, context),
  'Update retention policy': (seen, context) => tellPolicy('updatePolicy', seen, context),
  'Delete expired mail': tellExpired,
  'Delete retention policy': (seen, context) => tellPolicy('deletePolicy', seen, context),
  'Add eDiscovery case': (seen, context) => tellCase('addCase', seen, context),
  'Update eDiscovery case': (seen, context) => tellCase('updateCase', seen, context),
  'Close eDiscovery case': (seen, context) => tellCase('closeCase', seen, context),
  'Reopen eDiscovery case': (seen, context) => tellCase('reopenCase', seen, context),
  'Delete eDiscovery case': (seen, context) => tellCase('deleteCase', seen, context),
  'Add member to eDiscovery case': (seen, context) => tellCase('addCaseMember', seen, context),
  'Remove member from eDiscovery case': (seen, context) => tellCase('removeCaseMember', seen, context),
  'Add custodian': (seen, context) => tellCase('addCustodian', seen, context),
  'Update custodian': (seen, context) => tellCase('updateCustodian', seen, context),
  'Release custodian': (seen, context) => tellCase('releaseCustodian', seen, context),
  'Activate custodian': (seen, context) => tellCase('activateCustodian', seen, context),
  'Place case hold': (seen, context) => tellCase('placeCaseHold', seen, context),
  'Lift case hold': (seen, context) => tellCase('liftCaseHold', seen, context),
  'Add eDiscovery search': (seen, context) => tellCase('addSearch', seen, context),
  'Update eDiscovery search': (seen, context) => tellCase('updateSearch', seen, context),
  'Delete eDiscovery search': (seen, context) => tellCase('deleteSearch', seen, context),
  'Estimate eDiscovery search': (seen, context) => tellCase('estimateSearch', seen, context),
  'Preview eDiscovery search': (seen, context) => tellCase('previewSearch', seen, context),
  'Export eDiscovery search': (seen, context) => tellCase('exportSearch', seen, context),
} as const satisfies Readonly<Record<string, Teller>>;

/** Every activity that has a sentence of its own; others are told in general words. */
export const ACTIVITIES: readonly string[] = Object.keys(TELLERS);

/** An entry of the audit log as a sentence: who did what to whom, through what, and what follows. */
export function auditSentence(entry: EntryToTell, context: TextContext): string {
  const { t } = context;
  const actor = entry.actorName.trim() || t('audit.somebody');
  const target = entry.targetName.trim() || t('audit.something');
  const isOwn = entry.actorId !== null && entry.actorId === entry.targetId;
  const { before, after, targetId } = entry;
  const teller: Teller = Object.hasOwn(TELLERS, entry.activity)
    ? TELLERS[entry.activity as keyof typeof TELLERS]
    : 'other';
  const { told, values }: Telling =
    typeof teller === 'string'
      ? { told: teller }
      : teller({ before, after, targetId, targetName: target, isOwn }, context);
  const sentence = t(`audit.told.${told}`, {
    actor,
    target,
    ofActor: ofText(actor, context),
    ofTarget: ofText(target, context),
    activity: entry.activity,
    how: howOf(entry, context),
    ...values,
  });
  const follows = entry.consequences.flatMap((consequence) => followsText(consequence, context));
  return `${sentence}${follows.length === 0 ? '' : t('audit.followed', { by: follows.join(', ') })}.`;
}

/** Through what, and with which plan. A plan that is what the entry is about stands in its sentence already. */
function howOf({ activity, channel, operationId, operation }: EntryToTell, { t }: TextContext): string {
  const known = (['graph', 'api', 'cli', 'console', 'import'] as const).find((one) => one === channel);
  const through = operation?.kind === 'import' ? t('audit.byCsv') : known ? t(`audit.channel.${known}`) : '';
  if (operationId === null || activity !== 'Change user license') return through;
  const undoing = operation?.undoOf ? t('audit.undoing', { id: operation.undoOf }) : '';
  return `${through}${undoing}${t('audit.operation', { id: operationId })}`;
}

function followsText({ event, on, recoverableUntil }: Consequence, context: TextContext): string[] {
  const { t } = context;
  switch (event) {
    case 'mailboxHeld':
      return recoverableUntil ? [t('audit.follows.mailboxHeld', { until: dateText(recoverableUntil, context) })] : [];
    case 'driveReadOnly':
      return [t('audit.follows.driveReadOnly', { on: dateText(on, context) })];
    case 'mailboxKeptByHold':
    case 'numberReleased':
      return [t(`audit.follows.${event}`)];
    default:
      return [];
  }
}
