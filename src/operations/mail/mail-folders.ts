import { newId } from '../../base/id.ts';
import type { MailRefusal } from '../../domain/mail/mail-refusals.ts';
import {
  type FolderRow,
  insertFolder,
  readFolders,
  removeFolders,
  updateFolder,
  withFoldersBelow,
} from '../../workloads/exchange/folders.ts';
import { lockMailboxes } from '../../workloads/exchange/mailbox-rows.ts';
import { moveMessages } from '../../workloads/exchange/messages.ts';
import type { Context } from '../context.ts';
import { isDuplicate } from '../directory/create-user.ts';
import { auditMail, type OpenMailbox, openMailbox } from './open-mailbox.ts';

/** Makes a folder below another, or at the top; gives its id. */
export async function createFolder(
  context: Context,
  userId: string,
  folder: { readonly displayName: string; readonly parentId: string | undefined; readonly isHidden: boolean },
): Promise<MailRefusal | { readonly folderId: string }> {
  const { displayName, isHidden } = folder;
  return changeFolders(context, userId, displayName, async (within, opened) => {
    const id = newId();
    const parentId = folder.parentId ?? opened.folders.msgfolderroot;
    await insertFolder(within.db, within.tenant.tenantId, opened.mailbox.id, { id, displayName, parentId, isHidden });
    return { folderId: id };
  });
}

/** Renames a folder, or moves it below another. The ones that every mailbox has stay as they are. */
export async function changeFolder(
  context: Context,
  userId: string,
  folderId: string,
  change: { readonly displayName?: string; readonly parentId?: string },
): Promise<MailRefusal | 'changed'> {
  return changeFolders(context, userId, change.displayName ?? '', async ({ db, tenant }, { mailbox }, tree) => {
    const folder = tree.find(({ id }) => id === folderId);
    if (!folder) return { reason: 'unknownFolder' };
    if (folder.wellKnown !== null) return { reason: 'distinguishedFolder' };
    const { displayName = folder.displayName, parentId = folder.parentId } = change;
    if (parentId !== null && withFoldersBelow(tree, folderId).includes(parentId)) return { reason: 'folderInItself' };
    await updateFolder(db, tenant.tenantId, mailbox.id, { id: folderId, displayName, parentId });
    return 'changed' as const;
  });
}

/**
 * Deletes a folder with all that is below it: into Deleted Items; from there its messages go to the recoverable items
 * and the folders away.
 */
export async function deleteFolder(
  context: Context,
  userId: string,
  folderId: string,
): Promise<MailRefusal | 'deleted'> {
  return changeFolders(context, userId, '', async ({ db, tenant, now }, { mailbox, folders }, tree) => {
    const folder = tree.find(({ id }) => id === folderId);
    if (!folder) return { reason: 'unknownFolder' };
    if (folder.wellKnown !== null) return { reason: 'distinguishedFolder' };
    const { tenantId } = tenant;
    const all = withFoldersBelow(tree, folderId);
    if (!withFoldersBelow(tree, folders.deleteditems).includes(folderId)) {
      const displayName = freeName(folder.displayName, tree, folders.deleteditems);
      await updateFolder(db, tenantId, mailbox.id, { id: folderId, displayName, parentId: folders.deleteditems });
      return 'deleted' as const;
    }
    const to = folders.recoverableitemsdeletions;
    await moveMessages(db, tenantId, mailbox.id, { folderIds: all }, to, new Date(now));
    await removeFolders(db, tenantId, mailbox.id, all);
    return 'deleted' as const;
  });
}

async function changeFolders<Result>(
  context: Context,
  userId: string,
  displayName: string,
  work: (within: Context, opened: OpenMailbox, tree: readonly FolderRow[]) => Promise<Result | MailRefusal>,
): Promise<Result | MailRefusal> {
  const { db, tenant } = context;
  const opened = await openMailbox(context, userId, 'writeMail');
  if ('reason' in opened) return opened;
  try {
    return await db.transaction<Result | MailRefusal>(async (tx) => {
      await lockMailboxes(tx, tenant.tenantId, [opened.mailbox.id]);
      const tree = await readFolders(tx, tenant.tenantId, opened.mailbox.id);
      const result = await work({ ...context, db: tx }, opened, tree);
      const isDone = typeof result !== 'object' || result === null || !('reason' in result);
      if (isDone) await auditMail(tx, context, opened, 'Change mail folders');
      return result;
    });
  } catch (error) {
    if (isDuplicate(error)) return { reason: 'folderExists', displayName };
    throw error;
  }
}

/** A name that no folder below another has. */
function freeName(name: string, tree: readonly FolderRow[], parentId: string): string {
  const taken = new Set(
    tree.filter((folder) => folder.parentId === parentId).map(({ displayName }) => displayName.toLowerCase()),
  );
  for (let no = 2, free = name; ; no += 1) {
    if (!taken.has(free.toLowerCase())) return free;
    free = `${name} (${no})`;
  }
}
