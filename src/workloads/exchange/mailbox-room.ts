import type { ServicePlan } from '../../domain/commerce/catalog.ts';
import type { Tenant } from '../../domain/directory/tenant.ts';
import { effectivePlans } from '../../domain/licensing/profile.ts';
import { type MailboxQuota, mailboxQuota } from '../../domain/mail/quota.ts';
import { readPathsOf } from '../../store/assignments.ts';
import { currentCatalog } from '../../store/catalog-cache.ts';
import type { Database } from '../../store/database.ts';
import type { MailboxRow } from './mailbox-rows.ts';

/** How much each of these mailboxes may hold, by id; set-based. */
export async function readQuotas(
  db: Database,
  tenant: Tenant,
  mailboxes: readonly Pick<MailboxRow, 'id' | 'userId' | 'kind'>[],
): Promise<Map<string, MailboxQuota>> {
  const [catalog, paths] = await Promise.all([
    currentCatalog(db),
    readPathsOf(
      db,
      tenant.tenantId,
      mailboxes.map(({ userId }) => userId),
    ),
  ]);
  return new Map(
    mailboxes.map(({ id, userId, kind }) => {
      const plans = [...effectivePlans(paths.get(userId) ?? [], catalog).keys()];
      const known = plans.flatMap((planId): ServicePlan[] => {
        const plan = catalog.plans.get(planId);
        return plan ? [plan] : [];
      });
      return [id, mailboxQuota(kind, known, tenant.settings)];
    }),
  );
}

/** Whether so many bytes more fit into a mailbox. */
export async function hasRoom(
  db: Database,
  tenant: Tenant,
  mailbox: Pick<MailboxRow, 'id' | 'userId' | 'kind' | 'sizeBytes'>,
  bytes: number,
): Promise<boolean> {
  const quota = (await readQuotas(db, tenant, [mailbox])).get(mailbox.id);
  return mailbox.sizeBytes + bytes <= (quota?.bytes ?? 0);
}
