import { sql } from '../base/sql.ts';
import type { Database } from '../store/database.ts';

/** A group that gives a product to its members. */
export interface LicensedGroup {
  readonly id: string;
  readonly displayName: string;
  readonly disabledPlans: readonly string[];
  readonly members: number;
  /** Members who have the product by this group, and members for whom it went wrong. */
  readonly assigned: number;
  readonly errors: number;
}

/** The groups that give a product, by name. */
export async function readLicensedGroups(db: Database, tenantId: string, skuId: string): Promise<LicensedGroup[]> {
  return db.query<LicensedGroup>(sql`
    select g.id, g.display_name as "displayName", l.disabled_plans as "disabledPlans",
      (select count(*)::int from group_member m join users u on u.tenant_id = m.tenant_id and u.id = m.user_id
       where m.tenant_id = ${tenantId} and m.group_id = g.id and u.deleted_at is null) as members,
      (select count(*)::int from group_member m join assignment a
         on a.tenant_id = m.tenant_id and a.user_id = m.user_id and a.sku_id = l.sku_id and a.source = m.group_id
       where m.tenant_id = ${tenantId} and m.group_id = g.id and a.state in ('Active', 'ActiveWithError')) as assigned,
      (select count(*)::int from group_member m join assignment a
         on a.tenant_id = m.tenant_id and a.user_id = m.user_id and a.sku_id = l.sku_id and a.source = m.group_id
       where m.tenant_id = ${tenantId} and m.group_id = g.id and a.state in ('Error', 'ActiveWithError')) as errors
    from group_license l join groups g on g.tenant_id = l.tenant_id and g.id = l.group_id
    where l.tenant_id = ${tenantId} and l.sku_id = ${skuId} and g.deleted_at is null order by lower(g.display_name), g.id`);
}

/** A subscription of a product. */
export interface ProductSubscription {
  readonly id: string;
  readonly quantity: number;
  readonly state: 'active' | 'expired' | 'disabled' | 'deleted';
  readonly channel: string;
  readonly term: string;
  readonly isTrial: boolean;
  readonly recurringBilling: boolean;
  readonly purchaser: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

/** The subscriptions of a product, those that end first in front. */
export async function readSubscriptions(db: Database, tenantId: string, skuId: string): Promise<ProductSubscription[]> {
  return db.query<ProductSubscription>(sql`
    select s.id, s.quantity, s.state, s.channel, s.term, s.is_trial as "isTrial", s.recurring_billing as "recurringBilling",
      u.display_name as purchaser, s.starts_at as "startsAt", s.ends_at as "endsAt"
    from subscription s left join users u on u.tenant_id = s.tenant_id and u.id = s.purchaser_id
    where s.tenant_id = ${tenantId} and s.sku_id = ${skuId} order by s.ends_at nulls last, s.created_at, s.id`);
}
