import { isAllowed } from '../../domain/access/actions.ts';
import { USER_PROPERTIES, type UserProperty } from '../../odata/user-properties.ts';
import type { Context } from '../../operations/context.ts';
import { readCurrentCatalog } from '../../queries/catalog.ts';
import { readUserPage, type UserRow } from '../../queries/list-users.ts';
import type { readRoleAssignments } from '../../queries/roles.ts';
import { userFilterSql } from '../../queries/user-filter.ts';
import { readUserSelection } from '../users/user-query.ts';
import { userResource } from '../users/user-resource.ts';

/** Somebody's or an app's hold of a role. */
export type RoleAssignment = Awaited<ReturnType<typeof readRoleAssignments>>[number];

type Holder = Pick<RoleAssignment, 'principalId' | 'kind' | 'displayName'>;

/**
 * Holders of roles as Graph shows them, by id: people with what was selected, apps as the service principals that they
 * are. Whoever may not read the directory is told the ids alone, as Graph does. `names` stands in the context address
 * for the selection.
 */
export async function principalResources(
  context: Context,
  holders: readonly Holder[],
  select: readonly string[] | undefined,
): Promise<{ names: string; resource: (holder: Holder) => Record<string, unknown> }> {
  const { properties, context: names } = readUserSelection(queryOf(select));
  const mayRead = isAllowed(context.principal, 'readDirectory');
  const ids = holders.filter(({ kind }) => kind === 'user').map(({ principalId }) => principalId);
  const [users, catalog] = await Promise.all([
    mayRead ? readUsers(context, ids, properties) : new Map<string, UserRow>(),
    readCurrentCatalog(context.db),
  ]);
  const resource = ({ principalId: id, kind, displayName }: Holder) => {
    if (kind === 'app') {
      const app = { id, appId: mayRead ? id : null, displayName: mayRead ? displayName : null };
      return { '@odata.type': '#microsoft.graph.servicePrincipal', ...picked(app, select) };
    }
    const row = { ...users.get(id), id };
    return {
      '@odata.type': '#microsoft.graph.user',
      ...(mayRead
        ? userResource(row, properties, catalog)
        : Object.fromEntries(properties.map(({ name }) => [name, name === 'id' ? id : null]))),
    };
  };
  return { names, resource };
}

/** What is selected of people: an app's own name for its id is none of theirs. */
function queryOf(select: readonly string[] | undefined): string {
  if (select === undefined) return '';
  const names = select.map((name) => (name.toLowerCase() === 'appid' ? 'id' : name));
  return new URLSearchParams({ $select: names.join(',') }).toString();
}

async function readUsers(
  { db, tenant }: Context,
  ids: readonly string[],
  properties: readonly UserProperty[],
): Promise<Map<string, UserRow>> {
  if (ids.length === 0) return new Map();
  const values = ids.map((value) => ({ type: 'guid' as const, value }));
  const condition = userFilterSql({ kind: 'in', path: ['id'], values });
  if ('error' in condition) throw new Error(condition.error);
  const page = await readUserPage(db, tenant.tenantId, {
    condition,
    holdersOf: undefined,
    orderBy: [],
    properties: USER_PROPERTIES.filter((property) => property.name === 'id' || properties.includes(property)),
    top: ids.length,
    after: undefined,
  });
  return new Map((page?.rows ?? []).map((row) => [String(row.id), row]));
}

function picked(entity: Record<string, unknown>, select: readonly string[] | undefined): Record<string, unknown> {
  if (select === undefined || select.includes('*')) return entity;
  const wanted = select.map((name) => name.toLowerCase());
  return Object.fromEntries(Object.entries(entity).filter(([name]) => wanted.includes(name.toLowerCase())));
}
