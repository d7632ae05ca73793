import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import { rawSql, sql } from '../base/sql.ts';
import { DAY_MS } from '../base/time.ts';
import { ROLES } from '../domain/access/roles.ts';
import type { Catalog } from '../domain/commerce/catalog.ts';
import { PLAN } from '../domain/commerce/plan-rules.ts';
import { violationsOf } from '../domain/licensing/dependencies.ts';
import { planChange } from '../domain/licensing/plan.ts';
import { type AssignmentPath, activePaths, DIRECT, effectivePlans } from '../domain/licensing/profile.ts';
import { readCatalog } from '../store/catalog.ts';
import type { DatabasePool } from '../store/database.ts';
import { readOwnedSkus } from '../store/seats.ts';
import { createSampleTenant } from './create-sample-tenant.ts';
import { SKU } from './sample-products.ts';

const NOW = Date.UTC(2026, 4, 4, 9, 30, 0);

interface StoredPerson {
  readonly id: string;
  readonly name: string;
  readonly upn: string;
  readonly deleted: boolean;
  readonly usageLocation: string | null;
  readonly onHold: boolean;
  readonly managerId: string | null;
  readonly paths: readonly AssignmentPath[];
  readonly held: readonly string[];
}

async function readPeople(db: DatabasePool, tenantId: string): Promise<StoredPerson[]> {
  return db.query<StoredPerson>(sql`
    select u.id, u.display_name as name, u.user_principal_name as upn, u.deleted_at is not null as deleted,
      u.usage_location as "usageLocation", u.on_hold as "onHold", u.manager_id as "managerId",
      coalesce(a.paths, '[]') as paths, coalesce(h.held, '{}') as held
    from users u
    left join (
      select user_id, jsonb_agg(jsonb_build_object('skuId', sku_id, 'source', source, 'disabledPlans', disabled_plans,
        'state', state)) as paths
      from assignment where tenant_id = ${tenantId} group by user_id) a on a.user_id = u.id
    left join (select user_id, array_agg(sku_id::text order by sku_id) as held
      from holding where tenant_id = ${tenantId} group by user_id) h on h.user_id = u.id
    where u.tenant_id = ${tenantId} order by u.id`);
}

async function count(db: DatabasePool, condition: string, table = 'users'): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    rawSql(`select count(*)::int as count from ${table} where ${condition}`),
  );
  return row?.count ?? 0;
}

async function digestOf(db: DatabasePool): Promise<string> {
  const tables = ['tenant', 'tenant_domain', 'users', 'groups', 'group_member', 'group_license', 'role_assignment'];
  tables.push('subscription', 'subscribed_sku', 'assignment', 'holding', 'deadline', 'seat_day');
  const parts = tables.map(
    (table) =>
      `select '${table}' as name, md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as hash from ${table} t`,
  );
  const rows = await db.query<{ name: string; hash: string }>(rawSql(`${parts.join(' union all ')} order by name`));
  return rows.map(({ name, hash }) => `${name} ${hash}`).join('\n');
}

async function sampleDigest(seed: number, users: number): Promise<string> {
  const db = await freshDatabase();
  try {
    await createSampleTenant(db, { users, seed, now: NOW });
    return await digestOf(db);
  } finally {
    await db.close();
  }
}

test('the same seed, size and moment give the same rows in any database, and another seed gives others', async () => {
  const [once, again, other] = await Promise.all([sampleDigest(7, 60), sampleDigest(7, 60), sampleDigest(8, 60)]);
  expect(again).toBe(once);
  expect(other).not.toBe(once);
});

test('a second tenant lives beside the first under another name', async () => {
  const db = await freshDatabase();
  try {
    const first = await createSampleTenant(db, { users: 14, seed: 1, now: NOW });
    const second = await createSampleTenant(db, { users: 14, seed: 1, now: NOW, displayName: 'Atelier Noël & fils' });
    expect(first.defaultDomain).toBe('marlowe-finch.example');
    expect(second.defaultDomain).toBe('atelier-noel-fils.example');
    expect(second.tenantId).not.toBe(first.tenantId);
  } finally {
    await db.close();
  }
});

test.each([0, 1, 2, 12, 13, 20, 36])('a company of %i people is whole and has somebody in charge', async (users) => {
  const db = await freshDatabase();
  try {
    const progress: [number, number][] = [];
    const { tenantId } = await createSampleTenant(db, {
      users,
      seed: 3,
      now: NOW,
      onProgress: (done, total) => progress.push([done, total]),
    });
    expect(await count(db, 'deleted_at is null')).toBe(users);
    expect(await count(db, 'true', 'users')).toBe(progress.at(-1)?.[1]);
    expect(progress.at(-1)?.[0]).toBe(progress.at(-1)?.[1]);
    if (users > 0) {
      expect(
        await count(db, `role_template_id = '${ROLES.globalAdministrator.id}'`, 'role_assignment'),
      ).toBeGreaterThan(0);
    }
    await expectWhole(db, tenantId);
  } finally {
    await db.close();
  }
});

describe.each([
  { users: 60, seed: 1 },
  { users: 60, seed: 20_260_101 },
  { users: 2000, seed: 5 },
])('a company of $users people from seed $seed', ({ users, seed }) => {
  let db: DatabasePool;
  let tenantId: string;
  let catalog: Catalog;
  let people: StoredPerson[];
  beforeAll(async () => {
    db = await freshDatabase();
    ({ tenantId } = await createSampleTenant(db, { users, seed, now: NOW }));
    catalog = await readCatalog(db);
    people = await readPeople(db, tenantId);
  });
  afterAll(() => db.close());

  test('is whole: seats, holdings, names and managers agree', () => expectWhole(db, tenantId));

  test('breaks no rule between service plans', () => {
    for (const { paths, name } of people) {
      expect(violationsOf(effectivePlans(paths, catalog).keys(), catalog), name).toEqual([]);
    }
  });

  test('gives directly only what the rules let be given there', async () => {
    const skus = new Map(
      (await readOwnedSkus(db, tenantId)).map((sku) => [sku.skuId, { ...sku, selfServicePurchaser: null }]),
    );
    for (const { paths, usageLocation, onHold, name } of people) {
      const others = paths.filter(({ source }) => source !== DIRECT);
      const add = paths.filter(({ source }) => source === DIRECT);
      const facts = { paths: others, usageLocation, deleted: false, onHold };
      expect(planChange(facts, { kind: 'change', add, remove: [] }, { catalog, skus }).refusals, name).toEqual([]);
    }
  });

  test('holds mail only in mailboxes of Exchange Online (Plan 2), and does hold some', async () => {
    const held = people.filter(({ onHold, deleted }) => onHold && !deleted);
    expect(held.length).toBeGreaterThanOrEqual(2);
    for (const { paths, name } of held)
      expect(effectivePlans(paths, catalog).has(PLAN.EXCHANGE_S_ENTERPRISE), name).toBe(true);
  });

  test('has members of licensed groups with exactly the paths of their groups', async () => {
    const [wrong] = await db.query<{ count: number }>(
      rawSql(`
      with owed as (
        select m.user_id, l.sku_id, l.group_id, l.disabled_plans from group_member m
        join group_license l on l.tenant_id = m.tenant_id and l.group_id = m.group_id),
      inherited as (select user_id, sku_id, source, disabled_plans from assignment where source <> '${DIRECT}')
      select count(*)::int as count from (
        (select * from owed except select * from inherited) union all (select * from inherited except select * from owed)) x`),
    );
    expect(wrong?.count).toBe(0);
    const ruled = `select user_id from group_member m join groups g on g.tenant_id = m.tenant_id and g.id = m.group_id`;
    const misplaced = await db.query(
      rawSql(`
      (select id from users where deleted_at is null and user_type = 'Member' and department in ('Stores', 'Workshop')
        except ${ruled} where g.membership_rule like '%Stores%')
      union all
      (${ruled} where g.membership_rule like '%Stores%'
        except select id from users where deleted_at is null and user_type = 'Member' and department in ('Stores', 'Workshop'))
      union all
      (select id from users where user_type = 'Guest' except ${ruled} where g.membership_rule like '%Guest%')`),
    );
    expect(misplaced).toEqual([]);
  });

  test('has every kind of situation: blocked, without location, guest, synced, deleted', async () => {
    expect(await count(db, 'not account_enabled')).toBeGreaterThanOrEqual(2);
    expect(
      await count(db, 'not account_enabled and exists (select from holding h where h.user_id = id)'),
    ).toBeGreaterThan(0);
    expect(
      await count(
        db,
        `not account_enabled and not exists (select from assignment a where a.user_id = id and a.source = '${DIRECT}')`,
      ),
    ).toBeGreaterThan(0);
    expect(
      await count(db, `usage_location is null and user_type = 'Member' and deleted_at is null`),
    ).toBeGreaterThanOrEqual(2);
    expect(
      await count(
        db,
        `usage_location is null and exists (select from assignment a where a.user_id = id and a.source = '${DIRECT}')`,
      ),
    ).toBe(0);
    expect(await count(db, `user_type = 'Guest'`)).toBeGreaterThanOrEqual(2);
    expect(await count(db, 'on_premises_sync_enabled')).toBeGreaterThan(0);
    const deleted = `deleted_at between to_timestamp(${NOW / 1000}) - interval '29 days' and to_timestamp(${NOW / 1000})
      and upn_key like replace(id::text, '-', '') || '%' and jsonb_array_length(licenses_at_deletion) > 0
      and not exists (select from assignment a where a.user_id = id) and not exists (select from holding h where h.user_id = id)
      and exists (select from deadline d where d.subject_id = id and d.kind = 'userPurge' and d.due_at > to_timestamp(${NOW / 1000}))`;
    expect(await count(db, deleted)).toBeGreaterThanOrEqual(2);
    expect(await count(db, deleted)).toBe(await count(db, 'deleted_at is not null'));
    expect(await count(db, `kind = 'mailboxPurge'`, 'deadline')).toBeGreaterThan(0);
  });

  test('has paths of every kind: direct, inherited, both at once, and with plans off', () => {
    const kinds = people.flatMap(({ paths }) =>
      [...Map.groupBy(paths, ({ skuId }) => skuId).values()].map((those) => {
        const direct = those.some(({ source }) => source === DIRECT);
        return direct ? (those.length > 1 ? 'both' : 'direct') : 'inherited';
      }),
    );
    expect(new Set(kinds)).toEqual(new Set(['direct', 'inherited', 'both']));
    expect(people.some(({ paths }) => paths.some(({ disabledPlans }) => disabledPlans.length > 0))).toBe(true);
    const profiles = new Set(
      people.map(({ paths }) => JSON.stringify([...paths].map((path) => JSON.stringify(path)).sort())),
    );
    expect(profiles.size).toBeLessThan(60);
  });

  test('owns a dozen products, all used but a disabled one, some nearly used up, one bought by a person', async () => {
    const owned = await readOwnedSkus(db, tenantId);
    expect(owned.map(({ skuId }) => skuId).sort()).toEqual(Object.values(SKU).sort());
    for (const { skuId, consumed } of owned) expect(consumed === 0, skuId).toBe(skuId === SKU.PROJECT_P1);
    const nearlyUsedUp = owned.filter(({ enabled, consumed }) => enabled > 0 && enabled - consumed <= 3);
    expect(nearlyUsedUp.length).toBeGreaterThanOrEqual(4);
    expect(owned.filter(({ warning, consumed }) => warning > 0 && consumed > 0)).toHaveLength(1);
    expect(owned.filter(({ suspended }) => suspended > 0)).toHaveLength(1);
    const bought = owned.filter(({ selfServicePurchaser }) => selfServicePurchaser !== null);
    expect(bought.map(({ skuId, consumed }) => [skuId, consumed])).toEqual([[SKU.VISIOCLIENT, 3]]);
    expect(bought[0]?.selfServicePurchaser).not.toBe('');
    expect(await count(db, `sku_id = '${SKU.POWER_BI_PRO}'`, 'subscription')).toBe(2);
  });

  test('has a year of seats behind it that led to those of today, and never more in use than owned', async () => {
    const days = await db.query<{ skuId: string; day: string; enabled: number; consumed: number }>(sql`
      select sku_id as "skuId", to_char(day, 'YYYY-MM-DD') as day, enabled, consumed from seat_day
      where tenant_id = ${tenantId} order by sku_id, day`);
    for (const { skuId, enabled, warning, consumed } of await readOwnedSkus(db, tenantId)) {
      const past = days.filter((day) => day.skuId === skuId);
      expect(past.at(-1), skuId).toMatchObject({ enabled: enabled + warning, consumed });
    }
    expect(days.filter(({ enabled, consumed }) => consumed > enabled || consumed < 0)).toEqual([]);
    expect(days.map(({ day }) => day).filter((day) => day < '2025-05-04' || day > '2026-05-04')).toEqual([]);
    const e3 = days.filter(({ skuId }) => skuId === SKU.SPE_E3);
    expect(e3[0]?.day).toBe('2025-05-04');
    expect(new Set(e3.map(({ consumed }) => consumed)).size).toBeGreaterThan(5);
    expect(new Set(e3.map(({ enabled }) => enabled)).size).toBeGreaterThan(1);
  });

  test('has one administrator of each role and two global ones', async () => {
    const rows = await db.query<{ id: string; holders: number }>(
      rawSql(`
      select r.role_template_id as id, count(*)::int as holders from role_assignment r
      join users u on u.tenant_id = r.tenant_id and u.id = r.principal_id and u.account_enabled and u.deleted_at is null
      group by 1`),
    );
    const holders = new Map(rows.map(({ id, holders: number }) => [id, number]));
    for (const { id, name } of Object.values(ROLES)) {
      expect(holders.get(id), name).toBe(name === 'Global Administrator' ? 2 : 1);
    }
  });

  test('has names of many scripts, with ASCII sign-in names', () => {
    const names = people.map(({ name }) => name);
    for (const script of ['Arabic', 'Hebrew', 'Greek', 'Han', 'Latin']) {
      expect(
        names.some((name) => new RegExp(`\\p{Script=${script}}`, 'u').test(name)),
        script,
      ).toBe(true);
    }
    for (const part of ['<b>', "'", '-', 'ı', 'ễ', 'ß', 'Ł', 'ñ', '🦊', '=']) {
      expect(
        names.some((name) => name.includes(part)),
        part,
      ).toBe(true);
    }
    expect(names.some((name) => name.length > 200)).toBe(true);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(256);
    for (const { upn } of people) expect(upn).toMatch(/^[a-z0-9.]+(_[a-z0-9.-]+#EXT#)?@marlowe-finch\.example$/);
  });

  test('has active subscriptions of which none has ended and one ends within a month', async () => {
    const ends = (condition: string) => count(db, `state = 'active' and ends_at ${condition}`, 'subscription');
    expect(await ends(`<= to_timestamp(${NOW / 1000})`)).toBe(0);
    expect(await ends(`<= to_timestamp(${(NOW + 30 * DAY_MS) / 1000})`)).toBeGreaterThan(0);
  });

  test('lies in the past, and says in the audit log who made it', async () => {
    const later = `> to_timestamp(${NOW / 1000})`;
    expect(await count(db, `created_at ${later}`)).toBe(0);
    expect(await count(db, `updated_at ${later}`, 'assignment')).toBe(0);
    expect(await count(db, `litigation_hold_at ${later}`)).toBe(0);
    expect(await count(db, `channel = 'demo' and target_name = 'Marlowe & Finch'`, 'audit_entry')).toBe(1);
    expect(await count(db, 'true', 'audit_entry')).toBe(1);
  });
});

/** What must hold in every tenant whatever its size. */
async function expectWhole(db: DatabasePool, tenantId: string): Promise<void> {
  const people = await readPeople(db, tenantId);
  const byId = new Map(people.map((person) => [person.id, person]));
  for (const { name, paths, held, managerId, deleted } of people) {
    expect([...new Set(activePaths(paths).map(({ skuId }) => skuId))].sort(), name).toEqual(held);
    for (const { disabledPlans } of paths) expect(disabledPlans).toEqual([...new Set(disabledPlans)].sort());
    if (managerId !== null) expect(byId.get(managerId)?.deleted, name).toBe(false);
    if (deleted) expect(held).toEqual([]);
  }
  if (people.length > 0) expect(people.filter(({ managerId }) => managerId === null).length).toBeGreaterThan(0);
  for (const { id } of people) {
    const above = new Set([id]);
    for (let at = byId.get(id)?.managerId ?? null; at !== null; at = byId.get(at)?.managerId ?? null) {
      expect(above.has(at)).toBe(false);
      above.add(at);
    }
  }
  const addresses = await db.query(
    rawSql(`
    select address from (select lower(substr(unnest(proxy_addresses), 6)) as address from users where deleted_at is null) a
    group by 1 having count(*) > 1`),
  );
  expect(addresses).toEqual([]);
  expect(
    await count(db, `user_type = 'Member' and mail is not null and not 'SMTP:' || mail = any(proxy_addresses)`),
  ).toBe(0);
  const skus = await db.query<Record<string, number>>(sql`
    select s.enabled, s.warning, s.suspended, s.consumed,
      (select count(*)::int from holding h where h.tenant_id = s.tenant_id and h.sku_id = s.sku_id) as held,
      (select coalesce(sum(quantity) filter (where state = 'active'), 0)::int from subscription b
        where b.tenant_id = s.tenant_id and b.sku_id = s.sku_id) as active,
      (select coalesce(sum(quantity) filter (where state = 'expired'), 0)::int from subscription b
        where b.tenant_id = s.tenant_id and b.sku_id = s.sku_id) as expired,
      (select coalesce(sum(quantity) filter (where state = 'disabled'), 0)::int from subscription b
        where b.tenant_id = s.tenant_id and b.sku_id = s.sku_id) as disabled
    from subscribed_sku s where s.tenant_id = ${tenantId}`);
  for (const sku of skus) {
    expect(sku).toMatchObject({
      enabled: sku.active,
      warning: sku.expired,
      suspended: sku.disabled,
      consumed: sku.held,
    });
    expect((sku.enabled ?? 0) + (sku.warning ?? 0)).toBeGreaterThanOrEqual(sku.consumed ?? 0);
  }
  expect(
    await count(
      db,
      'not exists (select from subscribed_sku s where s.tenant_id = h.tenant_id and s.sku_id = h.sku_id)',
      'holding h',
    ),
  ).toBe(0);
  expect(
    await count(
      db,
      'h.sort_key <> u.sort_key',
      'holding h join users u on u.tenant_id = h.tenant_id and u.id = h.user_id',
    ),
  ).toBe(0);
}
