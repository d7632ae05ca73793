import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { sql } from '../base/sql.ts';
import { createSampleTenant } from '../demo/create-sample-tenant.ts';
import { CLOUDS, type Tenant } from '../domain/directory/tenant.ts';
import { ROLES } from '../domain/access/roles.ts';
import { type AppToRegister, registerApp, removeApp, type RegisteredApp } from '../operations/access/register-app.ts';
import type { Context } from '../operations/context.ts';
import { type CatalogImport, importCatalog } from '../operations/import/import-catalog.ts';
import { createTenant, type TenantFault, type TenantToCreate } from '../operations/tenant/create-tenant.ts';
import { readApps } from '../store/apps.ts';
import type { Database } from '../store/database.ts';
import { findTenant, readTenants } from '../store/tenants.ts';

export const CLOUD_NAMES = CLOUDS;

/** What whoever sits at the machine does before there is anybody who could sign in. */
export function operatorContext(db: Database, tenant: Tenant, operatorName: string): Context {
  return {
    db,
    tenant,
    principal: { kind: 'operator', id: null, name: operatorName, tenantId: tenant.tenantId, roleIds: [], permissions: [] },
    channel: 'cli',
    requestId: null,
    now: Date.now() + tenant.clockOffsetMs,
  };
}

/** Registers an app of a tenant. */
export function createApp(db: Database, tenant: Tenant, operatorName: string, app: AppToRegister): Promise<RegisteredApp> {
  return registerApp(operatorContext(db, tenant, operatorName), app);
}

/** Removes an app. Gives whether there was one. */
export function deleteApp(db: Database, tenant: Tenant, operatorName: string, clientId: string): Promise<boolean> {
  return removeApp(operatorContext(db, tenant, operatorName), clientId);
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
export function createEmptyTenant(db: Database, operatorName: string, tenant: TenantToCreate): Promise<Tenant | { readonly wrong: TenantFault }> {
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
