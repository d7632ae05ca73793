import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { SecretBox } from '../base/secret-box.ts';
import { sql } from '../base/sql.ts';
import { createSampleTenant } from '../demo/create-sample-tenant.ts';
import { ROLES } from '../domain/access/roles.ts';
import { CLOUDS, type Tenant } from '../domain/directory/tenant.ts';
import { type AppToRegister, type RegisteredApp, registerApp, removeApp } from '../operations/access/register-app.ts';
import type { Context } from '../operations/context.ts';
import { type CatalogImport, importCatalog } from '../operations/import/import-catalog.ts';
import { type ImportTenantResult, importTenant } from '../operations/import/import-tenant.ts';
import { createTenant, type TenantFault, type TenantToCreate } from '../operations/tenant/create-tenant.ts';
import { type TenantRefusal, tenantOfFolder } from '../operations/tenant/tenant-of-folder.ts';
import { readApps } from '../store/apps.ts';
import type { Database } from '../store/database.ts';
import { lockAdministrators } from '../store/lock.ts';
import { countOtherHolders } from '../store/roles.ts';
import { createSetupLink } from '../store/setup-links.ts';
import { findTenant, readTenants } from '../store/tenants.ts';

export const CLOUD_NAMES = CLOUDS;

/** The database, and the key to what is encrypted in it. */
type Door = { readonly db: Database; readonly secrets: SecretBox };

/** What whoever sits at the machine does before there is anybody who could sign in. */
function operatorContext({ db, secrets }: Door, tenant: Tenant, operatorName: string): Context {
  return {
    db: db.ofTenant(tenant.tenantId),
    secrets,
    tenant,
    principal: {
      kind: 'operator',
      id: null,
      name: operatorName,
      tenantId: tenant.tenantId,
      roleIds: [],
      permissions: [],
    },
    channel: 'cli',
    requestId: null,
    now: Date.now() + tenant.clockOffsetMs,
  };
}

export interface SetupLink {
  readonly tenant: Tenant;
  readonly path: string;
  readonly expiresAt: Date;
}

/** Makes the one-time link of a tenant that nobody administers yet; undefined: somebody does. */
export async function makeSetupLink(db: Database, tenant: Tenant): Promise<SetupLink | undefined> {
  const { tenantId } = tenant;
  const sealed = db.ofTenant(tenantId);
  return sealed.transaction(async (tx) => {
    await lockAdministrators(tx, tenantId);
    if ((await countOtherHolders(tx, tenantId, ROLES.globalAdministrator.id, NOBODY)) > 0) return undefined;
    return { tenant, ...(await createSetupLink(tx, tenantId, null, Date.now())) };
  });
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The links of all production tenants that nobody administers yet; links from before are void. */
export async function makeSetupLinks(db: Database): Promise<SetupLink[]> {
  const links: SetupLink[] = [];
  for (const tenant of await readTenants(db)) {
    const link = tenant.kind === 'production' ? await makeSetupLink(db, tenant) : undefined;
    if (link) links.push(link);
  }
  return links;
}

/** Registers an app of a tenant. */
export function createApp(
  door: Door,
  tenant: Tenant,
  operatorName: string,
  app: AppToRegister,
): Promise<RegisteredApp> {
  return registerApp(operatorContext(door, tenant, operatorName), app);
}

/** Removes an app. Gives whether there was one. */
export function deleteApp(door: Door, tenant: Tenant, operatorName: string, clientId: string): Promise<boolean> {
  return removeApp(operatorContext(door, tenant, operatorName), clientId);
}

export interface ListedApp {
  readonly name: string;
  readonly clientId: string;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

/** The apps of a tenant. */
export async function listApps(db: Database, tenant: Tenant): Promise<ListedApp[]> {
  const roles = new Map<string, string>(Object.values(ROLES).map(({ id, name }) => [id, name]));
  return (await readApps(db, tenant.tenantId)).map(({ id, displayName, roleIds, permissions }) => ({
    name: displayName,
    clientId: id,
    roles: roleIds.map((roleId) => roles.get(roleId) ?? roleId),
    permissions,
  }));
}

/** All tenants with the number of their people. */
export async function listTenants(db: Database): Promise<(Tenant & { people: number })[]> {
  const tenants = await readTenants(db);
  return Promise.all(
    tenants.map(async (tenant) => {
      const [row] = await db.query<{ people: number }>(sql`
        select count(*)::int as people from users where tenant_id = ${tenant.tenantId} and deleted_at is null`);
      return { ...tenant, people: row?.people ?? 0 };
    }),
  );
}

/** Creates an empty tenant. */
export function createEmptyTenant(
  db: Database,
  operatorName: string,
  tenant: TenantToCreate,
): Promise<Tenant | { readonly wrong: TenantFault }> {
  return createTenant(db, operatorName, tenant, Date.now());
}

/** Makes a sample tenant of any size; a second one of the same name and seed is refused. */
export async function createSample(
  db: Database,
  sample: { readonly users: number; readonly seed: number; readonly displayName?: string },
  onProgress: (done: number, total: number) => void,
): Promise<Tenant | { readonly wrong: 'sampleExists' }> {
  try {
    const { tenantId } = await createSampleTenant(db, { ...sample, now: Date.now(), onProgress });
    return (await findTenant(db, tenantId)) ?? { wrong: 'sampleExists' };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23505') return { wrong: 'sampleExists' };
    throw error;
  }
}

/** Adds the products of a file to the catalog. */
export async function importCatalogFile(db: Database, file: Readable): Promise<CatalogImport> {
  return importCatalog(db, await text(file));
}

export type FolderImport = ImportTenantResult | { readonly kind: 'noTenant'; readonly refusal: TenantRefusal };

/**
 * Loads a folder of Graph's answers: into the given tenant, or into the one that the folder itself is about. The
 * tenant is made in the same transaction, so that a refused import leaves none behind.
 */
export async function importTenantFolder(
  { db, secrets }: Door,
  operatorName: string,
  folder: string,
  options: {
    readonly tenant: Tenant | undefined;
    readonly keepGoing: boolean;
    readonly onProgress: (objects: number) => void;
  },
): Promise<FolderImport & { readonly tenant?: Tenant }> {
  const { keepGoing, onProgress } = options;
  let refused: (FolderImport & { readonly tenant?: Tenant }) | undefined;
  try {
    return await db.transaction(async (tx) => {
      const tenant = options.tenant ?? (await tenantOfFolder(tx, folder, Date.now()));
      if ('reason' in tenant) {
        return tenant.reason === 'noOrganization' || tenant.reason === 'domainTaken'
          ? { kind: 'noTenant', refusal: tenant }
          : { kind: 'unreadable', refusal: tenant };
      }
      const context = { ...operatorContext({ db: tx, secrets }, tenant, operatorName), channel: 'import' };
      const result = await importTenant(context, folder, {
        keepGoing,
        onProgress: ({ objects }) => onProgress(objects),
      });
      if (result.kind === 'imported') return { ...result, tenant };
      refused = { ...result, tenant };
      throw new Error('rolled back');
    });
  } catch (error) {
    if (refused) return refused;
    throw error;
  }
}
