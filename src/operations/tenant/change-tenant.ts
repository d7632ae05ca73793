import { countryCode } from '../../domain/directory/countries.ts';
import { CLOUDS, type Tenant } from '../../domain/directory/tenant.ts';
import { currencyNamed, timeZoneNamed } from '../../domain/directory/tenant-traits.ts';
import { DEFAULT_SETTINGS, RETENTION_RANGES, type RetentionSettings } from '../../domain/retention/settings.ts';
import { auditChange } from '../../store/audit.ts';
import { lockForMany } from '../../store/lock.ts';
import { findTenant, readDomains, type TenantChange, updateTenant } from '../../store/tenants.ts';
import { type Context, originOf } from '../context.ts';

/** What somebody wants of a tenant, as they wrote it; what is left out stays. */
export interface WantedTenant {
  readonly displayName?: string | undefined;
  readonly defaultDomain?: string | undefined;
  readonly cloud?: string | undefined;
  readonly country?: string | undefined;
  readonly language?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly currency?: string | undefined;
  readonly settings?: { readonly [Name in keyof RetentionSettings]?: RetentionSettings[Name] | undefined } | undefined;
}

/** A field that can't be so. Of the settings those whose day count is out of its range or out of order. */
type TenantField = Exclude<keyof WantedTenant, 'settings'> | keyof RetentionSettings;

export type TenantChanged =
  | { readonly kind: 'changed'; readonly tenant: Tenant }
  | { readonly kind: 'wrong'; readonly fields: readonly TenantField[] };

const LANGUAGES = ['en', 'fr'];
const LONGEST_NAME = 256;

/**
 * Changes what a tenant is called, where it is, and how its data is kept. Each acts from the next request on; deadlines
 * that were set before stay as they are. Everything or nothing: one wrong field and none is changed.
 */
export async function changeTenant(context: Context, wanted: WantedTenant): Promise<TenantChanged> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    // Two at once must not each write down the other's values as the ones before.
    await lockForMany(tx, tenantId);
    const tenant = (await findTenant(tx, tenantId)) ?? context.tenant;
    const domains = await readDomains(tx, tenantId);
    const { traits, settings, wrong } = checked(wanted, tenant, domains);
    if (wrong.length > 0) return { kind: 'wrong', fields: wrong };
    const [newTraits, newSettings] = [differing(traits, tenant), differing(settings, tenant.settings)];
    const after = { ...newTraits, ...newSettings };
    if (Object.keys(after).length === 0) return { kind: 'changed', tenant };
    await updateTenant(tx, tenantId, { ...newTraits, settings: newSettings });
    await auditChange(
      tx,
      tenantId,
      {
        activity: 'Update tenant settings',
        targetType: 'Tenant',
        targetId: tenantId,
        targetName: tenant.displayName,
        before: { ...valuesOf(tenant, newTraits), ...valuesOf(tenant.settings, newSettings) },
        after,
      },
      originOf(context),
    );
    return {
      kind: 'changed',
      tenant: { ...tenant, ...newTraits, settings: { ...tenant.settings, ...newSettings } },
    };
  });
}

type Traits = Omit<TenantChange, 'settings'>;

function checked(
  wanted: WantedTenant,
  tenant: Tenant,
  domains: readonly string[],
): { traits: Traits; settings: Partial<RetentionSettings>; wrong: TenantField[] } {
  const meant = {
    displayName: wanted.displayName === undefined ? undefined : nameOf(wanted.displayName),
    defaultDomain: domains.find((name) => name === wanted.defaultDomain?.trim().toLowerCase()),
    cloud: CLOUDS.find((known) => known === wanted.cloud),
    country: wanted.country === undefined ? undefined : countryCode(wanted.country),
    language: LANGUAGES.find((known) => known === wanted.language),
    timeZone: wanted.timeZone === undefined ? undefined : timeZoneNamed(wanted.timeZone),
    currency: wanted.currency === undefined ? undefined : currencyNamed(wanted.currency),
  };
  const names = Object.keys(meant) as (keyof typeof meant)[];
  const wrongTraits = names.filter((name) => wanted[name] !== undefined && meant[name] === undefined);
  const settings = defined(wanted.settings ?? {}) as Partial<RetentionSettings>;
  return { traits: defined(meant) as Traits, settings, wrong: [...wrongTraits, ...wrongSettings(settings, tenant)] };
}

/** Which day counts are out of range; files can't be archived before they are read-only (T-3). */
function wrongSettings(settings: Partial<RetentionSettings>, tenant: Tenant): TenantField[] {
  const names = Object.keys(settings) as (keyof RetentionSettings)[];
  const wrong = names.filter((name) => {
    const [value, range] = [settings[name], RETENTION_RANGES[name as keyof typeof RETENTION_RANGES]];
    if (range === undefined) return typeof value !== typeof DEFAULT_SETTINGS[name];
    return typeof value !== 'number' || !Number.isInteger(value) || value < range.min || value > range.max;
  });
  const { oneDriveReadOnlyDay, oneDriveArchiveDay } = { ...tenant.settings, ...settings };
  const isOutOfOrder =
    (names.includes('oneDriveReadOnlyDay') || names.includes('oneDriveArchiveDay')) &&
    oneDriveArchiveDay <= oneDriveReadOnlyDay;
  return isOutOfOrder && !wrong.includes('oneDriveArchiveDay') ? [...wrong, 'oneDriveArchiveDay'] : wrong;
}

function nameOf(wanted: string): string | undefined {
  const name = wanted.trim();
  return name === '' || name.length > LONGEST_NAME ? undefined : name;
}

function defined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function differing<Values extends object>(values: Values, from: object): Values {
  const known = from as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== known[name])) as Values;
}

function valuesOf(from: object, names: object): object {
  return Object.fromEntries(Object.entries(from).filter(([name]) => name in names));
}
