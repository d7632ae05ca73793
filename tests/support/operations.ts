import { newId } from '../../src/base/id.ts';
import { sql } from '../../src/base/sql.ts';
import { foldName } from '../../src/domain/directory/fold-name.ts';
import type { Context } from '../../src/operations/context.ts';
import { changeLicenses, planLicenses } from '../../src/operations/licensing/change-licenses.ts';
import { give, operationOf, requestFor, take } from '../../src/operations/licensing/stories-for-tests.ts';
import { insertApproval } from '../../src/store/approvals.ts';
import { refreshSeats } from '../../src/store/seats.ts';

/** Microsoft 365 E3, which the sample tenant owns. */
export const M365_E3 = '05e9a617-0261-4cee-bb44-138d3ef5d965';

interface Holder {
  readonly id: string;
  readonly displayName: string;
}

/** New people to whom Microsoft 365 E3 is given, and bought, and nothing else. */
async function holders(context: Context, count: number): Promise<Holder[]> {
  const { db, tenant } = context;
  const people = Array.from({ length: count }, (_, at) => ({
    id: newId(),
    displayName: NAMES[at % NAMES.length] ?? '',
  }));
  const upns = people.map(({ id }) => `${id}@${tenant.defaultDomain}`);
  await db.query(sql`
    insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, usage_location, created_at)
    select ${tenant.tenantId}, id, upn, upn, name, key, 'GB', now()
    from unnest(${people.map(({ id }) => id)}::uuid[], ${upns}::text[], ${people.map((one) => one.displayName)}::text[],
      ${people.map((one) => foldName(one.displayName))}::text[]) as given (id, upn, name, key)`);
  await db.query(sql`
    update subscription set quantity = quantity + ${count} where tenant_id = ${tenant.tenantId} and id = (
      select id from subscription where tenant_id = ${tenant.tenantId} and sku_id = ${M365_E3} and state = 'active' limit 1)`);
  await refreshSeats(db, tenant.tenantId);
  const ids = people.map(({ id }) => id);
  operationOf(await changeLicenses(context, requestFor(give(M365_E3), ids, { kind: 'assign' }), { keepGoing: false }));
  return people;
}

const NAMES = ['Ines Aubert', 'Jonas Weber', 'ליאור כהן', 'Maud Lefèvre', 'Oskar Lindqvist'];

/** Takes Microsoft 365 E3 from so many people. Gives the operation's number, and who they are. */
export async function taken(context: Context, count: number, ticket?: string) {
  const people = await holders(context, count);
  const ids = people.map(({ id }) => id);
  const request = requestFor(take(M365_E3), ids, { kind: 'unassign', ...(ticket === undefined ? {} : { ticket }) });
  return { id: operationOf(await changeLicenses(context, request, { keepGoing: true })), people };
}

/** A plan to take Microsoft 365 E3 from so many people. */
export async function planned(context: Context, count: number) {
  const people = await holders(context, count);
  const ids = people.map(({ id }) => id);
  const { operationId } = await planLicenses(context, requestFor(take(M365_E3), ids, { kind: 'unassign' }));
  return { id: operationId, people };
}

/** A plan for which a second administrator was asked. Gives the number of the plan and of the approval. */
export async function waiting(context: Context, by: { readonly id: string; readonly name: string }, count = 2) {
  const { id } = await planned(context, count);
  const approval = await insertApproval(context.db, context.tenant.tenantId, {
    kind: 'removal',
    operationId: id,
    userId: null,
    people: count,
    requestedBy: by.id,
    requestedByName: by.name,
  });
  return { id, approval };
}
