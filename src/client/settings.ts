import type { Client } from './client.ts';

/** How long data is kept after access is lost, in days, and by which rules. */
export interface RetentionSettings {
  readonly mailboxDisconnectDays: number;
  readonly delicenseDelayEnabled: boolean;
  readonly delicenseDelayDays: number;
  readonly oneDriveUnlicensedRule: '2021' | '2025';
  readonly oneDriveReadOnlyDay: number;
  readonly oneDriveArchiveDay: number;
  readonly officeOfflineDays: number;
  readonly userSoftDeleteDays: number;
  readonly oneDriveRetentionDays: number;
}

/** Who gets in, who must agree, and how long the audit log is kept. */
export interface AccessSettings {
  readonly sessionIdleMinutes: number;
  readonly sessionHours: number;
  readonly administratorsNeedSecondFactor: boolean;
  /** null: a removal never needs a second administrator. */
  readonly approvalAbove: number | null;
  readonly purgeNeedsApproval: boolean;
  /** null: for ever. */
  readonly auditRetentionDays: number | null;
  readonly signInAs: boolean;
}

export interface TenantTraits {
  readonly displayName: string;
  readonly defaultDomain: string;
  readonly cloud: string;
  readonly country: string;
  readonly language: string;
  readonly timeZone: string;
  readonly currency: string;
}

export interface TenantDetails extends TenantTraits {
  readonly tenantId: string;
  readonly kind: 'sandbox' | 'production';
  readonly domains: readonly string[];
  readonly settings: RetentionSettings;
  readonly settingDefaults: RetentionSettings;
  readonly settingRanges: Readonly<Partial<Record<string, { readonly min: number; readonly max: number }>>>;
  readonly access: AccessSettings;
}

/** The tenant and its choices. All of it throws ApiError where the server refuses. */
export interface SettingsCalls {
  tenant(): Promise<TenantDetails>;
  changeTenant(
    change: Partial<TenantTraits> & { readonly settings?: Partial<RetentionSettings> },
  ): Promise<TenantDetails>;
  changeAccess(change: Partial<AccessSettings>): Promise<AccessSettings>;
}

/** The settings calls of a server. */
export function settingsCalls(client: Client): SettingsCalls {
  return {
    tenant: () => client.get('/api/tenant'),
    changeTenant: (change) => client.send('PATCH', '/api/tenant', change),
    changeAccess: (change) => client.send('PATCH', '/api/settings', change),
  };
}
