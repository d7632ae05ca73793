/** Day counts and choices that a tenant may change. Each default is the documented value, its source beside it. */
export interface RetentionSettings {
  /** Mail is kept this long after the last Exchange plan is gone (admin help "Unassign licenses", T-1). */
  readonly mailboxDisconnectDays: number;
  /** Off by default; when on, mail works this much longer before the days above begin (delicensing resiliency, T-1). */
  readonly delicenseDelayEnabled: boolean;
  readonly delicenseDelayDays: number;
  /** 2021: files of an unlicensed person stay. 2025: read-only, then archived (OneDrive, unlicensed accounts; T-3). */
  readonly oneDriveUnlicensedRule: '2021' | '2025';
  readonly oneDriveReadOnlyDay: number;
  readonly oneDriveArchiveDay: number;
  /** An activated Office app works this long without a connection (Microsoft 365 Apps licensing overview, T-4). */
  readonly officeOfflineDays: number;
  /** A deleted person can be restored this long (Delete a user, T-6). */
  readonly userSoftDeleteDays: number;
  /** A mailbox whose deleted person was deleted for good by hand is kept this much longer (Delete or restore mailboxes, T-6). */
  readonly mailboxSoftDeletedDays: number;
  /** A mailbox counts as on hold so long after its last hold was lifted (Identify a hold on a mailbox, T-2). */
  readonly delayHoldDays: number;
  /** An inactive mailbox is kept this long after its last hold is gone (Delete an inactive mailbox, T-7). */
  readonly inactiveReleaseDays: number;
  /** A shared mailbox needs no license up to this size, in GB (Convert to a shared mailbox, T-9). */
  readonly sharedMailboxQuotaGB: number;
  /** OneDrive of a deleted person, from the day of deletion (Set the OneDrive retention, T-6). */
  readonly oneDriveRetentionDays: number;
  /** Whoever was given access is reminded so many days before that ends (OneDrive retention and deletion, T-6). */
  readonly oneDriveReminderDaysBefore: number;
  /** Files wait in the site recycle bin this long (OneDrive retention and deletion, T-6). */
  readonly oneDriveBinDays: number;
  /** Archived files are paid for. If not, those that nothing holds go to the recycle bin instead (unlicensed accounts, T-3). */
  readonly oneDriveArchiveBilling: boolean;
  /** Announced for 2026, off by default: archived files are deleted so many days after the license was lost (T-3). */
  readonly oneDriveArchiveDeleteEnabled: boolean;
  readonly oneDriveArchiveDeleteDays: number;
  /** An archive that was opened again stays open this long (unlicensed accounts, T-21). */
  readonly oneDriveReactivatedDays: number;
}

export const DEFAULT_SETTINGS: RetentionSettings = {
  mailboxDisconnectDays: 30,
  delicenseDelayEnabled: false,
  delicenseDelayDays: 30,
  oneDriveUnlicensedRule: '2025',
  oneDriveReadOnlyDay: 60,
  oneDriveArchiveDay: 93,
  officeOfflineDays: 30,
  userSoftDeleteDays: 30,
  mailboxSoftDeletedDays: 30,
  delayHoldDays: 30,
  inactiveReleaseDays: 183,
  sharedMailboxQuotaGB: 50,
  oneDriveRetentionDays: 30,
  oneDriveReminderDaysBefore: 7,
  oneDriveBinDays: 93,
  oneDriveArchiveBilling: true,
  oneDriveArchiveDeleteEnabled: false,
  oneDriveArchiveDeleteDays: 365,
  oneDriveReactivatedDays: 30,
};

/** The least and the most of each day count. OneDrive's retention is the documented 30 to 3650 days (T-6). */
export const RETENTION_RANGES = {
  mailboxDisconnectDays: { min: 1, max: 3650 },
  delicenseDelayDays: { min: 1, max: 3650 },
  oneDriveReadOnlyDay: { min: 1, max: 3649 },
  oneDriveArchiveDay: { min: 2, max: 3650 },
  officeOfflineDays: { min: 1, max: 3650 },
  userSoftDeleteDays: { min: 1, max: 3650 },
  mailboxSoftDeletedDays: { min: 1, max: 3650 },
  delayHoldDays: { min: 1, max: 3650 },
  inactiveReleaseDays: { min: 1, max: 3650 },
  sharedMailboxQuotaGB: { min: 1, max: 10_000 },
  oneDriveRetentionDays: { min: 30, max: 3650 },
  oneDriveReminderDaysBefore: { min: 1, max: 29 },
  oneDriveBinDays: { min: 1, max: 3650 },
  oneDriveArchiveDeleteDays: { min: 3, max: 36_500 },
  oneDriveReactivatedDays: { min: 1, max: 3650 },
} as const satisfies Partial<Record<keyof RetentionSettings, { readonly min: number; readonly max: number }>>;
