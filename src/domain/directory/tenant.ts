import type { AccessSettings } from '../access/access-settings.ts';
import type { RetentionSettings } from '../retention/settings.ts';

export const CLOUDS = ['worldwide', 'germany', '21vianet', 'usGovernment'] as const;

export interface Tenant {
  readonly tenantId: string;
  readonly displayName: string;
  readonly defaultDomain: string;
  readonly cloud: (typeof CLOUDS)[number];
  readonly kind: 'sandbox' | 'production';
  /** ISO 3166-1 alpha-2 */
  readonly country: string;
  readonly language: string;
  /** IANA name, such as Europe/Paris */
  readonly timeZone: string;
  /** ISO 4217 */
  readonly currency: string;
  /** How far a sandbox's clock runs ahead of the machine's. */
  readonly clockOffsetMs: number;
  readonly settings: RetentionSettings;
  readonly access: AccessSettings;
  readonly createdAt: Date;
}
