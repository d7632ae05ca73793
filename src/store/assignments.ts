import type { AssignmentPath } from '../domain/licensing/profile.ts';
import type { Database } from './database.ts';

export interface DatedPath extends AssignmentPath {
  readonly error: string;
  readonly updatedAt: Date;
}

/** Every path on which a person has a product. */
export async function readPaths(db: Database, tenantId: string, userId: string): Promise<DatedPath[]> {
  return db.query<DatedPath>({
    name: 'paths-of-user',
    text: `select sku_id as "skuId", source, disabled_plans::text[] as "disabledPlans", state, error, updated_at as "updatedAt"
      from assignment where tenant_id = $1 and user_id = $2 order by sku_id, source`,
    values: [tenantId, userId],
  });
}

/** Every path on which each of these people has a product, by person; set-based. */
export async function readPathsOf(
  db: Database,
  tenantId: string,
  userIds: readonly string[],
): Promise<Map<string, AssignmentPath[]>> {
  const rows = await db.query<{ userId: string; paths: AssignmentPath[] }>({
    name: 'paths-of-users',
    text: `select user_id as "userId", jsonb_agg(jsonb_build_object('skuId', sku_id, 'source', source,
        'disabledPlans', disabled_plans, 'state', state) order by sku_id, source) as paths
      from assignment where tenant_id = $1 and user_id = any($2::uuid[]) group by user_id`,
    values: [tenantId, userIds],
  });
  return new Map(rows.map(({ userId, paths }) => [userId, paths]));
}
