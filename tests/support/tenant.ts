import type { FastifyInstance } from 'fastify';
import { newId } from '../../src/base/id.ts';
import { secretBox } from '../../src/base/secret-box.ts';
import { hashSecret } from '../../src/base/secrets.ts';
import { sql } from '../../src/base/sql.ts';
import type { Clock } from '../../src/base/time.ts';
import { DEFAULT_ACCESS_SETTINGS } from '../../src/domain/access/access-settings.ts';
import { ROLES, type RoleName } from '../../src/domain/access/roles.ts';
import { shippedCatalog } from '../../src/domain/commerce/shipped-catalog.ts';
import { foldName } from '../../src/domain/directory/fold-name.ts';
import type { Tenant } from '../../src/domain/directory/tenant.ts';
import { DEFAULT_SETTINGS } from '../../src/domain/retention/settings.ts';
import type { Context } from '../../src/operations/context.ts';
import { buildApp } from '../../src/server/app.ts';
import { insertApp } from '../../src/store/apps.ts';
import { writeCatalog } from '../../src/store/catalog.ts';
import type { DatabasePool } from '../../src/store/database.ts';
import { refreshSeats } from '../../src/store/seats.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { openForLicensed } from '../../src/workloads/licensed-people.ts';
import { freshDatabase } from './database.ts';

/** Products that stories are told with. */
export const SKU = {
  e1: '18181a46-0d4e-45cd-891e-60aabd171b4e',
  e3: '6fd2c87f-b296-42f0-b197-1e91e994b900',
  e5: '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
  exchangePlan1: '4b9405b0-7788-4568-add1-99614e613b69',
  powerBi: 'f8a1db68-be16-40ed-86d5-cb42ce701560',
  phone: 'e43b5b99-8dfb-405f-9987-dc307f34bcbd',
  project: '53818b1b-4a27-454b-8896-0dba576410e6',
  visio: 'c5928f49-12ba-48f7-ada3-0d743a3601d5',
} as const;

/** The moment at which the stories are told. */
export const NOW = Date.parse('2026-03-01T09:00:00Z');

/** The key that secrets of test tenants are encrypted with. */
export const TEST_SECRETS = secretBox([Buffer.alloc(32, 7)]);

export interface TestTenant {
  readonly db: DatabasePool;
  readonly tenant: Tenant;
  readonly app: FastifyInstance;
  /** What operations are called with; the clock stands at NOW. */
  readonly context: Context;
  /** Adds a person; the user principal name is made of the name. */
  user(
    name: string,
    traits?: { location?: string | null; department?: string; held?: boolean; enabled?: boolean },
  ): Promise<string>;
  /** Owns seats of a product. */
  own(skuId: string, quantity: number, traits?: { state?: string; purchaser?: string }): Promise<void>;
  /** A group that gives a product to people, worked out as the directory does. */
  group(name: string, skuId: string, userIds: readonly string[], disabledPlans?: readonly string[]): Promise<string>;
  /** Gives a role to a person. */
  role(userId: string, role: RoleName): Promise<void>;
  /** A token of an app with these roles. */
  token(...roles: readonly RoleName[]): Promise<string>;
  close(): Promise<void>;
}

/** An empty tenant with the shipped catalog in a database of its own, and a server for it. */
export async function testTenant(clock: Clock = { now: () => NOW }): Promise<TestTenant> {
  const db = await freshDatabase();
  const tenant: Tenant = {
    tenantId: newId(),
    displayName: 'Test',
    defaultDomain: 'test.example',
    cloud: 'worldwide',
    kind: 'sandbox',
    country: 'FR',
    language: 'en',
    timeZone: 'Europe/Paris',
    currency: 'EUR',
    clockOffsetMs: 0,
    settings: DEFAULT_SETTINGS,
    access: DEFAULT_ACCESS_SETTINGS,
    createdAt: new Date(NOW),
  };
  await writeCatalog(db, shippedCatalog());
  await insertTenant(db, tenant);
  const app = await buildApp({ db, secrets: TEST_SECRETS, clock });
  const { tenantId } = tenant;
  return {
    db,
    tenant,
    app,
    context: {
      secrets: TEST_SECRETS,
      db: db.ofTenant(tenantId),
      tenant,
      principal: { kind: 'operator', id: null, name: 'tester', tenantId, roleIds: [], permissions: [] },
      channel: 'api',
      requestId: null,
      now: NOW,
    },
    user: async (name, { location = 'FR', department, held = false, enabled = true } = {}) => {
      const id = newId();
      const upn = `${name.toLowerCase()}@${tenant.defaultDomain}`;
      await db.query(sql`
        insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, mail, usage_location, department,
          account_enabled, litigation_hold_at, created_at)
        values (${tenantId}, ${id}, ${upn}, ${upn}, ${name}, ${foldName(name)}, ${upn}, ${location}, ${department ?? null}, ${enabled},
          ${held ? new Date(NOW) : null}, ${new Date(NOW)})`);
      return id;
    },
    own: async (skuId, quantity, { state = 'active', purchaser } = {}) => {
      await db.query(sql`
        insert into subscription (tenant_id, id, sku_id, quantity, state, channel, term, purchaser_id, starts_at, created_at)
        values (${tenantId}, ${newId()}, ${skuId}, ${quantity}, ${state}, ${purchaser ? 'selfServicePurchase' : 'direct'}, 'annual',
          ${purchaser ?? null}, ${new Date(NOW)}, ${new Date(NOW)})`);
      await refreshSeats(db, tenantId);
    },
    group: async (name, skuId, userIds, disabledPlans = []) => {
      const id = newId();
      await db.query(sql`
        insert into groups (tenant_id, id, display_name, created_at) values (${tenantId}, ${id}, ${name}, ${new Date(NOW)})`);
      await db.query(sql`
        insert into group_license (tenant_id, group_id, sku_id, disabled_plans) values (${tenantId}, ${id}, ${skuId}, ${disabledPlans}::uuid[])`);
      await db.query(sql`
        insert into group_member (tenant_id, group_id, user_id) select ${tenantId}, ${id}, unnest(${userIds}::uuid[])`);
      await db.query(sql`
        insert into assignment (tenant_id, user_id, sku_id, source, disabled_plans, updated_at)
        select ${tenantId}, unnest(${userIds}::uuid[]), ${skuId}, ${id}, ${disabledPlans}::uuid[], ${new Date(NOW)}`);
      const gained = await db.query(sql`
        insert into holding (tenant_id, user_id, sku_id, sort_key)
        select ${tenantId}, u.id, ${skuId}, u.sort_key from users u where u.tenant_id = ${tenantId} and u.id = any(${userIds}::uuid[])
        on conflict do nothing returning 1`);
      await db.query(sql`
        update subscribed_sku set consumed = consumed + ${gained.length} where tenant_id = ${tenantId} and sku_id = ${skuId}`);
      await openForLicensed(db, tenantId, new Date(NOW));
      return id;
    },
    role: async (userId, role) => {
      await db.query(sql`
        insert into role_assignment (tenant_id, principal_id, role_template_id) values (${tenantId}, ${userId}, ${ROLES[role].id})`);
    },
    token: async (...roles) => {
      const id = newId();
      const roleIds = roles.map((role) => ROLES[role].id);
      await insertApp(db, tenantId, {
        id,
        displayName: 'Script',
        secretHash: hashSecret('secret'),
        permissions: [],
        roleIds,
        disabled: false,
      });
      const response = await app.inject({
        method: 'POST',
        url: `/${tenantId}/oauth2/v2.0/token`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: id,
          client_secret: 'secret',
          scope: 'https://graph.microsoft.com/.default',
        }).toString(),
      });
      return response.json<{ access_token: string }>().access_token;
    },
    close: async () => {
      await app.close();
      await db.close();
    },
  };
}
