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
  /** OneDrive of a deleted person, from the day of deletion (Set the OneDrive retention, T-6). */
  readonly oneDriveRetentionDays: number;
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
  oneDriveRetentionDays: 30,
};

/** The least and the most of each day count. OneDrive's retention is the documented 30 to 3650 days (T-6). */
export const RETENTION_RANGES = {
  mailboxDisconnectDays: { min: 1, max: 3650 },
  delicenseDelayDays: { min: 1, max: 3650 },
  oneDriveReadOnlyDay: { min: 1, max: 3649 },
  oneDriveArchiveDay: { min: 2, max: 3650 },
  officeOfflineDays: { min: 1, max: 3650 },
  userSoftDeleteDays: { min: 1, max: 3650 },
  oneDriveRetentionDays: { min: 30, max: 3650 },
} as const satisfies Partial<Record<keyof RetentionSettings, { readonly min: number; readonly max: number }>>;
