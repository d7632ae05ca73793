import { sql } from '../base/sql.ts';
import { type AccessSettings, DEFAULT_ACCESS_SETTINGS } from '../domain/access/access-settings.ts';
import type { Tenant } from '../domain/directory/tenant.ts';
import { DEFAULT_SETTINGS, type RetentionSettings } from '../domain/retention/settings.ts';
import type { Database } from './database.ts';

const COLUMNS = `tenant_id as "tenantId", display_name as "displayName", default_domain as "defaultDomain", cloud, kind,
  country, language, time_zone as "timeZone", currency, clock_offset_ms as "clockOffsetMs", settings,
  access_settings as access, created_at as "createdAt"`;

type Row = Omit<Tenant, 'settings' | 'access'> & {
  settings: Partial<RetentionSettings>;
  access: Partial<AccessSettings>;
};

/** All tenants, by name. */
export async function readTenants(db: Database): Promise<Tenant[]> {
  return (
    await db.query<Row>({ text: `select ${COLUMNS} from tenant order by display_name, tenant_id`, values: [] })
  ).map(tenantOf);
}

/** The tenant with this id or with this domain, in any case. */
export async function findTenant(db: Database, idOrDomain: string): Promise<Tenant | undefined> {
  const [row] = await db.query<Row>({
    name: 'tenant-by-name',
    text: `select ${COLUMNS} from tenant where tenant_id::text = lower($1)
      or tenant_id in (select d.tenant_id from tenant_domain d where d.name = lower($1))
      order by created_at, tenant_id limit 1`,
    values: [idOrDomain],
  });
  return row && tenantOf(row);
}

/** Adds a tenant with its first domain. */
export async function insertTenant(tx: Database, tenant: Tenant): Promise<void> {
  await tx.query(sql`
    insert into tenant (tenant_id, display_name, default_domain, cloud, kind, country, language, time_zone, currency, access_settings, created_at)
    values (${tenant.tenantId}, ${tenant.displayName}, ${tenant.defaultDomain}, ${tenant.cloud}, ${tenant.kind},
      ${tenant.country}, ${tenant.language}, ${tenant.timeZone}, ${tenant.currency}, ${JSON.stringify(differing(tenant.access))}, ${tenant.createdAt})`);
  await tx.query(sql`
    insert into tenant_domain (tenant_id, name, is_default) values (${tenant.tenantId}, lower(${tenant.defaultDomain}), true)`);
  await tx.query(sql`insert into audit_chain (tenant_id) values (${tenant.tenantId})`);
}

/** The verified domains of a tenant, lower case, the default first. */
export async function readDomains(db: Database, tenantId: string): Promise<string[]> {
  const rows = await db.query<{ name: string }>(sql`
    select name from tenant_domain where tenant_id = ${tenantId} order by is_default desc, name`);
  return rows.map(({ name }) => name);
}

/** Changes some of a tenant's choices about access; what is left out stays. */
export async function updateAccessSettings(
  tx: Database,
  tenantId: string,
  change: Partial<AccessSettings>,
): Promise<void> {
  await tx.query(sql`
    update tenant set access_settings = access_settings || ${JSON.stringify(change)}::jsonb where tenant_id = ${tenantId}`);
}

/** What of a tenant can be changed after it was made. */
export type TenantChange = Partial<
  Pick<Tenant, 'displayName' | 'defaultDomain' | 'cloud' | 'country' | 'language' | 'timeZone' | 'currency'>
> & { readonly settings?: Partial<RetentionSettings> };

/** Changes some of a tenant's traits; what is left out stays. A default domain must be one of the tenant's. */
export async function updateTenant(tx: Database, tenantId: string, change: TenantChange): Promise<void> {
  const { displayName, defaultDomain, cloud, country, language, timeZone, currency, settings = {} } = change;
  await tx.query(sql`
    update tenant set display_name = coalesce(${displayName ?? null}, display_name),
      default_domain = coalesce(${defaultDomain ?? null}, default_domain), cloud = coalesce(${cloud ?? null}, cloud),
      country = coalesce(${country ?? null}, country), language = coalesce(${language ?? null}, language),
      time_zone = coalesce(${timeZone ?? null}, time_zone), currency = coalesce(${currency ?? null}, currency),
      settings = settings || ${JSON.stringify(settings)}::jsonb
    where tenant_id = ${tenantId}`);
  if (defaultDomain !== undefined) {
    await tx.query(sql`
      update tenant_domain set is_default = (name = ${defaultDomain}) where tenant_id = ${tenantId}`);
  }
}

/** Puts a sandbox's clock so far before the machine's. */
export async function setClock(tx: Database, tenantId: string, offsetMs: number): Promise<void> {
  await tx.query(
    sql`update tenant set clock_offset_ms = ${offsetMs} where tenant_id = ${tenantId} and kind = 'sandbox'`,
  );
}

/** Only what differs is kept, so that a better default reaches those who said nothing. */
function differing(access: AccessSettings): Partial<AccessSettings> {
  const defaults: Readonly<Record<string, unknown>> = { ...DEFAULT_ACCESS_SETTINGS };
  return Object.fromEntries(Object.entries(access).filter(([name, value]) => value !== defaults[name]));
}

function tenantOf(row: Row): Tenant {
  return {
    ...row,
    settings: { ...DEFAULT_SETTINGS, ...row.settings },
    access: { ...DEFAULT_ACCESS_SETTINGS, ...row.access },
  };
}
