import type { MailboxState } from '../../domain/compliance/holds.ts';
import type { Tenant } from '../../domain/directory/tenant.ts';
import { type AutomaticReplies, NO_AUTOMATIC_REPLIES } from '../../domain/mail/mailbox-settings.ts';
import type { Database } from '../../store/database.ts';
import { readQuotas } from '../../workloads/exchange/mailbox-room.ts';
import { findMailbox, isOnHold, type MailboxRow } from '../../workloads/exchange/mailbox-rows.ts';

export type { MailboxRow } from '../../workloads/exchange/mailbox-rows.ts';

/** How it stands with a person's mailbox, without anything of what is in it. */
export interface MailboxFacts {
  readonly id: string;
  readonly address: string;
  readonly kind: 'user' | 'shared';
  readonly state: MailboxState;
  readonly stateSince: Date;
  readonly itemCount: number;
  readonly sizeBytes: number;
  readonly quotaBytes: number;
  /** What the plans allow as an archive; null: none. */
  readonly archiveQuotaBytes: number | null;
  readonly onHold: boolean;
  readonly forwardTo: string | null;
  readonly keepCopy: boolean;
  readonly automaticReply: AutomaticReplies;
}

/** How it stands with the mailbox of a person; undefined where there is none. */
export async function readMailboxFacts(
  db: Database,
  tenant: Tenant,
  userId: string,
): Promise<MailboxFacts | undefined> {
  const mailbox = await readMailboxRow(db, tenant.tenantId, userId);
  if (!mailbox) return undefined;
  const [quotas, onHold] = await Promise.all([
    readQuotas(db, tenant, [mailbox]),
    isOnHold(db, tenant.tenantId, mailbox.id),
  ]);
  const quota = quotas.get(mailbox.id);
  const { id, address, kind, state, stateSince, itemCount, sizeBytes, forwardTo, forwardKeepsCopy, settings } = mailbox;
  return {
    id,
    address,
    kind,
    state,
    stateSince,
    itemCount,
    sizeBytes,
    quotaBytes: quota?.bytes ?? 0,
    archiveQuotaBytes: quota?.archiveBytes ?? null,
    onHold,
    forwardTo,
    keepCopy: forwardKeepsCopy,
    automaticReply: settings.automaticRepliesSetting ?? NO_AUTOMATIC_REPLIES,
  };
}

/** The row of a person's mailbox; undefined where there is none. */
export function readMailboxRow(db: Database, tenantId: string, userId: string): Promise<MailboxRow | undefined> {
  return findMailbox(db, tenantId, userId);
}
