import { DEFAULT_ACCESS_SETTINGS } from '../../domain/access/access-settings.ts';
import { countryCode } from '../../domain/directory/countries.ts';
import type { Tenant } from '../../domain/directory/tenant.ts';
import { DEFAULT_SETTINGS } from '../../domain/retention/settings.ts';
import type { Database } from '../../store/database.ts';
import { findTenant, insertTenant } from '../../store/tenants.ts';
import { checkOrganization, type GraphOrganization } from '../import/graph-objects.ts';
import { type FolderRefusal, findTenantFiles, readObjects } from '../import/read-tenant-folder.ts';

/** Why a folder's tenant is not found or made. */
export type TenantRefusal =
  | { readonly reason: 'noOrganization' }
  /** Another tenant here has its default domain. */
  | { readonly reason: 'domainTaken'; readonly domain: string };

/**
 * The tenant that a folder of Graph's answers is about: the one with the id of its organization, made as a sandbox
 * where there is none yet.
 */
export async function tenantOfFolder(
  db: Database,
  folder: string,
  now: number,
): Promise<Tenant | FolderRefusal | TenantRefusal> {
  const found = await findTenantFiles(folder);
  if ('reason' in found) return found;
  const file = found.files.find(({ kind }) => kind === 'organization');
  if (!file) return { reason: 'noOrganization' };
  for await (const part of readObjects(file)) {
    if ('refusal' in part) return part.refusal;
    for (const object of part.objects) {
      const checked = checkOrganization(object);
      if ('value' in checked) return (await findTenant(db, checked.value.id)) ?? createSandbox(db, checked.value, now);
    }
  }
  return { reason: 'noOrganization' };
}

async function createSandbox(
  db: Database,
  organization: GraphOrganization,
  now: number,
): Promise<Tenant | TenantRefusal> {
  const domains = organization.verifiedDomains ?? [];
  const domain = (domains.find(({ isDefault }) => isDefault) ?? domains[0])?.name ?? `${organization.id}.example`;
  if (await findTenant(db, domain)) return { reason: 'domainTaken', domain };
  const tenant: Tenant = {
    tenantId: organization.id,
    displayName: organization.displayName,
    defaultDomain: domain,
    cloud: 'worldwide',
    kind: 'sandbox',
    country: countryCode(organization.countryLetterCode ?? '') ?? 'US',
    language: organization.preferredLanguage?.startsWith('fr') ? 'fr' : 'en',
    timeZone: 'UTC',
    currency: 'USD',
    clockOffsetMs: 0,
    settings: DEFAULT_SETTINGS,
    access: DEFAULT_ACCESS_SETTINGS,
    createdAt: new Date(now),
  };
  await insertTenant(db, tenant);
  return tenant;
}
