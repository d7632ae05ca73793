import { must } from '../base/assert.ts';
import { joinSql, rawSql, type Sql, sql } from '../base/sql.ts';
import type { OrderBy } from '../odata/query-options.ts';
import type { UserProperty } from '../odata/user-properties.ts';
import type { Database } from '../store/database.ts';
import { userOrder } from './user-order.ts';

/** A user's row by Graph's property names; licenses stand in `paths` when they were asked for. */
export type UserRow = Readonly<Record<string, unknown>> & { readonly paths?: readonly UserPath[] };

export interface UserPath {
  readonly skuId: string;
  readonly source: string;
  readonly disabledPlans: readonly string[];
  readonly state: 'Active' | 'ActiveWithError' | 'Disabled' | 'Error';
  readonly error: string;
  readonly updatedAt: string;
}

/** The people there are, or those who were deleted and can still be restored. */
export type WhichUsers = 'living' | 'deleted';

const ARE: Readonly<Record<WhichUsers, Sql>> = {
  living: rawSql('u.deleted_at is null'),
  deleted: rawSql('u.deleted_at is not null'),
};

/** Where a page begins: after the row with these values of the order's columns. */
export type PageKey = readonly string[];

export interface UserPage {
  readonly rows: readonly UserRow[];
  /** Undefined on the last page. */
  readonly next: PageKey | undefined;
}

/**
 * A page of the living users who meet a condition, by display name unless another order is asked for. Pages go by key:
 * each is as fast as the first, and nobody is told twice when people come and go between two of them. Undefined where
 * the page's key is none of this order.
 */
export async function readUserPage(
  db: Database,
  tenantId: string,
  page: {
    readonly condition: Sql | undefined;
    /** All people who hold this product: the list begins at them instead of at everybody. */
    readonly holdersOf: string | undefined;
    readonly orderBy: readonly OrderBy[];
    readonly properties: readonly UserProperty[];
    readonly top: number;
    readonly after: PageKey | undefined;
  },
  which: WhichUsers = 'living',
): Promise<UserPage | undefined> {
  const byHolding =
    page.holdersOf !== undefined && page.orderBy.every(({ property }) => property.toLowerCase() === 'displayname');
  const order = must(userOrder(page.orderBy, byHolding ? 'holders' : 'users'), 'an order');
  const after = page.after && order.after(page.after);
  if (page.after && !after) return undefined;
  const conditions = [
    sql`u.tenant_id = ${tenantId}`,
    ARE[which],
    ...(byHolding ? [sql`h.tenant_id = ${tenantId} and h.sku_id = ${page.holdersOf}`] : []),
    ...(page.holdersOf !== undefined && !byHolding ? [holderCondition(page.holdersOf)] : []),
    ...(page.condition ? [page.condition] : []),
    ...(after ? [after] : []),
  ];
  const from = byHolding
    ? rawSql('holding h join users u on u.tenant_id = h.tenant_id and u.id = h.user_id')
    : rawSql('users u');
  const rows = await db.query<UserRow & { key: PageKey }>(sql`
    select ${order.key} as key, ${columnsOf(page.properties, which)}
    from ${from} where ${joinSql(conditions, ' and ')} order by ${order.orderBy} limit ${page.top + 1}`);
  const shown = rows.slice(0, page.top);
  return { rows: shown, next: rows.length > page.top ? shown.at(-1)?.key : undefined };
}

/** How many users meet a condition. */
export async function countUsersWhere(
  db: Database,
  tenantId: string,
  condition: Sql | undefined,
  holdersOf: string | undefined,
  which: WhichUsers = 'living',
): Promise<number> {
  // The seat counter says it already, and a count of all holders would read every one of them.
  if (which === 'living' && holdersOf !== undefined && condition === undefined) {
    const [sku] = await db.query<{ consumed: number }>(sql`
      select consumed from subscribed_sku where tenant_id = ${tenantId} and sku_id = ${holdersOf}`);
    return sku?.consumed ?? 0;
  }
  const holds = holdersOf === undefined ? rawSql('true') : holderCondition(holdersOf);
  const [row] = await db.query<{ count: number }>(sql`
    select count(*)::int as count from users u
    where u.tenant_id = ${tenantId} and ${ARE[which]} and ${holds} and ${condition ?? rawSql('true')}`);
  return row?.count ?? 0;
}

/** One user with the given properties. */
export async function readUser(
  db: Database,
  tenantId: string,
  userId: string,
  properties: readonly UserProperty[],
  which: WhichUsers = 'living',
): Promise<UserRow | undefined> {
  const [row] = await db.query<UserRow>(sql`
    select ${columnsOf(properties, which)} from users u where u.tenant_id = ${tenantId} and u.id = ${userId} and ${ARE[which]}`);
  return row;
}

/** Who holds a product, as a condition on `users u`. */
export function holderCondition(skuId: string): Sql {
  return sql`exists (select from holding h where h.tenant_id = u.tenant_id and h.user_id = u.id and h.sku_id = ${skuId})`;
}

function columnsOf(properties: readonly UserProperty[], which: WhichUsers): Sql {
  const columns = properties.flatMap(({ name, column }) => {
    if (column === undefined) return [];
    // A deleted person's name begins with their id, so that others can have it.
    const prefix = which === 'deleted' && name === 'userPrincipalName' ? "replace(u.id::text, '-', '') || " : '';
    return [rawSql(`${prefix}u.${column} as "${name}"`)];
  });
  const paths = rawSql(`(
    select coalesce(jsonb_agg(jsonb_build_object('skuId', a.sku_id, 'source', a.source, 'disabledPlans', a.disabled_plans,
      'state', a.state, 'error', a.error, 'updatedAt', a.updated_at) order by a.sku_id, a.source), '[]')
    from assignment a where a.tenant_id = u.tenant_id and a.user_id = u.id) as paths`);
  const all = properties.some(({ type }) => type === 'licenses') ? [...columns, paths] : columns;
  return all.length === 0 ? rawSql('u.id') : joinSql(all, ', ');
}
