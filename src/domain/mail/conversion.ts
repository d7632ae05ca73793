import type { MailboxRefusal } from './mail-refusals.ts';

/** What decides whether a mailbox can be turned into a shared one, or back. */
export interface ConversionFacts {
  readonly kind: 'user' | 'shared';
  /** A license gives the person a mailbox now. */
  readonly isLicensed: boolean;
  readonly sizeBytes: number;
  /** Bytes that a shared mailbox holds without a license. */
  readonly freeBytes: number;
  readonly isOnHold: boolean;
}

/** Why a shared mailbox goes on needing a license. */
export type LicenseNeed = 'size' | 'hold';

/**
 * Why a mailbox can't become of another kind, if it can't: it must be licensed in that moment, whichever way it goes
 * (R-US-11). A shared one needs no license afterwards, one person's does.
 */
export function refuseConversion(
  { kind, isLicensed }: ConversionFacts,
  wanted: 'user' | 'shared',
): MailboxRefusal | undefined {
  if (kind === wanted) return { reason: 'sameKind', kind };
  return isLicensed ? undefined : { reason: 'notLicensed' };
}

/** What a shared mailbox needs a license for all the same: its size, or a hold (SHLIC). */
export function licenseNeeds({ sizeBytes, freeBytes, isOnHold }: ConversionFacts): LicenseNeed[] {
  return [...(sizeBytes > freeBytes ? (['size'] as const) : []), ...(isOnHold ? (['hold'] as const) : [])];
}
