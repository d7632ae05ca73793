import { isGuid } from '../base/id.ts';
import { joinSql, rawSql, type Sql, sql } from '../base/sql.ts';
import { foldName } from '../domain/directory/fold-name.ts';
import { type FilterError, type FilterNode, parseFilter } from '../odata/filter.ts';
import type { Database } from '../store/database.ts';
import { countUsersWhere, holderCondition } from './list-users.ts';
import { holdersFilter, userFilterSql } from './user-filter.ts';

/** Which people are meant: a filter as in Graph's $filter, and what was typed into a search box. */
export interface PeopleQuestion {
  readonly where?: string | undefined;
  readonly search?: string | undefined;
}

/** A question compiled: a condition on `users u`, and the product whose holders the list begins at. */
export interface PeopleCondition {
  readonly condition: Sql | undefined;
  readonly holdersOf: string | undefined;
}

/** Compiles a question. What is typed begins a word of the name, the user name or the mail address. */
export function peopleCondition({ where, search }: PeopleQuestion): PeopleCondition | FilterError {
  const node = where === undefined || where.trim() === '' ? undefined : parseFilter(where);
  if (node && 'error' in node) return node;
  const { holdersOf, rest } = splitHolders(node);
  const conditions: Sql[] = [];
  if (rest) {
    const condition = userFilterSql(rest);
    if ('error' in condition) return condition;
    conditions.push(condition);
  }
  const typed = search?.trim() ?? '';
  if (typed !== '') conditions.push(typedCondition(typed));
  return { holdersOf, condition: conditions.length === 0 ? undefined : joinSql(conditions, ' and ') };
}

/** The same as one condition on `users u`. */
export function wholeCondition({ condition, holdersOf }: PeopleCondition): Sql {
  const parts = [
    ...(holdersOf === undefined ? [] : [holderCondition(holdersOf)]),
    ...(condition === undefined ? [] : [condition]),
  ];
  return parts.length === 0 ? rawSql('true') : joinSql(parts, ' and ');
}

/**
 * Each word begins a word of the name, or all of it begins the user name or the address; or it is the id. That a name
 * has the word at all is looked at first, which among a million names takes a tenth of the time.
 */
function typedCondition(typed: string): Sql {
  const lower = typed.toLowerCase();
  const words = foldName(typed)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const inName = words.map(
    (word) => sql`strpos(u.sort_key, ${word}) > 0 and u.sort_key ~ ${`(^|[^[:alnum:]])${word}`}`,
  );
  return sql`(${joinSql(
    [
      ...(inName.length > 0 ? [sql`(${joinSql(inName, ' and ')})`] : []),
      sql`starts_with(u.upn_key, ${lower})`,
      sql`starts_with(lower(u.mail), ${lower})`,
      ...(isGuid(typed) ? [sql`u.id = ${typed}`] : []),
    ],
    ' or ',
  )})`;
}

/** One person of the list. */
export interface ListedPerson {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly accountEnabled: boolean;
  readonly userType: string;
  readonly department: string | null;
  readonly jobTitle: string | null;
  readonly usageLocation: string | null;
  readonly mail: string | null;
  readonly createdDateTime: Date;
  /** By product: whether one path is direct, how many come from groups, and whether one is in error. */
  readonly licenses: readonly {
    readonly skuId: string;
    readonly direct: boolean;
    readonly groups: number;
    readonly error: boolean;
  }[];
}

export interface PeopleOrder {
  readonly by: 'displayName' | 'userPrincipalName';
  readonly descending: boolean;
}

/**
 * The living people from one place of the order on, for a list that may be scrolled to anywhere. Only places are
 * counted on the way to it, by the index where no condition needs more; rows are read for the page alone.
 */
export async function listPeople(
  db: Database,
  tenantId: string,
  { condition, holdersOf }: PeopleCondition,
  order: PeopleOrder,
  page: { readonly skip: number; readonly top: number },
): Promise<ListedPerson[]> {
  const byHolding = holdersOf !== undefined && order.by === 'displayName';
  const direction = rawSql(order.descending ? 'desc' : 'asc');
  const places = byHolding
    ? sql`
      select h.user_id as id, row_number() over (order by h.sort_key collate "C" ${direction}, h.user_id ${direction}) as place
      from holding h ${condition ? rawSql('join users u on u.tenant_id = h.tenant_id and u.id = h.user_id') : rawSql('')}
      where h.tenant_id = ${tenantId} and h.sku_id = ${holdersOf} and ${condition ?? rawSql('true')}
      order by h.sort_key collate "C" ${direction}, h.user_id ${direction} offset ${page.skip} limit ${page.top}`
    : sql`
      select u.id, row_number() over (order by ${orderOf(order)}) as place from users u
      where u.tenant_id = ${tenantId} and u.deleted_at is null and ${wholeCondition({ condition, holdersOf })}
      order by ${orderOf(order)} offset ${page.skip} limit ${page.top}`;
  return db.query<ListedPerson>(sql`
    with page as materialized (${places})
    select u.id, u.display_name as "displayName", u.user_principal_name as "userPrincipalName",
      u.account_enabled as "accountEnabled", u.user_type as "userType", u.department, u.job_title as "jobTitle",
      u.usage_location as "usageLocation", u.mail, u.created_at as "createdDateTime",
      (select coalesce(jsonb_agg(held order by held->>'skuId'), '[]') from (
        select jsonb_build_object('skuId', a.sku_id, 'direct', bool_or(a.source = '00000000-0000-0000-0000-000000000000'),
          'groups', count(*) filter (where a.source <> '00000000-0000-0000-0000-000000000000'),
          'error', bool_or(a.state in ('Error', 'ActiveWithError'))) as held
        from assignment a where a.tenant_id = u.tenant_id and a.user_id = u.id group by a.sku_id) as by_sku) as licenses
    from page join users u on u.tenant_id = ${tenantId} and u.id = page.id order by page.place`);
}

/** How many living people are meant. */
export function countPeople(
  db: Database,
  tenantId: string,
  { condition, holdersOf }: PeopleCondition,
): Promise<number> {
  return countUsersWhere(db, tenantId, condition, holdersOf);
}

/** How many of these people hold each product, and how many they are. */
export async function countHoldings(
  db: Database,
  tenantId: string,
  people: PeopleCondition | { readonly userIds: readonly string[] },
): Promise<{ people: number; holdings: { skuId: string; people: number; direct: number }[] }> {
  const condition = 'userIds' in people ? sql`u.id = any(${people.userIds}::uuid[])` : wholeCondition(people);
  const [found] = await db.query<{ people: number; holdings: { skuId: string; people: number; direct: number }[] }>(sql`
    with meant as (
      select u.id from users u where u.tenant_id = ${tenantId} and u.deleted_at is null and ${condition}),
    by_person as (
      select a.sku_id, a.user_id, bool_or(a.source = '00000000-0000-0000-0000-000000000000') as direct
      from assignment a join meant m on m.id = a.user_id where a.tenant_id = ${tenantId} group by 1, 2)
    select (select count(*)::int from meant) as people,
      (select coalesce(jsonb_agg(jsonb_build_object('skuId', sku_id, 'people', people, 'direct', direct) order by people desc, sku_id), '[]')
       from (select sku_id, count(*) as people, count(*) filter (where direct) as direct from by_person group by sku_id) counted) as holdings`);
  return found ?? { people: 0, holdings: [] };
}

/** The departments that begin with a text, in any case, in order; found by one step of the index each. */
export async function listDepartments(db: Database, tenantId: string, begins: string, top: number): Promise<string[]> {
  const prefix = begins.toLowerCase();
  const rows = await db.query<{ name: string }>(sql`
    with recursive found as (
      (select department_key as key, department as name, 1 as n from users
       where tenant_id = ${tenantId} and deleted_at is null and department_key >= ${prefix} order by department_key limit 1)
      union all
      select next.key, next.name, found.n + 1 from found cross join lateral (
        select department_key as key, department as name from users
        where tenant_id = ${tenantId} and deleted_at is null and department_key > found.key order by department_key limit 1) next
      where found.n < ${top})
    select name from found where starts_with(key, ${prefix}) and key <> '' order by key`);
  return rows.map(({ name }) => name);
}

function orderOf({ by, descending }: PeopleOrder): Sql {
  const column = by === 'displayName' ? 'u.sort_key collate "C"' : 'u.upn_key collate "C"';
  const direction = descending ? 'desc' : 'asc';
  return rawSql(`${column} ${direction}, u.id ${direction}`);
}

/** Takes "who holds this product" out of a filter that begins with it or is it. */
function splitHolders(node: FilterNode | undefined): {
  readonly holdersOf: string | undefined;
  readonly rest: FilterNode | undefined;
} {
  if (!node) return { holdersOf: undefined, rest: undefined };
  const whole = holdersFilter(node);
  if (whole !== undefined) return { holdersOf: whole, rest: undefined };
  if (node.kind !== 'and') return { holdersOf: undefined, rest: node };
  const at = node.of.findIndex((part) => holdersFilter(part) !== undefined);
  const part = node.of[at];
  if (!part) return { holdersOf: undefined, rest: node };
  return { holdersOf: holdersFilter(part), rest: { kind: 'and', of: node.of.filter((_part, index) => index !== at) } };
}
