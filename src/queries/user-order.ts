import { isGuid } from '../base/id.ts';
import { joinSql, rawSql, type Sql, sql } from '../base/sql.ts';
import type { OrderBy } from '../odata/query-options.ts';
import { findUserProperty } from '../odata/user-properties.ts';

/** An order of `users u`, and how to go on in it. */
export interface UserOrder {
  /** What stands after `order by`. */
  readonly orderBy: Sql;
  /** A row's place, as an array of texts: what a page token keeps. */
  readonly key: Sql;
  /** The condition for everything behind a place; undefined where the place is none of this order (tokens come from outside). */
  readonly after: (key: readonly string[]) => Sql | undefined;
}

interface Column {
  readonly sql: Sql;
  readonly type: 'text' | 'bigint' | 'uuid';
  readonly descending: boolean;
}

/**
 * The order that a $orderby asks for, by display name where it is empty; undefined if a property can't be ordered by.
 * Ids decide between equals. `from`: `users u` alone, or `holding h join users u`, whose index on one product is in
 * the order of names too.
 */
export function userOrder(orderBy: readonly OrderBy[], from: 'users' | 'holders' = 'users'): UserOrder | undefined {
  const asked = orderBy.length > 0 ? orderBy : [{ property: 'displayName', descending: false }];
  const columns = asked.flatMap(({ property, descending }): Column[] => {
    const column = columnOf(findUserProperty(property)?.name, from);
    return column ? [{ ...column, descending }] : [];
  });
  if (columns.length < asked.length) return undefined;
  const id = rawSql(from === 'holders' ? 'h.user_id' : 'u.id');
  const all = [...columns, { sql: id, type: 'uuid', descending: columns.at(-1)?.descending ?? false } as const];
  return {
    orderBy: joinSql(
      all.map((column) => sql`${column.sql} ${rawSql(column.descending ? 'desc' : 'asc')}`),
      ', ',
    ),
    key: sql`array[${joinSql(
      all.map((column) => sql`${column.sql}::text`),
      ', ',
    )}]`,
    after: (key) => (isKeyOf(all, key) ? after(all, key) : undefined),
  };
}

function columnOf(name: string | undefined, from: 'users' | 'holders'): Omit<Column, 'descending'> | undefined {
  switch (name) {
    case 'displayName':
      return { sql: rawSql(`${from === 'holders' ? 'h' : 'u'}.sort_key collate "C"`), type: 'text' };
    case 'userPrincipalName':
      return { sql: rawSql('u.upn_key'), type: 'text' };
    case 'createdDateTime':
      return { sql: microseconds('u.created_at'), type: 'bigint' };
    case 'deletedDateTime':
      return { sql: microseconds('u.deleted_at'), type: 'bigint' };
    case 'id':
      return { sql: rawSql(from === 'holders' ? 'h.user_id' : 'u.id'), type: 'uuid' };
    default:
      return undefined;
  }
}

/** A moment as a whole number, so that it travels in a token without loss; 0 where there is none. */
function microseconds(column: string): Sql {
  return rawSql(`coalesce((extract(epoch from ${column}) * 1000000)::bigint, 0)`);
}

function isKeyOf(columns: readonly Column[], key: readonly string[]): boolean {
  if (key.length !== columns.length) return false;
  return columns.every(({ type }, index) => {
    const value = key[index] ?? '';
    return type === 'uuid' ? isGuid(value) : type === 'bigint' ? /^-?\d{1,18}$/.test(value) : !value.includes('\0');
  });
}

function after(columns: readonly Column[], key: readonly string[]): Sql {
  const values = columns.map(({ type }, index) => sql`${key[index]}::${rawSql(type)}`);
  const [first, ...rest] = columns;
  // As a comparison of rows, an index finds the place at once.
  if (first && rest.every(({ descending }) => descending === first.descending)) {
    const row = joinSql(
      columns.map((column) => column.sql),
      ', ',
    );
    return sql`(${row}) ${rawSql(first.descending ? '<' : '>')} (${joinSql(values, ', ')})`;
  }
  const behind = columns.map((column, index) => {
    const same = columns.slice(0, index).map((earlier, place) => sql`${earlier.sql} = ${values[place]}`);
    return joinSql([...same, sql`${column.sql} ${rawSql(column.descending ? '<' : '>')} ${values[index]}`], ' and ');
  });
  return sql`(${joinSql(behind, ' or ')})`;
}
