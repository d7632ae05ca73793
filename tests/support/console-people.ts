import { newId } from '../../src/base/id.ts';
import { sql } from '../../src/base/sql.ts';
import { foldName } from '../../src/domain/directory/fold-name.ts';
import { DIRECT } from '../../src/domain/licensing/profile.ts';
import { changeLicenses } from '../../src/operations/licensing/change-licenses.ts';
import { refreshSeats } from '../../src/store/seats.ts';
import type { ConsoleServer } from './console.ts';

/** Adds people to the sample tenant, with these products and the seats they need. Gives their ids in order of name. */
export async function addPeople(
  server: ConsoleServer,
  names: readonly string[],
  skuIds: readonly string[],
): Promise<readonly string[]> {
  const { db, tenant } = server;
  const { tenantId } = tenant;
  const people = names.map((name) => ({ id: newId(), name }));
  for (const { id, name } of people) {
    const upn = `${name.toLowerCase().replaceAll(' ', '.')}@${tenant.defaultDomain}`;
    await db.query(sql`
      insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, mail, usage_location, created_at)
      values (${tenantId}, ${id}, ${upn}, ${upn}, ${name}, ${foldName(name)}, ${upn}, 'FR', now())`);
  }
  for (const skuId of skuIds) await addSeats(server, skuId, names.length);
  if (skuIds.length > 0)
    await give(
      server,
      skuIds,
      people.map(({ id }) => id),
    );
  return people.map(({ id }) => id);
}

/** Gives products to people, as whoever runs the server. */
export async function give(server: ConsoleServer, skuIds: readonly string[], userIds: readonly string[]) {
  const result = await changeLicenses(
    server.context,
    {
      kind: 'assign',
      groups: [
        {
          change: { kind: 'change', add: skuIds.map((skuId) => ({ skuId })), remove: [] },
          people: { kind: 'ids', userIds },
        },
      ],
      selection: { by: 'list', count: userIds.length },
      unmatched: [],
    },
    { keepGoing: false },
  );
  if (result.kind !== 'applied') throw new Error(`Not given: ${JSON.stringify(result)}`);
}

/** Buys seats of a product. */
export async function addSeats({ db, tenant }: ConsoleServer, skuId: string, quantity: number): Promise<void> {
  await db.query(sql`
    insert into subscription (tenant_id, id, sku_id, quantity, state, channel, term, starts_at, created_at)
    values (${tenant.tenantId}, ${newId()}, ${skuId}, ${quantity}, 'active', 'direct', 'annual', now(), now())`);
  await refreshSeats(db, tenant.tenantId);
}

/** The products that somebody has on the direct path. */
export async function directOf({ db, tenant }: ConsoleServer, userId: string): Promise<string[]> {
  const rows = await db.query<{ skuId: string }>(sql`
    select sku_id as "skuId" from assignment
    where tenant_id = ${tenant.tenantId} and user_id = ${userId} and source = ${DIRECT} order by 1`);
  return rows.map(({ skuId }) => skuId);
}
