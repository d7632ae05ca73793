import { sql } from '../base/sql.ts';
import type { Catalog, Product, ServicePlan, Workload } from '../domain/commerce/catalog.ts';
import type { Database } from './database.ts';

/** Every product and service plan that is stored. */
export async function readCatalog(db: Database): Promise<Catalog> {
  // Products first: plans are written before them and none is removed, so every plan of a product is then there.
  const products = await db.query<ProductRow>(sql`select * from product order by part_number collate "C", sku_id`);
  const plans = await db.query<PlanRow>(sql`select * from service_plan order by name collate "C", plan_id`);
  return {
    products: new Map(products.map((row) => [row.sku_id, productOf(row)])),
    plans: new Map(plans.map((row) => [row.plan_id, planOf(row)])),
  };
}

/** The number that each change of the catalog raises. */
export async function catalogVersion(db: Database): Promise<number> {
  const [row] = await db.query<{ version: number }>(sql`select version from catalog_state`);
  return row?.version ?? 0;
}

/**
 * Stores the products and plans: new ones are added, known ones brought up to date, none removed. Raises the version if
 * anything changed, and tells whether it did.
 */
export async function writeCatalog(db: Database, catalog: Catalog): Promise<boolean> {
  return db.transaction(async (tx) => {
    // First, so that two writers go one after the other and never meet on rows in different orders.
    await tx.query(sql`select version from catalog_state for update`);
    const plans = await tx.query(upsertPlans([...catalog.plans.values()].map(rowOfPlan)));
    const products = await tx.query(upsertProducts([...catalog.products.values()].map(rowOfProduct)));
    const changed = plans.length + products.length > 0;
    if (changed) await tx.query(sql`update catalog_state set version = version + 1`);
    return changed;
  });
}

interface ProductRow {
  sku_id: string;
  part_number: string;
  name_en: string;
  name_fr: string;
  monthly_price_cents: number | null;
  applies_to: 'User' | 'Company';
  plan_ids: readonly string[];
}

interface PlanRow {
  plan_id: string;
  name: string;
  name_en: string;
  name_fr: string;
  applies_to: 'User' | 'Company';
  service: string;
  workloads: readonly Workload[];
  requires_any_of: readonly string[];
  excludes: readonly string[];
  not_in: readonly string[] | null;
  only_in: readonly string[] | null;
}

// Rows travel as JSON, as unnest would flatten their arrays into one.
function upsertProducts(rows: readonly ProductRow[]) {
  return sql`
    insert into product as known (sku_id, part_number, name_en, name_fr, monthly_price_cents, applies_to, plan_ids)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (
      sku_id uuid, part_number text, name_en text, name_fr text, monthly_price_cents integer, applies_to text, plan_ids uuid[])
    on conflict (sku_id) do update set
      part_number = excluded.part_number, name_en = excluded.name_en, name_fr = excluded.name_fr,
      monthly_price_cents = excluded.monthly_price_cents, applies_to = excluded.applies_to, plan_ids = excluded.plan_ids
    where known is distinct from excluded
    returning 1`;
}

function upsertPlans(rows: readonly PlanRow[]) {
  return sql`
    insert into service_plan as known
      (plan_id, name, name_en, name_fr, applies_to, service, workloads, requires_any_of, excludes, not_in, only_in)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (
      plan_id uuid, name text, name_en text, name_fr text, applies_to text, service text, workloads text[],
      requires_any_of uuid[], excludes uuid[], not_in text[], only_in text[])
    on conflict (plan_id) do update set
      name = excluded.name, name_en = excluded.name_en, name_fr = excluded.name_fr, applies_to = excluded.applies_to,
      service = excluded.service, workloads = excluded.workloads, requires_any_of = excluded.requires_any_of,
      excludes = excluded.excludes, not_in = excluded.not_in, only_in = excluded.only_in
    where known is distinct from excluded
    returning 1`;
}

function productOf(row: ProductRow): Product {
  return {
    skuId: row.sku_id,
    partNumber: row.part_number,
    displayName: { en: row.name_en, fr: row.name_fr },
    planIds: row.plan_ids,
    monthlyPriceCents: row.monthly_price_cents,
    appliesTo: row.applies_to,
  };
}

function rowOfProduct(product: Product): ProductRow {
  return {
    sku_id: product.skuId,
    part_number: product.partNumber,
    name_en: product.displayName.en,
    name_fr: product.displayName.fr,
    monthly_price_cents: product.monthlyPriceCents,
    applies_to: product.appliesTo,
    plan_ids: product.planIds,
  };
}

function planOf(row: PlanRow): ServicePlan {
  return {
    planId: row.plan_id,
    name: row.name,
    displayName: { en: row.name_en, fr: row.name_fr },
    appliesTo: row.applies_to,
    service: row.service,
    workloads: row.workloads,
    requiresAnyOf: row.requires_any_of,
    excludes: row.excludes,
    availability: row.only_in === null ? { notIn: row.not_in ?? [] } : { onlyIn: row.only_in },
  };
}

function rowOfPlan(plan: ServicePlan): PlanRow {
  return {
    plan_id: plan.planId,
    name: plan.name,
    name_en: plan.displayName.en,
    name_fr: plan.displayName.fr,
    applies_to: plan.appliesTo,
    service: plan.service,
    workloads: plan.workloads,
    requires_any_of: plan.requiresAnyOf,
    excludes: plan.excludes,
    not_in: 'notIn' in plan.availability ? plan.availability.notIn : null,
    only_in: 'onlyIn' in plan.availability ? plan.availability.onlyIn : null,
  };
}
