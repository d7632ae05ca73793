import { newId } from '../../base/id.ts';
import { addressKey, domainOf } from '../../domain/mail/addresses.ts';
import { automaticReply } from '../../domain/mail/automatic-replies.ts';
import { type BounceReason, refuseRecipient } from '../../domain/mail/delivery.ts';
import { NO_AUTOMATIC_REPLIES } from '../../domain/mail/mailbox-settings.ts';
import type { MailboxQuota } from '../../domain/mail/quota.ts';
import { readDomains } from '../../store/tenants.ts';
import { storeContent } from '../../workloads/content/content.ts';
import { ensureFolders } from '../../workloads/exchange/folders.ts';
import { readQuotas } from '../../workloads/exchange/mailbox-room.ts';
import {
  type AddressOwner,
  findAddressOwners,
  lockMailboxes,
  type MailboxRow,
  noteAutomaticReplies,
  readForwarding,
  readMailboxes,
} from '../../workloads/exchange/mailbox-rows.ts';
import { attachmentFacts, insertMessages } from '../../workloads/exchange/messages.ts';
import { type ReadMessage, readMime } from '../../workloads/exchange/read-mime.ts';
import type { Context } from '../context.ts';
import { bounceOf, replyOf } from './report-mail.ts';

/** What delivery needs to know; it asks for no right, since whoever calls has. */
export type MailContext = Pick<Context, 'db' | 'tenant' | 'now'>;

/** Whom a message is from and for on its way, whatever its head says. */
export interface Envelope {
  /** Who gets told when it can't be delivered; null: nobody, as for reports and automatic replies. */
  readonly sender: string | null;
  readonly recipients: readonly string[];
}

/** An address that took no mail, and why. */
export interface Bounced {
  readonly address: string;
  readonly reason: BounceReason;
}

export interface Delivery {
  /** Addresses whose mail was taken, in their own mailbox or in the one that it is forwarded to. */
  readonly delivered: readonly string[];
  readonly bounced: readonly Bounced[];
}

/** Steps of forwarding that are followed. */
const LONGEST_WAY = 10;

/**
 * Delivers a message within the tenant: into each active mailbox with room, or on to where that forwards its mail.
 * What can't be delivered comes back to the sender as a report that says why; who has automatic replies on replies.
 * All of it is done or nothing. An exception where the bytes are no message: whoever calls has read them.
 */
export async function deliverMail(context: MailContext, envelope: Envelope, raw: Buffer): Promise<Delivery> {
  const read = await readMime(raw);
  if (!read) throw new Error('What is to be delivered is no message.');
  return context.db.transaction((tx) => deliverRead({ ...context, db: tx }, envelope, raw, read));
}

async function deliverRead(
  context: MailContext,
  { sender, recipients }: Envelope,
  raw: Buffer,
  read: ReadMessage,
): Promise<Delivery> {
  const { db, tenant } = context;
  const { tenantId } = tenant;
  const senderKey = sender === null ? null : addressKey(sender);
  const keys = [...new Set(recipients.map(addressKey))];
  const domains = await readDomains(db, tenantId);
  const routes = await findRoutes(context, senderKey === null ? keys : [...keys, senderKey]);
  // The sender's mailbox is locked along, as a report or a reply may go there: whoever locks, locks all at once.
  const mailboxes = new Map((await lockMailboxes(db, tenantId, routes.mailboxIds)).map((row) => [row.id, row]));
  const quotas = await readQuotas(db, tenant, [...mailboxes.values()]);
  const places = new Set<string>();
  const delivered: { address: string; mailbox: MailboxRow }[] = [];
  const bounced: Bounced[] = [];
  for (const address of keys) {
    const owner = routes.owners.get(address);
    const mailbox = owner?.mailboxId ? mailboxes.get(owner.mailboxId) : undefined;
    const isInside = domains.includes(domainOf(address));
    const state = mailbox?.state ?? owner?.state ?? null;
    const refusal = refuseRecipient({ isInside, isPerson: owner !== undefined, state });
    if (!mailbox || refusal !== undefined) {
      bounced.push({ address, reason: refusal ?? 'noMailbox' });
      continue;
    }
    const way = settle(mailbox, raw.length, { ...routes, mailboxes, quotas });
    if (typeof way === 'string') bounced.push({ address, reason: way });
    else {
      for (const id of way) places.add(id);
      delivered.push({ address, mailbox });
    }
  }
  if (places.size > 0) await store(context, [...places], raw, read);
  if (senderKey !== null) {
    const isFromInside = domains.includes(domainOf(senderKey));
    const taken = delivered.map(({ mailbox }) => mailbox);
    await reply(context, { sender: senderKey, isFromInside }, taken, read);
    if (bounced.length > 0)
      await deliverAgain(context, senderKey, await bounceOf(context, senderKey, bounced, raw, read));
  }
  return { delivered: delivered.map(({ address }) => address), bounced };
}

/** Sends the automatic replies that are due, once to each sender. */
async function reply(
  context: MailContext,
  from: { readonly sender: string; readonly isFromInside: boolean },
  mailboxes: readonly MailboxRow[],
  read: ReadMessage,
): Promise<void> {
  const { db, tenant, now } = context;
  const due = mailboxes.flatMap((mailbox) => {
    const settings = mailbox.settings.automaticRepliesSetting ?? NO_AUTOMATIC_REPLIES;
    const text = automaticReply(settings, { ...from, isAutomatic: read.isAutomatic }, now);
    return text === undefined ? [] : [{ mailbox, text }];
  });
  if (due.length === 0) return;
  const ids = due.map(({ mailbox }) => mailbox.id);
  const first = await noteAutomaticReplies(db, tenant.tenantId, ids, from.sender, new Date(now));
  for (const { mailbox, text } of due.filter(({ mailbox: { id } }) => first.includes(id))) {
    await deliverAgain(context, from.sender, await replyOf(context, mailbox, from.sender, text, read));
  }
}

/** Reports and replies are answered by nothing: their envelope has no sender. */
async function deliverAgain(context: MailContext, recipient: string, raw: Buffer): Promise<void> {
  const read = await readMime(raw);
  if (read) await deliverRead(context, { sender: null, recipients: [recipient] }, raw, read);
}

interface Routes {
  readonly owners: ReadonlyMap<string, AddressOwner>;
  /** Where a mailbox forwards to, by mailbox. */
  readonly forwards: ReadonlyMap<string, string>;
  readonly mailboxIds: readonly string[];
}

/** Who answers to the addresses, and every mailbox that forwarding may lead to from there. */
async function findRoutes({ db, tenant }: MailContext, addresses: readonly string[]): Promise<Routes> {
  const owners = await findAddressOwners(db, tenant.tenantId, addresses);
  const mailboxIds = new Set<string>();
  const forwards = new Map<string, string>();
  let reached = [...owners.values()].flatMap(({ mailboxId }) => mailboxId ?? []);
  for (let step = 0; reached.length > 0 && step < LONGEST_WAY; step += 1) {
    for (const id of reached) mailboxIds.add(id);
    const targets = await readForwarding(db, tenant.tenantId, reached);
    const found = await findAddressOwners(db, tenant.tenantId, [...new Set([...targets.values()].map(addressKey))]);
    for (const [id, address] of targets) {
      const target = found.get(addressKey(address))?.mailboxId;
      if (target) forwards.set(id, target);
    }
    reached = [...new Set(reached.flatMap((id) => forwards.get(id) ?? []))].filter((id) => !mailboxIds.has(id));
  }
  return { owners, forwards, mailboxIds: [...mailboxIds] };
}

/**
 * Where a message for a mailbox comes to lie: there, where it is forwarded to, or both; or why nowhere. What can't be
 * forwarded, because the other mailbox takes nothing or the way leads back, stays where it came in.
 */
function settle(
  mailbox: MailboxRow,
  size: number,
  world: {
    readonly forwards: ReadonlyMap<string, string>;
    readonly mailboxes: ReadonlyMap<string, MailboxRow>;
    readonly quotas: ReadonlyMap<string, MailboxQuota>;
  },
  passed: ReadonlySet<string> = new Set(),
): string[] | BounceReason {
  if (mailbox.state !== 'active') return 'licenseLost';
  const hasSpace = mailbox.sizeBytes + size <= (world.quotas.get(mailbox.id)?.bytes ?? 0);
  const here: string[] | BounceReason = hasSpace ? [mailbox.id] : 'overQuota';
  const target = world.mailboxes.get(world.forwards.get(mailbox.id) ?? '');
  const way = new Set([...passed, mailbox.id]);
  if (!target || way.has(target.id)) return here;
  const there = settle(target, size, world, way);
  if (typeof there === 'string') return here;
  return mailbox.forwardKeepsCopy && typeof here !== 'string' ? [...here, ...there] : there;
}

async function store(
  context: MailContext,
  mailboxIds: readonly string[],
  raw: Buffer,
  read: ReadMessage,
): Promise<void> {
  const { db, tenant, now } = context;
  const content = await storeContent(db, tenant.tenantId, raw);
  const folders = await ensureFolders(db, tenant.tenantId, mailboxIds);
  const at = new Date(now);
  await insertMessages(
    db,
    tenant.tenantId,
    mailboxIds.flatMap((mailboxId) => {
      const folderId = folders.get(mailboxId)?.inbox;
      if (folderId === undefined) return [];
      const what = {
        id: newId(),
        contentHash: content.hash,
        size: content.size,
        read,
        attachments: attachmentFacts(read),
      };
      return [{ mailboxId, folderId, ...what, receivedAt: at, at, isRead: false, isDraft: false }];
    }),
  );
}

/** Why an address would take no mail of a size now, if it would not: what a mail program asks before it sends any. */
export async function refuseAddress(
  context: MailContext,
  address: string,
  size: number,
): Promise<BounceReason | undefined> {
  const { db, tenant } = context;
  const key = addressKey(address);
  const [domains, routes] = await Promise.all([readDomains(db, tenant.tenantId), findRoutes(context, [key])]);
  const owner = routes.owners.get(key);
  const isInside = domains.includes(domainOf(key));
  const refusal = refuseRecipient({ isInside, isPerson: owner !== undefined, state: owner?.state ?? null });
  if (refusal !== undefined || !owner?.mailboxId) return refusal;
  const rows = await readMailboxes(db, tenant.tenantId, routes.mailboxIds);
  const mailboxes = new Map(rows.map((row) => [row.id, row]));
  const mailbox = mailboxes.get(owner.mailboxId);
  const quotas = await readQuotas(db, tenant, [...mailboxes.values()]);
  const way = mailbox ? settle(mailbox, size, { ...routes, mailboxes, quotas }) : 'noMailbox';
  return typeof way === 'string' ? way : undefined;
}
