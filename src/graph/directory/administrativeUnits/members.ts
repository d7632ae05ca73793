import { joinSql, type Sql } from '../../../base/sql.ts';
import type { UnitRule } from '../../../domain/access/reach.ts';
import { readCurrentCatalog } from '../../../queries/catalog.ts';
import { countUsersWhere, readUserPage } from '../../../queries/list-users.ts';
import { userFilterSql } from '../../../queries/user-filter.ts';
import type { GraphReply } from '../../errors.ts';
import type { GraphCall } from '../../handler.ts';
import { expired, nextLink, questionOf, startOf } from '../../roleManagement/list-options.ts';
import { readUserQuery } from '../../users/user-query.ts';
import { userResource } from '../../users/user-resource.ts';
import { findUnit } from './administrativeUnits.ts';

/** GET /directory/administrativeUnits/{id}/members: the people of the unit as it is now, with all options of /users. */
export async function listUnitMembers(call: GraphCall): Promise<GraphReply> {
  return memberPage(call, 'directoryObjects', { '@odata.type': '#microsoft.graph.user' });
}

/** GET /directory/administrativeUnits/{id}/members/microsoft.graph.user: the same people, known to be users. */
export async function listUnitUsers(call: GraphCall): Promise<GraphReply> {
  return memberPage(call, 'users', {});
}

const PAGE_SIZE = 100;

async function memberPage(call: GraphCall, set: string, type: Record<string, string>): Promise<GraphReply> {
  const { context, keys, query, consistencyEventual, baseUrl, path } = call;
  const { db, tenant } = context;
  const { options, eventual, selection, condition: asked, holdersOf } = readUserQuery(query, consistencyEventual);
  const unit = await findUnit(context, keys.id ?? '');
  const question = questionOf(query, [eventual, path.toLowerCase(), tenant.tenantId]);
  const after = startOf(options, question);
  const condition = joinSql([peopleOf(unit), ...(asked ? [asked] : [])], ' and ');
  const { properties } = selection;
  const page = { condition, holdersOf, orderBy: options.orderBy, properties, top: options.top ?? PAGE_SIZE, after };
  const [found, count, catalog] = await Promise.all([
    readUserPage(db, tenant.tenantId, page),
    options.count && eventual && !after ? countUsersWhere(db, tenant.tenantId, condition, holdersOf) : undefined,
    readCurrentCatalog(db),
  ]);
  const { rows, next } = found ?? expired();
  return {
    status: 200,
    body: {
      '@odata.context': `${baseUrl}/$metadata#${set}${selection.context}`,
      ...(count === undefined ? {} : { '@odata.count': count }),
      ...(next ? nextLink(`${baseUrl}${path}`, query, next, question) : {}),
      value: rows.map((row) => ({ ...type, ...userResource(row, properties, catalog) })),
    },
  };
}

/** A unit's rule as a filter of people: what it says is what $filter could say. */
function peopleOf({ department, usageLocation }: UnitRule): Sql {
  const clauses = Object.entries({ department, usageLocation }).flatMap(([property, value]) =>
    value === null
      ? []
      : [{ kind: 'compare', path: [property], operator: 'eq', value: { type: 'string', value } } as const],
  );
  const condition = userFilterSql({ kind: 'and', of: clauses });
  if ('error' in condition) throw new Error(condition.error);
  return condition;
}
