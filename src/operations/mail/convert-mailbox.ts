import { effectivePlans, workloadsOf } from '../../domain/licensing/profile.ts';
import { type LicenseNeed, licenseNeeds, refuseConversion } from '../../domain/mail/conversion.ts';
import type { MailboxRefusal } from '../../domain/mail/mail-refusals.ts';
import { readPaths } from '../../store/assignments.ts';
import { auditChange } from '../../store/audit.ts';
import { currentCatalog } from '../../store/catalog-cache.ts';
import { isOnHold, updateKind } from '../../workloads/exchange/mailbox-rows.ts';
import { type Context, originOf } from '../context.ts';
import { openForChange } from './change-mailbox.ts';

/** What a mailbox has become. */
export interface Converted {
  readonly kind: 'user' | 'shared';
  /** What it needs a license for from now on; empty: none is needed. */
  readonly needsLicenseFor: readonly LicenseNeed[];
}

/**
 * Turns a mailbox into a shared one, which needs no license below its free size, or back into one person's (T-9). The
 * license is only taken afterwards: a mailbox must be licensed while it is converted (R-US-11).
 */
export async function convertMailbox(
  context: Context,
  userId: string,
  kind: 'user' | 'shared',
): Promise<MailboxRefusal | Converted> {
  const { db, tenant } = context;
  const { tenantId } = tenant;
  return db.transaction<MailboxRefusal | Converted>(async (tx) => {
    const mailbox = await openForChange({ ...context, db: tx }, userId, ['manageMailboxes']);
    if ('reason' in mailbox) return mailbox;
    const catalog = await currentCatalog(tx);
    const workloads = workloadsOf(effectivePlans(await readPaths(tx, tenantId, userId), catalog), catalog);
    const facts = {
      kind: mailbox.kind,
      isLicensed: workloads.has('exchange'),
      sizeBytes: mailbox.sizeBytes,
      freeBytes: tenant.settings.sharedMailboxQuotaGB * 1024 ** 3,
      isOnHold: await isOnHold(tx, tenantId, mailbox.id),
    };
    const refusal = refuseConversion(facts, kind);
    if (refusal) return refusal;
    await updateKind(tx, tenantId, mailbox.id, kind);
    await auditChange(
      tx,
      tenantId,
      {
        activity: kind === 'shared' ? 'Convert to shared mailbox' : 'Convert to user mailbox',
        targetType: 'Mailbox',
        targetId: userId,
        targetName: mailbox.displayName,
        before: { kind: mailbox.kind },
        after: { kind },
      },
      originOf(context),
    );
    return { kind, needsLicenseFor: kind === 'shared' ? licenseNeeds(facts) : [] };
  });
}
