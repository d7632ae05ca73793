import { joinSql, rawSql, type Sql, sql } from '../base/sql.ts';
import { LIST_FIELDS, TEXT_FIELDS } from '../domain/directory/user-fields.ts';
import { type AuditOrigin, appendEntries } from './audit.ts';
import type { Database } from './database.ts';

/** A column that an import writes: what it becomes, over `r` and `p` (the staged row), and `u` (as known; nulls if new). */
interface WrittenColumn {
  readonly property: string;
  readonly column: string;
  readonly becomes: (now: Date) => Sql;
}

/** What a new person gets where the file says nothing. */
const WHEN_NEW: Readonly<Record<string, string>> = {
  displayName: 'r."nameIfNew"',
  mailNickname: `left(split_part(r."userPrincipalName", '@', 1), ${TEXT_FIELDS.mailNickname.maxLength})`,
  userType: `case when r."userPrincipalName" ilike '%#EXT#@%' then 'Guest' else 'Member' end`,
  accountEnabled: 'true',
  otherMails: `'{}'`,
  proxyAddresses: `'{}'`,
  businessPhones: `'{}'`,
};

// A blank cell or an absent property takes nothing away: what is known stays.
const PLAIN_COLUMNS = [
  { property: 'userPrincipalName', column: 'user_principal_name' },
  ...[...Object.entries(TEXT_FIELDS), ...Object.entries(LIST_FIELDS)].map(([property, { column }]) => ({
    property,
    column,
  })),
  { property: 'proxyAddresses', column: 'proxy_addresses' },
  { property: 'accountEnabled', column: 'account_enabled' },
  { property: 'onPremisesSyncEnabled', column: 'on_premises_sync_enabled' },
];

const COLUMNS: readonly WrittenColumn[] = [
  ...PLAIN_COLUMNS.map(({ property, column }) => {
    const known =
      property in WHEN_NEW ? `case when u.id is null then ${WHEN_NEW[property]} else u.${column} end` : `u.${column}`;
    return { property, column, becomes: () => rawSql(`coalesce(r."${property}", ${known})`) };
  }),
  { property: 'managerId', column: 'manager_id', becomes: () => rawSql('coalesce(p.manager_id, u.manager_id)') },
  {
    property: 'litigationHoldAt',
    column: 'litigation_hold_at',
    becomes: (now) => sql`case when r."litigationHold" then coalesce(u.litigation_hold_at, ${now}::timestamptz)
      when r."litigationHold" is null then u.litigation_hold_at end`,
  },
];

export interface UpsertCounts {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
}

/**
 * Writes the settled people of the stage: adds who is new, changes what differs, and leaves an audit entry for each of
 * them. A new name also moves people in the lists of license holders.
 */
export async function upsertStagedUsers(tx: Database, tenantId: string, origin: AuditOrigin): Promise<UpsertCounts> {
  const changed = await updateKnown(tx, tenantId, origin);
  const added = await insertNew(tx, tenantId, origin);
  const [row] = await tx.query<{ accepted: number }>(sql`
    select count(*)::int as accepted from import_person where refusal is null`);
  return { added, changed, same: (row?.accepted ?? 0) - added - changed };
}

async function updateKnown(tx: Database, tenantId: string, origin: AuditOrigin): Promise<number> {
  const wanted = COLUMNS.map(({ becomes }) => becomes(origin.at));
  const known = COLUMNS.map(({ column }) => rawSql(`u.${column}`));
  await tx.query(sql`create temp table import_change (line integer) on commit drop`);
  const [row] = await tx.query<{ changed: number }>(sql`
    with changed as (
      insert into import_change
      select p.line from import_person p join import_user r on r.line = p.line
        join users u on u.tenant_id = ${tenantId} and u.id = p.user_id
      where p.refusal is null and p.existing and (${joined(wanted)}) is distinct from (${joined(known)})
      returning 1)
    select count(*)::int as changed from changed`);
  if (row && row.changed > 0) {
    await appendEntries(
      tx,
      tenantId,
      origin,
      sql`
      select 'Update user' as activity, 'User' as target_type, u.id as target_id,
        coalesce(r."displayName", u.display_name) as target_name, ${differing(known, wanted, known)} as before,
        ${differing(known, wanted, wanted)} as after, null::bigint as operation_id, c.line::bigint as place
      from ${STAGED_CHANGES} join users u on u.tenant_id = ${tenantId} and u.id = p.user_id`,
    );
    await writeChanges(tx, tenantId, origin.at);
  }
  await tx.query(sql`drop table import_change`);
  return row?.changed ?? 0;
}

const STAGED_CHANGES = rawSql(
  'import_change c join import_person p on p.line = c.line join import_user r on r.line = c.line',
);

async function writeChanges(tx: Database, tenantId: string, now: Date): Promise<void> {
  await tx.query(sql`
    update holding h set sort_key = r."sortKey" from ${STAGED_CHANGES}
    where h.tenant_id = ${tenantId} and h.user_id = p.user_id and r."displayName" is not null and h.sort_key <> r."sortKey"`);
  // Names that people give up are freed first, so that others can take them, in a circle too.
  await tx.query(sql`
    update users u set upn_key = u.id::text || ' ' || u.upn_key from ${STAGED_CHANGES}
    where u.tenant_id = ${tenantId} and u.id = p.user_id and u.upn_key <> p.upn_key`);
  await tx.query(sql`
    update users u set upn_key = p.upn_key,
      sort_key = case when r."displayName" is null then u.sort_key else r."sortKey" end,
      ${joined(COLUMNS.map(({ column, becomes }) => sql`${rawSql(column)} = ${becomes(now)}`))}
    from ${STAGED_CHANGES} where u.tenant_id = ${tenantId} and u.id = p.user_id`);
}

async function insertNew(tx: Database, tenantId: string, origin: AuditOrigin): Promise<number> {
  const wanted = COLUMNS.map(({ becomes }) => becomes(origin.at));
  const staged = sql`import_person p join import_user r on r.line = p.line left join users u on false
    where p.refusal is null and not p.existing`;
  const [row] = await tx.query<{ added: number }>(sql`
    with added as (
      insert into users (tenant_id, id, upn_key, sort_key, created_at,
        ${joined(COLUMNS.map(({ column }) => rawSql(column)))})
      select ${tenantId}, p.user_id, p.upn_key, r."sortKey", coalesce(r."createdDateTime", ${origin.at}), ${joined(wanted)}
      from ${staged} order by p.line
      returning 1)
    select count(*)::int as added from added`);
  if (!row || row.added === 0) return 0;
  await appendEntries(
    tx,
    tenantId,
    origin,
    sql`
    select 'Add user' as activity, 'User' as target_type, p.user_id as target_id, r."nameIfNew" as target_name,
      null::jsonb as before, jsonb_strip_nulls(${jsonOf(wanted)}) as after, null::bigint as operation_id,
      p.line::bigint as place
    from ${staged}`,
  );
  return row.added;
}

/** One value for each of the columns, as an object. */
function jsonOf(values: readonly Sql[]): Sql {
  const pairs = COLUMNS.map(({ property }, index) => sql`${rawSql(`'${property}'`)}, ${values[index]}`);
  return sql`jsonb_build_object(${joined(pairs)})`;
}

/** Those of the values, as an object, whose columns differ. Objects of one pair, added up, are the fastest way by far. */
function differing(left: readonly Sql[], right: readonly Sql[], values: readonly Sql[]): Sql {
  const pairs = COLUMNS.map(({ property }, index) => {
    const pair = sql`jsonb_build_object(${rawSql(`'${property}'`)}, ${values[index]})`;
    return sql`case when ${left[index]} is distinct from ${right[index]} then ${pair} else '{}' end`;
  });
  return joinSql(pairs, ' || ');
}

function joined(parts: readonly Sql[]): Sql {
  return joinSql(parts, ', ');
}

/** People who are to have the same products, in the order of the file. */
export interface LicenseGroup {
  readonly skuIds: readonly string[];
  readonly userIds: readonly string[];
}

/** The products that staged people have in the file and do not hold yet on any path, by set of products. */
export async function readMissingLicenses(tx: Database, tenantId: string): Promise<LicenseGroup[]> {
  return tx.query<LicenseGroup>(sql`
    select sku_ids as "skuIds", array_agg(user_id order by line)::text[] as "userIds"
    from (
      select p.line, p.user_id, array_agg(s.sku_id::text order by s.sku_id) as sku_ids
      from import_person p cross join lateral unnest(p.sku_ids) as s(sku_id)
      where p.refusal is null and not exists (
        select from holding h where h.tenant_id = ${tenantId} and h.user_id = p.user_id and h.sku_id = s.sku_id)
      group by p.line, p.user_id) m
    group by sku_ids order by min(line)`);
}

/** Makes the domains of the staged people the tenant's own, and some more. Gives those that were not. */
export async function addStagedDomains(
  tx: Database,
  tenantId: string,
  more: readonly string[] = [],
): Promise<string[]> {
  const added = await tx.query<{ name: string }>(sql`
    insert into tenant_domain (tenant_id, name)
    select ${tenantId}::uuid, d.name from (
      select split_part(upn_key, '@', 2) as name from import_person where refusal is null
      union select unnest(${more}::text[])) d
    on conflict (tenant_id, name) do nothing returning name`);
  return added.map(({ name }) => name).sort();
}
