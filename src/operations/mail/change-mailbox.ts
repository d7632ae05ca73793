import type { Action } from '../../domain/access/actions.ts';
import { addressKey, isAddress } from '../../domain/mail/addresses.ts';
import type { MailboxRefusal } from '../../domain/mail/mail-refusals.ts';
import type { MailboxSettings } from '../../domain/mail/mailbox-settings.ts';
import { auditChange } from '../../store/audit.ts';
import { lockUser } from '../../store/users.ts';
import {
  findAddressOwners,
  findMailbox,
  lockMailboxes,
  type MailboxRow,
  updateForwarding,
  updateMailboxSettings,
} from '../../workloads/exchange/mailbox-rows.ts';
import { type Context, originOf } from '../context.ts';
import { refuseReach } from '../directory/update-user.ts';
import { isOwnMailbox } from './open-mailbox.ts';

/** What is to be changed of a mailbox; what is left out stays. */
export interface MailboxChange {
  /** Where mail is sent on to; null: nowhere. */
  readonly forwardTo?: string | null;
  /** Whether a copy stays where mail is sent on from. */
  readonly keepCopy?: boolean;
  /** Settings that replace those of the same name. */
  readonly settings?: MailboxSettings;
}

/**
 * Changes settings and forwarding of a mailbox. People change their own settings; administrators those of people within
 * reach, and forwarding. Mail is forwarded within the organization only.
 */
export async function changeMailbox(
  context: Context,
  userId: string,
  { settings, forwardTo, keepCopy }: MailboxChange,
): Promise<MailboxRefusal | 'changed'> {
  const { db, tenant, principal } = context;
  const { tenantId } = tenant;
  const forwards = forwardTo !== undefined || keepCopy !== undefined;
  const isOwn = isOwnMailbox(principal, userId) && !forwards;
  return db.transaction<MailboxRefusal | 'changed'>(async (tx) => {
    const within = { ...context, db: tx };
    const mailbox = await openForChange(
      within,
      userId,
      isOwn ? [] : [forwards ? 'manageMailboxes' : 'writeMailboxSettings'],
    );
    if ('reason' in mailbox) return mailbox;
    if (forwards) {
      const target = forwardTo === undefined ? mailbox.forwardTo : forwardTo;
      const refusal = await refuseForward(within, mailbox, forwardTo ?? null);
      if (refusal) return refusal;
      await updateForwarding(tx, tenantId, mailbox.id, target, keepCopy ?? mailbox.forwardKeepsCopy);
    }
    if (settings) {
      const repliesAnew = settings.automaticRepliesSetting !== undefined;
      await updateMailboxSettings(tx, tenantId, mailbox.id, { ...mailbox.settings, ...settings }, { repliesAnew });
    }
    const entry = { targetType: 'Mailbox', targetId: userId, targetName: mailbox.displayName };
    if (forwards) {
      const before = { forwardTo: mailbox.forwardTo, keepCopy: mailbox.forwardKeepsCopy };
      const after = {
        forwardTo: forwardTo === undefined ? mailbox.forwardTo : forwardTo,
        keepCopy: keepCopy ?? mailbox.forwardKeepsCopy,
      };
      const activity = after.forwardTo === null ? 'End mail forwarding' : 'Set mail forwarding';
      await auditChange(tx, tenantId, { activity, ...entry, before, after }, originOf(context));
    }
    if (settings) {
      const activity = 'Update mailbox settings';
      await auditChange(
        tx,
        tenantId,
        { activity, ...entry, after: { changed: Object.keys(settings) } },
        originOf(context),
      );
    }
    return 'changed';
  });
}

/** Locks a person and their active mailbox for somebody who may do these things to them; an empty list: whoever asks may. */
export async function openForChange(
  { db, tenant, principal }: Context,
  userId: string,
  actions: readonly Action[],
): Promise<MailboxRow | MailboxRefusal> {
  const user = await lockUser(db, tenant.tenantId, userId);
  if (!user) return { reason: 'unknownUser' };
  const refusal = refuseReach(principal, actions, user);
  if (refusal) return { reason: refusal.reason === 'outOfReach' ? 'outOfReach' : 'notAllowed' };
  const known = await findMailbox(db, tenant.tenantId, userId);
  const [mailbox] = known ? await lockMailboxes(db, tenant.tenantId, [known.id]) : [];
  return mailbox?.state === 'active' ? mailbox : { reason: 'mailboxNotActive' };
}

async function refuseForward(
  { db, tenant }: Context,
  mailbox: MailboxRow,
  forwardTo: string | null,
): Promise<MailboxRefusal | undefined> {
  if (forwardTo === null) return undefined;
  const key = addressKey(forwardTo);
  const owner = isAddress(forwardTo) ? (await findAddressOwners(db, tenant.tenantId, [key])).get(key) : undefined;
  if (owner?.state !== 'active') return { reason: 'forwardToUnknown', address: forwardTo };
  return owner.mailboxId === mailbox.id ? { reason: 'forwardToItself' } : undefined;
}
