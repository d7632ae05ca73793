import { must } from '../../src/base/assert.ts';
import { newId } from '../../src/base/id.ts';
import { sql } from '../../src/base/sql.ts';
import { DEFAULT_ACCESS_SETTINGS } from '../../src/domain/access/access-settings.ts';
import type { Tenant } from '../../src/domain/directory/tenant.ts';
import { type AssignmentState, DIRECT, normalPlans } from '../../src/domain/licensing/profile.ts';
import { DEFAULT_SETTINGS } from '../../src/domain/retention/settings.ts';
import type { Context } from '../../src/operations/context.ts';
import type { Database } from '../../src/store/database.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { NOW, TEST_SECRETS } from '../support/tenant.ts';

export interface SeatsSpec {
  readonly skuId: string;
  readonly quantity: number;
  readonly state: 'active' | 'expired' | 'disabled';
  /** Bought by a person for themselves. */
  readonly selfService: boolean;
}

export interface PathSpec {
  readonly skuId: string;
  /** Which of the tenant's groups gives it; null: direct. */
  readonly group: number | null;
  readonly disabledPlans: readonly string[];
  readonly state: AssignmentState;
}

export interface PersonSpec {
  readonly location: string | null;
  readonly held: boolean;
  readonly department: string;
  readonly paths: readonly PathSpec[];
}

export interface MadeTenant {
  readonly context: Context;
  /** In the order of the specification. */
  readonly userIds: readonly string[];
}

/** A tenant of its own in a database that has a catalog, with whatever people are said to hold: no rule is asked. */
export async function makeTenant(
  db: Database,
  seats: readonly SeatsSpec[],
  people: readonly PersonSpec[],
): Promise<MadeTenant> {
  const tenantId = newId();
  const tenant: Tenant = {
    tenantId,
    displayName: 'Random',
    defaultDomain: `${tenantId}.example`,
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
  const userIds = people.map(() => newId());
  const groupIds = [newId(), newId()];
  const users = people.map(({ location, held, department }, index) => ({
    id: userIds[index],
    name: `person${String(index).padStart(5, '0')}`,
    usage_location: location,
    held,
    department,
  }));
  const subscriptions = seats.map(({ skuId, quantity, state, selfService }) => ({
    id: newId(),
    sku_id: skuId,
    quantity,
    state,
    purchaser_id: selfService ? (userIds[0] ?? newId()) : null,
  }));
  const paths = people.flatMap((person, index) =>
    person.paths.map(({ skuId, group, disabledPlans, state }) => ({
      user_id: userIds[index],
      sku_id: skuId,
      source: group === null ? DIRECT : must(groupIds[group], 'group'),
      disabled_plans: `{${normalPlans(disabledPlans).join(',')}}`,
      state,
    })),
  );
  await db.transaction(async (tx) => {
    await insertTenant(tx, tenant);
    await tx.query(sql`
      insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, usage_location, department,
        litigation_hold_at, created_at)
      select ${tenantId}, id, name || '@random.example', name || '@random.example', name, name, usage_location, department,
        case when held then ${new Date(NOW)}::timestamptz end, ${new Date(NOW)}
      from jsonb_to_recordset(${JSON.stringify(users)})
        as u(id uuid, name text, usage_location text, held boolean, department text)`);
    await tx.query(sql`
      insert into subscription (tenant_id, id, sku_id, quantity, state, channel, term, purchaser_id, starts_at, created_at)
      select ${tenantId}, id, sku_id, quantity, state, 'direct', 'annual', purchaser_id, ${new Date(NOW)}, ${new Date(NOW)}
      from jsonb_to_recordset(${JSON.stringify(subscriptions)})
        as s(id uuid, sku_id uuid, quantity int, state text, purchaser_id uuid)`);
    await tx.query(sql`
      insert into groups (tenant_id, id, display_name, created_at)
      select ${tenantId}, id, 'Group', ${new Date(NOW)} from unnest(${groupIds}::uuid[]) as id`);
    await tx.query(sql`
      insert into assignment (tenant_id, user_id, sku_id, source, disabled_plans, state, updated_at)
      select ${tenantId}, user_id, sku_id, source, disabled_plans::uuid[], state, ${new Date(NOW)}
      from jsonb_to_recordset(${JSON.stringify(paths)})
        as a(user_id uuid, sku_id uuid, source uuid, disabled_plans text, state text)`);
    await tx.query(sql`
      insert into holding (tenant_id, user_id, sku_id, sort_key)
      select distinct ${tenantId}::uuid, a.user_id, a.sku_id, u.sort_key
      from assignment a join users u on u.tenant_id = a.tenant_id and u.id = a.user_id
      where a.tenant_id = ${tenantId} and a.state in ('Active', 'ActiveWithError')`);
    await tx.query(sql`
      insert into subscribed_sku (tenant_id, sku_id, enabled, warning, suspended, consumed)
      select ${tenantId}, sku_id, coalesce(sum(quantity) filter (where state = 'active'), 0),
        coalesce(sum(quantity) filter (where state = 'expired'), 0),
        coalesce(sum(quantity) filter (where state = 'disabled'), 0),
        (select count(*) from holding h where h.tenant_id = ${tenantId} and h.sku_id = s.sku_id)
      from subscription s where tenant_id = ${tenantId} group by sku_id`);
  });
  return {
    context: {
      db: db.ofTenant(tenant.tenantId),
      secrets: TEST_SECRETS,
      tenant,
      principal: { kind: 'operator', id: null, name: 'tester', tenantId, roleIds: [], permissions: [] },
      channel: 'api',
      requestId: null,
      now: NOW,
    },
    userIds,
  };
}
