import type { ServicePlan } from '../commerce/catalog.ts';
import type { RetentionSettings } from '../retention/settings.ts';

const GB = 1024 ** 3;

/** How much a mailbox may hold. */
export interface MailboxQuota {
  /** Bytes of the mailbox itself. */
  readonly bytes: number;
  /** Bytes of the archive that the plans allow beside it; null: none. */
  readonly archiveBytes: number | null;
}

/**
 * How much a mailbox may hold, by the service plans that work for its person: Kiosk 2 GB, Plan 1 50 GB, Plan 2 100 GB,
 * the largest of several; a shared one without a plan of its own what the
 * tenant's settings say (SHLIC). Without any plan mail still works only while
 * the loss is delayed (delicensing resiliency), and then as it did before: nothing is turned away for its size below
 * what the largest plan holds.
 */
export function mailboxQuota(
  kind: 'user' | 'shared',
  plans: readonly ServicePlan[],
  settings: Pick<RetentionSettings, 'sharedMailboxQuotaGB'>,
): MailboxQuota {
  const sizes = plans.flatMap((plan) => (plan.workloads.includes('exchange') ? [sizeOf(plan)] : []));
  const own = sizes.length > 0 ? Math.max(...sizes) : undefined;
  return {
    bytes: kind === 'shared' ? Math.max(settings.sharedMailboxQuotaGB * GB, own ?? 0) : (own ?? 100 * GB),
    archiveBytes: plans.some(({ workloads }) => workloads.includes('exchangeArchive')) ? 100 * GB : null,
  };
}

/** The plans by what they are called everywhere: EXCHANGE_S_DESKLESS is Kiosk; whoever brings an archive is Plan 2. */
function sizeOf({ name, workloads }: ServicePlan): number {
  if (/DESKLESS|KIOSK/i.test(name)) return 2 * GB;
  return (workloads.includes('exchangeArchive') ? 100 : 50) * GB;
}
