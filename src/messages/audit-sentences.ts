import type { Consequence } from '../domain/retention/consequences.ts';
import type { auditEn } from './audit-en.ts';
import { dateText, listOf, skuName, type TextContext } from './license-texts.ts';

/** An entry as far as its sentence looks at it. */
export interface EntryToTell {
  readonly activity: string;
  readonly actorName: string;
  readonly channel: string;
  readonly targetId: string | null;
  readonly targetName: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly operationId: number | null;
  readonly consequences: readonly Consequence[];
}

type Told = keyof (typeof auditEn)['audit']['told'];
type Values = Readonly<Record<string, string>>;

/** The sentence of each activity, beside license changes. What is not here is told in general words. */
const TOLD: Readonly<Record<string, Told>> = {
  'Add user': 'addUser',
  'Update user': 'updateUser',
  'Delete user': 'deleteUser',
  'Hard delete user': 'hardDeleteUser',
  'Restore user': 'restoreUser',
  'Enable account': 'enable',
  'Disable account': 'disable',
  'Reset user password': 'resetPassword',
  'Reset password': 'resetPassword',
  'Change password': 'changePassword',
  'Sign in': 'signIn',
  'Sign-in slowed': 'signInSlowed',
  'Add authentication method': 'addMethod',
  'Remove authentication method': 'removeMethod',
  'End sessions': 'endSessions',
  'Add first administrator': 'firstAdministrator',
  'Add member to role': 'addRole',
  'Remove member from role': 'removeRole',
  'Add administrative unit': 'addUnit',
  'Update administrative unit': 'updateUnit',
  'Delete administrative unit': 'deleteUnit',
  'Request approval': 'requestApproval',
  Approve: 'approve',
  Reject: 'reject',
  'Update tenant settings': 'settings',
  'Set identity provider': 'setProvider',
  'Remove identity provider': 'removeProvider',
  'Consent to application': 'consent',
  'Add service principal': 'addApp',
  'Remove service principal': 'removeApp',
  'Update subscription': 'seats',
  'Update price': 'price',
  'Create tenant': 'createTenant',
  'Create company': 'createTenant',
  'Import tenant': 'importTenant',
  'Add audit destination': 'addDestination',
  'Remove audit destination': 'removeDestination',
  'Remove audit entries': 'retention',
};

/** An entry of the audit log as a sentence: who did what to whom, through what, and what follows. */
export function auditSentence(entry: EntryToTell, context: TextContext): string {
  const { t } = context;
  const licenses = entry.activity === 'Change user license' ? licenseValues(entry, context) : undefined;
  const told = licenses?.told ?? TOLD[entry.activity] ?? 'other';
  const sentence = t(`audit.told.${told}`, {
    actor: entry.actorName,
    target: entry.targetName,
    activity: entry.activity,
    how: howOf(entry, context),
    ...detailsOf(entry, context),
    ...licenses?.values,
  });
  const held = entry.consequences.find(({ event }) => event === 'mailboxHeld')?.recoverableUntil;
  const follows = !held ? '' : t('audit.held', { until: dateText(held, context) });
  return `${sentence}${follows}.`;
}

function howOf({ channel, operationId }: EntryToTell, { t }: TextContext): string {
  const known = ['graph', 'api', 'cli', 'console', 'import'] as const;
  const through = known.find((one) => one === channel);
  return `${through ? t(`audit.channel.${through}`) : ''}${operationId === null ? '' : t('audit.operation', { id: operationId })}`;
}

interface License {
  readonly skuId: string;
  readonly disabledPlans: readonly string[];
}

function licenseValues({ before, after }: EntryToTell, context: TextContext): { told: Told; values: Values } {
  const [had, has] = [licensesIn(before), licensesIn(after)];
  const without = (left: readonly License[], right: readonly License[]) =>
    left.filter(({ skuId }) => !right.some((other) => other.skuId === skuId));
  const names = (licenses: readonly License[]) =>
    listOf(
      licenses.map(({ skuId }) => skuName(skuId, context)),
      context,
      'conjunction',
    );
  const [taken, given] = [without(had, has), without(has, had)];
  const told = taken.length > 0 ? (given.length > 0 ? 'swap' : 'take') : given.length > 0 ? 'give' : 'services';
  return { told, values: { taken: names(taken), given: names(given), changed: names(has) } };
}

function licensesIn(value: unknown): License[] {
  return Array.isArray(value) ? value.filter((one): one is License => typeof one?.skuId === 'string') : [];
}

/** Whatever else a sentence may name. Entries are read as they come: a wrong form gives an empty place, not a fault. */
function detailsOf({ activity, before, after, targetId, targetName }: EntryToTell, context: TextContext): Values {
  const { t } = context;
  const [was, is] = [fieldsIn(before), fieldsIn(after)];
  const held = { ...was, ...is };
  const methods = [held.methods ?? held.method].flat().filter((one): one is string => typeof one === 'string');
  const known = ['password', 'authenticator', 'recoveryCode', 'passkey', 'sso', 'setup', 'signInAs'] as const;
  const unit = textIn(held.unit);
  const role = textIn(held.role);
  const product = targetId === null ? targetName : skuName(targetId, context);
  return {
    fields: listOf(Object.keys(is), context, 'conjunction') || t('audit.something'),
    methods: listOf(
      methods.map((method) => {
        const one = known.find((name) => name === method);
        return one ? t(`audit.method.${one}`) : method;
      }),
      context,
      'conjunction',
    ),
    role: unit === '' ? role : t('audit.scoped', { role, unit }),
    what: held.kind === 'purge' ? t('audit.purgeOf', { name: targetName }) : t('audit.planOf', { id: targetName }),
    requestedBy: textIn(held.requestedBy),
    was: textIn(was.total),
    is: textIn(is.total),
    product: activity === 'Update subscription' || activity === 'Update price' ? product : '',
  };
}

function fieldsIn(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function textIn(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
