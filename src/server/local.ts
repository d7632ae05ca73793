import type { FastifyInstance } from 'fastify';
import { type ConfigFault, readConfig } from '../config.ts';
import type { Tenant } from '../domain/directory/tenant.ts';
import { findTenant, readTenants } from '../store/tenants.ts';
import { buildApp } from './app.ts';
import { openStore, type Store } from './open-store.ts';

export interface LocalStore extends Store {
  /** The server's app for one tenant, working for whoever sits at this machine. */
  appFor(
    tenant: string | undefined,
    operatorName: string,
  ): Promise<{ app: FastifyInstance; tenant: Tenant } | TenantProblem>;
}

export interface TenantProblem {
  readonly problem: 'none' | 'several' | 'unknown';
  readonly tenants: readonly Tenant[];
}

/** Opens the database of this machine's configuration for a command. */
export async function openLocal(
  env: Readonly<Record<string, string | undefined>>,
): Promise<LocalStore | { readonly failure: string } | { readonly faults: readonly ConfigFault[] }> {
  const config = readConfig(env);
  if ('faults' in config) return config;
  const store = await openStore(config, 'client');
  if ('failure' in store) return store;
  return {
    ...store,
    appFor: async (wanted, operatorName) => {
      const tenant = await chooseTenant(store, wanted);
      if ('problem' in tenant) return tenant;
      const operator = {
        kind: 'operator',
        id: null,
        name: operatorName,
        tenantId: tenant.tenantId,
        roleIds: [],
        permissions: [],
      } as const;
      return { app: await buildApp({ db: store.db, secrets: store.secrets, operator, log: true }), tenant };
    },
  };
}

/** The tenant that is meant: the named one, or the only one there is. */
export async function chooseTenant({ db }: Store, wanted: string | undefined): Promise<Tenant | TenantProblem> {
  const tenants = await readTenants(db);
  if (wanted !== undefined) return (await findTenant(db, wanted)) ?? { problem: 'unknown', tenants };
  const [only] = tenants;
  if (only && tenants.length === 1) return only;
  return { problem: tenants.length === 0 ? 'none' : 'several', tenants };
}
