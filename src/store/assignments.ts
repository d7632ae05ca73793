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
