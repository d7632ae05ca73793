import { type Action, isAllowed, type Principal } from '../../domain/access/actions.ts';
import type { MailRefusal } from '../../domain/mail/mail-refusals.ts';
import { auditChange } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { ensureFolders, type WellKnownIds } from '../../workloads/exchange/folders.ts';
import { findMailbox, type MailboxRow } from '../../workloads/exchange/mailbox-rows.ts';
import { type Context, originOf } from '../context.ts';

/** A mailbox that can be worked in, with its folders. */
export interface OpenMailbox {
  readonly mailbox: MailboxRow;
  readonly folders: WellKnownIds;
  /** Whoever works in it is the person whose it is. */
  readonly isOwn: boolean;
}

/** Rights in a mailbox's content. */
export type MailAction = Extract<Action, 'readMail' | 'writeMail' | 'sendMail'>;

/**
 * Opens a mailbox for its person, or for an app that may: no role opens anybody else's. Only an active one opens; what
 * is kept after a loss can be reached by nobody (T-1, T-2).
 */
export async function openMailbox(
  { db, tenant, principal }: Context,
  userId: string,
  action: MailAction,
): Promise<OpenMailbox | MailRefusal> {
  const isOwn = isOwnMailbox(principal, userId);
  if (!isOwn && !isAllowed(principal, action)) return { reason: 'notAllowed' };
  const mailbox = await findMailbox(db, tenant.tenantId, userId);
  if (mailbox?.state !== 'active') return { reason: 'mailboxNotActive' };
  const folders = (await ensureFolders(db, tenant.tenantId, [mailbox.id])).get(mailbox.id);
  return folders ? { mailbox, folders, isOwn } : { reason: 'mailboxNotActive' };
}

/** Whether a person asks for their own mailbox. */
export function isOwnMailbox(principal: Principal, userId: string): boolean {
  return principal.kind === 'user' && principal.id === userId.toLowerCase();
}

/** What is done in a mailbox by anybody but its person stands in the audit log; what the mail says does not. */
export async function auditMail(
  tx: Database,
  context: Context,
  { mailbox, isOwn }: OpenMailbox,
  activity: string,
  after?: unknown,
): Promise<void> {
  if (isOwn) return;
  await auditChange(
    tx,
    context.tenant.tenantId,
    { activity, targetType: 'Mailbox', targetId: mailbox.userId, targetName: mailbox.displayName, after },
    originOf(context),
  );
}
