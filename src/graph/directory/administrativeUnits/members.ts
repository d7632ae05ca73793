import { joinSql, type Sql } from '../../../base/sql.ts';
import type { UnitRule } from '../../../domain/access/reach.ts';
import { userFilterSql } from '../../../queries/user-filter.ts';
import type { GraphReply } from '../../errors.ts';
import type { GraphCall } from '../../handler.ts';
import { userPage } from '../../users/user-page.ts';
import { readUserQuery } from '../../users/user-query.ts';
import { findUnit } from './administrativeUnits.ts';

/** GET /directory/administrativeUnits/{id}/members: the people of the unit as it is now, with all options of /users. */
export async function listUnitMembers(call: GraphCall): Promise<GraphReply> {
  return memberPage(call, 'directoryObjects');
}

/** GET /directory/administrativeUnits/{id}/members/microsoft.graph.user: the same people, known to be users. */
export async function listUnitUsers(call: GraphCall): Promise<GraphReply> {
  return memberPage(call, 'users');
}

async function memberPage(call: GraphCall, set: 'users' | 'directoryObjects'): Promise<GraphReply> {
  const asked = readUserQuery(call.query, call.consistencyEventual);
  const unit = await findUnit(call.context, call.keys.id ?? '');
  const condition = joinSql([peopleOf(unit), ...(asked.condition ? [asked.condition] : [])], ' and ');
  const isCounted = asked.options.count && asked.eventual;
  return userPage(call, { ...asked, condition }, { which: 'living', set, isCounted });
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
