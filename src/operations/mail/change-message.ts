import { newId } from '../../base/id.ts';
import type { MailRefusal } from '../../domain/mail/mail-refusals.ts';
import { dropUnused } from '../../workloads/content/content.ts';
import { readFolders, withFoldersBelow } from '../../workloads/exchange/folders.ts';
import { hasRoom } from '../../workloads/exchange/mailbox-room.ts';
import { isOnHold, lockMailboxes } from '../../workloads/exchange/mailbox-rows.ts';
import { copyMessage, deleteMessages, findMessage, moveMessages } from '../../workloads/exchange/messages.ts';
import { type Context, machineNow } from '../context.ts';
import { auditMail, openMailbox } from './open-mailbox.ts';

/** Content that somebody may be about to use stays so long. */
const CONTENT_GRACE_MS = 3_600_000;

/** Moves a message into another folder of its mailbox; its id stays. */
export async function moveMessage(
  context: Context,
  userId: string,
  messageId: string,
  folderId: string,
): Promise<MailRefusal | 'moved'> {
  const { db, tenant, now } = context;
  const { tenantId } = tenant;
  const opened = await openMailbox(context, userId, 'writeMail');
  if ('reason' in opened) return opened;
  return db.transaction<MailRefusal | 'moved'>(async (tx) => {
    const row = await findMessage(tx, tenantId, opened.mailbox.id, messageId, { forUpdate: true });
    if (!row) return { reason: 'unknownItem' };
    await moveMessages(tx, tenantId, opened.mailbox.id, { ids: [row.id] }, folderId, new Date(now));
    await auditMail(tx, context, opened, 'Move message', { messageId });
    return 'moved';
  });
}

/** Puts a copy of a message into a folder of its mailbox; gives the id of the copy. */
export async function duplicateMessage(
  context: Context,
  userId: string,
  messageId: string,
  folderId: string,
): Promise<MailRefusal | { readonly messageId: string }> {
  const { db, tenant, now } = context;
  const { tenantId } = tenant;
  const opened = await openMailbox(context, userId, 'writeMail');
  if ('reason' in opened) return opened;
  return db.transaction<MailRefusal | { readonly messageId: string }>(async (tx) => {
    const [mailbox] = await lockMailboxes(tx, tenantId, [opened.mailbox.id]);
    const row = await findMessage(tx, tenantId, opened.mailbox.id, messageId);
    if (!mailbox || !row) return { reason: 'unknownItem' };
    if (!(await hasRoom(tx, tenant, mailbox, row.size))) return { reason: 'quotaExceeded' };
    const copy = { id: newId(), folderId, at: new Date(now) };
    await copyMessage(tx, tenantId, mailbox.id, messageId, copy);
    await auditMail(tx, context, opened, 'Create message', { messageId: copy.id });
    return { messageId: copy.id };
  });
}

/**
 * Deletes a message by the next step: into Deleted Items; from there into the recoverable items; from there for good.
 * While a hold stands on the mailbox the last step only hides it, and it is kept.
 */
export async function deleteMessage(
  context: Context,
  userId: string,
  messageId: string,
): Promise<MailRefusal | 'deleted'> {
  const { db, tenant, now } = context;
  const { tenantId } = tenant;
  const opened = await openMailbox(context, userId, 'writeMail');
  if ('reason' in opened) return opened;
  const { mailbox, folders } = opened;
  const tree = await readFolders(db, tenantId, mailbox.id);
  const deleted = withFoldersBelow(tree, folders.deleteditems);
  return db.transaction<MailRefusal | 'deleted'>(async (tx) => {
    // The mailbox before its message, as everybody does.
    await lockMailboxes(tx, tenantId, [mailbox.id]);
    const row = await findMessage(tx, tenantId, mailbox.id, messageId, { forUpdate: true });
    if (!row) return { reason: 'unknownItem' };
    const move = (folderId: string) =>
      moveMessages(tx, tenantId, mailbox.id, { ids: [row.id] }, folderId, new Date(now));
    const isRecoverable = row.folderId === folders.recoverableitemsdeletions;
    if (row.folderId === folders.recoverableitemspurges || isRecoverable) {
      if (await isOnHold(tx, tenantId, mailbox.id)) {
        if (!isRecoverable) return { reason: 'onHold' };
        await move(folders.recoverableitemspurges);
      } else {
        const hashes = await deleteMessages(tx, tenantId, mailbox.id, [row.id]);
        await dropUnused(tx, tenantId, hashes, new Date(machineNow(context) - CONTENT_GRACE_MS));
      }
    } else await move(deleted.includes(row.folderId) ? folders.recoverableitemsdeletions : folders.deleteditems);
    await auditMail(tx, context, opened, 'Delete message', { messageId });
    return 'deleted';
  });
}
