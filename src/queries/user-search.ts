import { joinSql, rawSql, type Sql, sql } from '../base/sql.ts';
import { foldName } from '../domain/directory/fold-name.ts';
import { type FilterError } from '../odata/filter.ts';
import type { SearchNode } from '../odata/search.ts';
import { findUserProperty } from '../odata/user-properties.ts';

/** A condition over `users u` for a $search: words of the display name by their beginnings, all else by its beginning. */
export function userSearchSql(node: SearchNode): Sql | FilterError {
  if (node.kind !== 'clause') {
    const parts = node.of.map(userSearchSql);
    const error = parts.find((part) => 'error' in part);
    if (error) return error;
    return sql`(${joinSql(parts as Sql[], ` ${node.kind} `)})`;
  }
  const property = findUserProperty(node.property);
  if (property?.type !== 'text' || property.column === undefined) {
    return { kind: 'invalidFilter', error: `'${node.property}' can't be searched` };
  }
  if (property.name !== 'displayName') return startsWith(sql`lower(${rawSql(`u.${property.column}`)})`, node.value.toLowerCase());
  const words = foldName(node.value)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return { kind: 'invalidFilter', error: 'There is no word to search for' };
  const matches = words.map((word) => sql`(${startsWith(sql`u.sort_key`, word)} or u.sort_key ~ ${`[^[:alnum:]]${word}`})`);
  return sql`(${joinSql(matches, ' and ')})`;
}

function startsWith(left: Sql, text: string): Sql {
  return sql`(${left} like ${`${text.replace(/[\\%_]/g, '\\$&')}%`})`;
}
