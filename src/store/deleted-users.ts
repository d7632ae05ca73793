import { rawSql, sql } from '../base/sql.ts';
import { foldName } from '../domain/directory/fold-name.ts';
import { DIRECT } from '../domain/licensing/profile.ts';
import type { Database } from './database.ts';

export interface DeletedUser {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly deletedAt: Date;
  readonly department: string | null;
  readonly usageLocation: string | null;
  readonly onHold: boolean;
  /** A hold of a case or a policy, which keeps files too. */
  readonly filesOnHold: boolean;
  readonly onPremisesSyncEnabled: boolean;
  /** What they had when they were deleted, and have again when they are restored, as far as its group still gives it. */
  readonly licenses: readonly KeptPath[];
}

/** A path to a product as it stood when its person was deleted. */
export interface KeptPath {
  readonly skuId: string;
  readonly source: string;
  readonly disabledPlans: readonly string[];
  readonly state: 'Active' | 'ActiveWithError' | 'Disabled' | 'Error';
}

const COLUMNS =
  rawSql(`id, display_name as "displayName", user_principal_name as "userPrincipalName", deleted_at as "deletedAt",
  department, usage_location as "usageLocation", on_hold as "onHold", held_otherwise as "filesOnHold", coalesce(on_premises_sync_enabled, false) as "onPremisesSyncEnabled",
  coalesce(licenses_at_deletion, '[]') as licenses`);

/** Where a page of deleted people begins: after this one. */
export interface DeletedPlace {
  readonly deletedAt: Date;
  readonly id: string;
}

/** Deleted people who can still be restored, the latest first, from a place on; only those with a word of the name, if given. */
export async function readDeletedUsers(
  db: Database,
  tenantId: string,
  {
    after,
    top,
    search,
  }: { readonly after: DeletedPlace | null; readonly top: number; readonly search?: string | undefined },
): Promise<DeletedUser[]> {
  const words = foldName(search ?? '')
    .split(' ')
    .filter((word) => word !== '');
  return db.query<DeletedUser>(sql`
    select ${COLUMNS} from users where tenant_id = ${tenantId} and deleted_at is not null
      and (${after?.deletedAt ?? null}::timestamptz is null
        or (date_trunc('milliseconds', deleted_at), id) < (${after?.deletedAt ?? null}, ${after?.id ?? null}::uuid))
      and not exists (select from unnest(${words}::text[]) word
        where strpos(sort_key, word) = 0 and strpos(lower(user_principal_name), word) = 0)
    order by date_trunc('milliseconds', deleted_at) desc, id desc limit ${top}`);
}

/** A deleted person, locked until the transaction ends. */
export async function lockDeletedUser(
  tx: Database,
  tenantId: string,
  userId: string,
): Promise<DeletedUser | undefined> {
  const [row] = await tx.query<DeletedUser>(sql`
    select ${COLUMNS} from users where tenant_id = ${tenantId} and id = ${userId} and deleted_at is not null for update`);
  return row;
}

/**
 * Makes a deleted person a living one again under a name and with a password, which they must change. Addresses that
 * somebody else has by now are dropped; gives those.
 */
export async function reviveUser(
  tx: Database,
  tenantId: string,
  userId: string,
  { userPrincipalName, passwordHash, at }: { userPrincipalName: string; passwordHash: string; at: Date },
): Promise<string[]> {
  const taken = await tx.query<{ address: string }>(sql`
    select distinct address from users u cross join lateral unnest(u.proxy_addresses) address
    where u.tenant_id = ${tenantId} and u.id = ${userId} and exists (
      select from users o cross join lateral unnest(o.proxy_addresses) other
      where o.tenant_id = ${tenantId} and o.id <> ${userId} and o.deleted_at is null and lower(other) = lower(address))`);
  const dropped = taken.map(({ address }) => address);
  await tx.query(sql`
    update users set deleted_at = null, user_principal_name = ${userPrincipalName}, upn_key = ${userPrincipalName.toLowerCase()},
      mail = case when mail is not null and exists (
          select from users o where o.tenant_id = ${tenantId} and o.id <> ${userId} and o.deleted_at is null and lower(o.mail) = lower(users.mail))
        then ${userPrincipalName} else mail end,
      proxy_addresses = array(select address from unnest(proxy_addresses) with ordinality as kept (address, place)
        where address <> all(${dropped}::text[]) order by place),
      password_hash = ${passwordHash}, force_change_password = true, sessions_valid_from = ${at}, licenses_at_deletion = null
    where tenant_id = ${tenantId} and id = ${userId}`);
  return dropped;
}

/**
 * Gives a restored person the paths that still lead anywhere: direct ones, and those of groups that still give the
 * product and that the person is still in; of products that the tenant still owns. Gives those that stand again.
 */
export async function giveBackPaths(
  tx: Database,
  tenantId: string,
  userId: string,
  paths: readonly KeptPath[],
  at: Date,
): Promise<KeptPath[]> {
  const rows = await tx.query<{ skuId: string; source: string }>(sql`
    insert into assignment (tenant_id, user_id, sku_id, source, disabled_plans, state, updated_at)
    select ${tenantId}, ${userId}, p."skuId", p.source, array(select jsonb_array_elements_text(p."disabledPlans"))::uuid[], p.state, ${at}
    from jsonb_to_recordset(${JSON.stringify(paths)}::jsonb) as p ("skuId" uuid, source uuid, "disabledPlans" jsonb, state text)
    where exists (select from subscribed_sku s where s.tenant_id = ${tenantId} and s.sku_id = p."skuId")
      and (p.source = ${DIRECT} or exists (
        select from group_member m
        join groups g on g.tenant_id = m.tenant_id and g.id = m.group_id and g.deleted_at is null
        join group_license l on l.tenant_id = m.tenant_id and l.group_id = m.group_id and l.sku_id = p."skuId"
        where m.tenant_id = ${tenantId} and m.group_id = p.source and m.user_id = ${userId}))
    returning sku_id as "skuId", source`);
  await tx.query(sql`
    insert into holding (tenant_id, user_id, sku_id, sort_key)
    select distinct ${tenantId}::uuid, u.id, a.sku_id, u.sort_key
    from assignment a join users u on u.tenant_id = a.tenant_id and u.id = a.user_id
    where a.tenant_id = ${tenantId} and a.user_id = ${userId} and a.state in ('Active', 'ActiveWithError')`);
  const stands = new Set(rows.map(({ skuId, source }) => `${skuId} ${source}`));
  return paths.filter(({ skuId, source }) => stands.has(`${skuId} ${source}`));
}

/** Ends deadlines of one person. */
export async function endDeadlines(
  tx: Database,
  tenantId: string,
  userId: string,
  kinds: readonly string[],
): Promise<void> {
  await tx.query(sql`
    delete from deadline where tenant_id = ${tenantId} and subject_id = ${userId} and kind = any(${kinds}::text[])`);
}

/** What else belongs to a person and goes with them, by the column that names the person. */
const BELONGINGS = {
  assignment: 'user_id',
  holding: 'user_id',
  group_member: 'user_id',
  role_assignment: 'principal_id',
  session: 'user_id',
  sign_in_flow: 'user_id',
  sign_in_guard: 'user_id',
  authenticator_app: 'user_id',
  passkey: 'user_id',
  setup_link: 'user_id',
  oidc_record: 'user_id',
} as const;

/**
 * Removes deleted people and everything that was theirs alone, for good. Plans that name them are noticed as outdated,
 * since they are no longer among their people. What the audit log and operations say about them stays, and mail and
 * files have days of their own. Gives who was removed, by name.
 */
export async function purgeUsers(
  tx: Database,
  tenantId: string,
  userIds: readonly string[],
): Promise<
  { readonly id: string; readonly name: string; readonly userPrincipalName: string; readonly deletedAt: Date }[]
> {
  const gone = await tx.query<{ id: string; name: string; userPrincipalName: string; deletedAt: Date }>(sql`
    delete from users where tenant_id = ${tenantId} and id = any(${userIds}::uuid[]) and deleted_at is not null
    returning id, display_name as name, user_principal_name as "userPrincipalName", deleted_at as "deletedAt"`);
  const ids = gone.map(({ id }) => id);
  if (ids.length === 0) return [];
  for (const [table, column] of Object.entries(BELONGINGS)) {
    await tx.query(
      sql`delete from ${rawSql(table)} where tenant_id = ${tenantId} and ${rawSql(column)} = any(${ids}::uuid[])`,
    );
  }
  await tx.query(sql`
    delete from deadline where tenant_id = ${tenantId} and subject_id = any(${ids}::uuid[]) and kind = 'userPurge'`);
  await tx.query(sql`
    delete from operation_person p using operation o
    where p.tenant_id = ${tenantId} and p.user_id = any(${ids}::uuid[]) and o.tenant_id = ${tenantId} and o.id = p.operation_id
      and o.status = 'planned'`);
  await tx.query(sql`
    update users set manager_id = null where tenant_id = ${tenantId} and manager_id = any(${ids}::uuid[])`);
  return gone;
}
