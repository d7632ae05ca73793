import { newId } from '../../base/id.ts';
import type { MailboxRefusal } from '../../domain/mail/mail-refusals.ts';
import { auditChange } from '../../store/audit.ts';
import { storeContents } from '../../workloads/content/content.ts';
import { ensureFolders, insertFolder, readFolders, wellKnownFolder } from '../../workloads/exchange/folders.ts';
import { readQuotas } from '../../workloads/exchange/mailbox-room.ts';
import { lockMailboxes, type MailboxRow } from '../../workloads/exchange/mailbox-rows.ts';
import { attachmentFacts, findKnown, insertMessages, type NewMessage } from '../../workloads/exchange/messages.ts';
import { type ReadMessage, readMime } from '../../workloads/exchange/read-mime.ts';
import { type Context, originOf } from '../context.ts';
import { openForChange } from './change-mailbox.ts';
import { readMbox } from './read-mbox.ts';

/** Why a message of a file was not taken. */
type ImportFault = 'unreadable' | 'tooLarge' | 'overQuota';

export interface ImportReport {
  readonly imported: number;
  /** Messages that stood in the folder already. */
  readonly known: number;
  readonly failed: number;
  /** The first of those that failed; `no` is the place in the file, from 1. */
  readonly failures: readonly { readonly no: number; readonly subject: string | null; readonly fault: ImportFault }[];
}

/** Bytes of the largest message that is taken; the most that Exchange Online can be set to. */
const LARGEST_IMPORTED_BYTES = 150 * 1024 * 1024;
/** Messages, and bytes of them, that are written at once. */
const BATCH = { messages: 100, bytes: 16 * 1024 * 1024 };
const LISTED_FAILURES = 1_000;

interface Waiting {
  readonly no: number;
  readonly raw: Buffer;
  readonly read: ReadMessage;
}

/**
 * Puts the messages of a file (.eml or .mbox) into a folder of somebody's mailbox, which is made if it is missing. What
 * can't be taken is told and the rest taken; what stands in the folder already is left as it is, so that a file may be
 * imported again after a failure. `onProgress` is told bytes.
 */
export async function importMail(
  context: Context,
  userId: string,
  source: AsyncIterable<Uint8Array>,
  { folder, onProgress }: { readonly folder: string; readonly onProgress: (bytes: number) => void },
): Promise<MailboxRefusal | ImportReport> {
  const { db } = context;
  const opened = await db.transaction((tx) => openForImport({ ...context, db: tx }, userId, folder));
  if ('reason' in opened) return opened;
  const report = { imported: 0, known: 0, failed: 0, failures: [] as ImportReport['failures'][number][] };
  const fail = (no: number, subject: string | null, fault: ImportFault) => {
    report.failed += 1;
    if (report.failures.length < LISTED_FAILURES) report.failures.push({ no, subject, fault });
  };
  let waiting: Waiting[] = [];
  let bytes = 0;
  let no = 0;
  const flush = async () => {
    if (waiting.length > 0) {
      const written = await writeBatch(context, userId, opened, waiting);
      if ('reason' in written) return written;
      report.imported += written.imported;
      report.known += written.known;
      for (const one of written.beyond) fail(one.no, one.read.subject, 'overQuota');
    }
    waiting = [];
    bytes = 0;
    return undefined;
  };
  for await (const part of readMbox(told(source, onProgress), LARGEST_IMPORTED_BYTES)) {
    no += 1;
    const read = 'raw' in part ? await readMime(part.raw) : undefined;
    if (!('raw' in part)) fail(no, null, 'tooLarge');
    else if (!read) fail(no, null, 'unreadable');
    else {
      waiting.push({ no, raw: part.raw, read });
      bytes += part.raw.length;
    }
    const isFull = waiting.length >= BATCH.messages || bytes >= BATCH.bytes;
    const refusal = isFull ? await flush() : undefined;
    if (refusal) return refusal;
  }
  return (await flush()) ?? report;
}

interface Place {
  readonly mailboxId: string;
  readonly folderId: string;
  readonly folderName: string;
}

async function openForImport(context: Context, userId: string, folder: string): Promise<Place | MailboxRefusal> {
  const { db, tenant } = context;
  const { tenantId } = tenant;
  const mailbox = await openForChange(context, userId, ['manageMailboxes']);
  if ('reason' in mailbox) return mailbox;
  const wellKnown = (await ensureFolders(db, tenantId, [mailbox.id])).get(mailbox.id);
  const name = wellKnownFolder(folder);
  const folders = await readFolders(db, tenantId, mailbox.id);
  const found = folders.find(({ id, displayName, parentId, wellKnown: known }) =>
    name === undefined
      ? id === folder.toLowerCase() ||
        (parentId === wellKnown?.msgfolderroot && displayName.toLowerCase() === folder.toLowerCase())
      : known === name,
  );
  if (found) return { mailboxId: mailbox.id, folderId: found.id, folderName: found.displayName };
  const made = { id: newId(), displayName: folder, parentId: wellKnown?.msgfolderroot ?? '', isHidden: false };
  await insertFolder(db, tenantId, mailbox.id, made);
  return { mailboxId: mailbox.id, folderId: made.id, folderName: folder };
}

async function writeBatch(
  context: Context,
  userId: string,
  { mailboxId, folderId, folderName }: Place,
  batch: readonly Waiting[],
): Promise<MailboxRefusal | { imported: number; known: number; beyond: readonly Waiting[] }> {
  const { tenant, now } = context;
  const { tenantId } = tenant;
  type Written = { imported: number; known: number; beyond: readonly Waiting[] };
  return context.db.transaction<MailboxRefusal | Written>(async (tx) => {
    const [mailbox] = await lockMailboxes(tx, tenantId, [mailboxId]);
    if (mailbox?.state !== 'active') return { reason: 'mailboxNotActive' };
    const stored = await storeContents(
      tx,
      tenantId,
      batch.map(({ raw }) => raw),
    );
    const contents = batch.flatMap((one, no) => {
      const content = stored[no];
      return content ? [{ one, ...content }] : [];
    });
    const wanted = contents.map(({ one, hash }) => ({
      internetMessageId: one.read.internetMessageId,
      contentHash: hash,
    }));
    const known = await findKnown(tx, tenantId, mailboxId, folderId, wanted);
    const seen = new Set<string>();
    const fresh = contents.filter(({ one, hash }) => {
      const { internetMessageId } = one.read;
      const key = internetMessageId ?? hash.toString('hex');
      const isKnown = internetMessageId === null ? known.hashes.has(key) : known.ids.has(key);
      const isNew = !isKnown && !seen.has(key);
      seen.add(key);
      return isNew;
    });
    const { taken, beyond } = await withinRoom(context, mailbox, fresh);
    const at = new Date(now);
    const messages = taken.map(
      ({ one: { read }, hash, size }): NewMessage => ({
        mailboxId,
        folderId,
        id: newId(),
        contentHash: hash,
        size,
        read,
        attachments: attachmentFacts(read),
        receivedAt: read.receivedAt ?? read.sentAt ?? at,
        at,
        isRead: wasRead(read),
        isDraft: false,
      }),
    );
    await insertMessages(tx, tenantId, messages);
    const counts = { imported: messages.length, known: contents.length - fresh.length };
    if (messages.length > 0) {
      const target = { targetType: 'Mailbox', targetId: userId, targetName: mailbox.displayName };
      const after = { folder: folderName, imported: messages.length };
      await auditChange(tx, tenantId, { activity: 'Import mail', ...target, after }, originOf(context));
    }
    return { ...counts, beyond: beyond.map(({ one }) => one) };
  });
}

async function withinRoom<One extends { readonly size: number }>(
  { db, tenant }: Context,
  mailbox: MailboxRow,
  messages: readonly One[],
): Promise<{ taken: One[]; beyond: One[] }> {
  const quota = (await readQuotas(db, tenant, [mailbox])).get(mailbox.id)?.bytes ?? 0;
  const taken: One[] = [];
  const beyond: One[] = [];
  let size = mailbox.sizeBytes;
  for (const message of messages) {
    if (size + message.size > quota) beyond.push(message);
    else {
      taken.push(message);
      size += message.size;
    }
  }
  return { taken, beyond };
}

/** What mail programs noted in the file; where they noted nothing it is old mail that somebody has seen. */
function wasRead({ headers }: ReadMessage): boolean {
  const status = headers.find(({ name }) => /^status$/i.test(name))?.value;
  return status === undefined || /r/i.test(status);
}

async function* told(
  source: AsyncIterable<Uint8Array>,
  onProgress: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    onProgress(bytes);
    yield chunk;
  }
}
