import { newId } from '../../base/id.ts';
import { DEFAULT_ACCESS_SETTINGS } from '../../domain/access/access-settings.ts';
import { countryCode } from '../../domain/directory/countries.ts';
import { CLOUDS, type Tenant } from '../../domain/directory/tenant.ts';
import { currencyNamed, timeZoneNamed } from '../../domain/directory/tenant-traits.ts';
import { DEFAULT_SETTINGS } from '../../domain/retention/settings.ts';
import { auditChange } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { findTenant, insertTenant } from '../../store/tenants.ts';

export interface TenantToCreate {
  readonly name?: string;
  readonly domain?: string;
  readonly cloud: string;
  readonly production?: boolean;
  readonly country: string;
  readonly tenantLanguage: string;
  readonly timeZone: string;
  readonly currency: string;
}

/** What of a new tenant can't be. */
export type TenantFault =
  | 'tenantName'
  | 'tenantDomain'
  | 'domainTaken'
  | 'tenantCloud'
  | 'tenantCountry'
  | 'tenantTimeZone'
  | 'tenantCurrency';

/** Creates an empty tenant with one domain. */
export async function createTenant(
  db: Database,
  operatorName: string,
  wanted: TenantToCreate,
  now: number,
): Promise<Tenant | { readonly wrong: TenantFault }> {
  const domain = wanted.domain?.trim().toLowerCase() ?? '';
  const cloud = CLOUDS.find((known) => known === wanted.cloud);
  if (!wanted.name?.trim()) return { wrong: 'tenantName' };
  if (!/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(domain)) return { wrong: 'tenantDomain' };
  if (cloud === undefined) return { wrong: 'tenantCloud' };
  const country = countryCode(wanted.country);
  if (country === undefined) return { wrong: 'tenantCountry' };
  const timeZone = timeZoneNamed(wanted.timeZone);
  if (timeZone === undefined) return { wrong: 'tenantTimeZone' };
  const currency = currencyNamed(wanted.currency);
  if (currency === undefined) return { wrong: 'tenantCurrency' };
  return db.transaction(async (tx) => {
    if (await findTenant(tx, domain)) return { wrong: 'domainTaken' };
    const tenant: Tenant = {
      tenantId: newId(),
      displayName: wanted.name?.trim() ?? '',
      defaultDomain: domain,
      cloud,
      kind: wanted.production ? 'production' : 'sandbox',
      country,
      language: wanted.tenantLanguage,
      timeZone,
      currency,
      clockOffsetMs: 0,
      settings: DEFAULT_SETTINGS,
      access: DEFAULT_ACCESS_SETTINGS,
      createdAt: new Date(now),
    };
    await insertTenant(tx, tenant);
    await auditChange(
      tx,
      tenant.tenantId,
      {
        activity: 'Create tenant',
        targetType: 'Tenant',
        targetId: tenant.tenantId,
        targetName: tenant.displayName,
        after: { kind: tenant.kind },
      },
      { actorId: null, actorName: operatorName, channel: 'cli', requestId: null, at: new Date(now) },
    );
    return tenant;
  });
}
