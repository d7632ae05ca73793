import { CsvError, parse } from 'csv-parse/sync';
import { isGuid } from '../../base/id.ts';
import type { Catalog, Product } from './catalog.ts';
import { appliesToOfProduct, familyOfPlan } from './plan-family.ts';
import { type PlainPlan, plansWithRules } from './plan-rules.ts';

/** A row of the file that was left out, and why. `line` is where it ends, from 1, the header included. */
export interface RefusedRow {
  readonly line: number;
  readonly reason: 'missingValue' | 'notAGuid' | 'conflictingPartNumber';
  readonly column: CatalogColumn;
  readonly value: string;
}

/** The products and service plans that a file names. */
export type CatalogFile =
  | { readonly kind: 'unreadable'; readonly line: number }
  | { readonly kind: 'missingColumns'; readonly columns: readonly string[] }
  | {
      readonly kind: 'read';
      readonly products: readonly FileProduct[];
      readonly plans: readonly FilePlan[];
      readonly refusedRows: readonly RefusedRow[];
    };

interface FileProduct {
  readonly skuId: string;
  readonly partNumber: string;
  readonly displayName: string;
  readonly planIds: readonly string[];
}

interface FilePlan {
  readonly planId: string;
  readonly name: string;
  readonly displayName: string;
}

/** Each value that a row carries, under Microsoft's heading and under the short one. The first is the one we ask for. */
const COLUMNS = {
  productName: ['Product_Display_Name', 'product_name'],
  partNumber: ['String_Id', 'sku_part_number'],
  skuId: ['GUID', 'sku_id'],
  planName: ['Service_Plan_Name', 'service_plan_name'],
  planId: ['Service_Plan_Id', 'service_plan_id'],
  planDisplayName: ['Service_Plans_Included_Friendly_Names', 'service_plan_display_name'],
} as const;

type CatalogColumn = keyof typeof COLUMNS;

const COLUMN_NAMES = Object.keys(COLUMNS) as CatalogColumn[];

/**
 * Reads Microsoft's table "Product names and service plan identifiers for licensing": one row a product and plan. What
 * cannot be used is told row by row and the rest is read. Products are told apart by their GUID, as part numbers are not
 * unique; of several names of one product or plan the first counts.
 */
export function readCatalogCsv(text: string): CatalogFile {
  const records = parseCsv(text);
  if ('kind' in records) return records;
  const [header, ...rows] = records;
  const headings = (header?.record ?? []).map((heading) => heading.trim().toLowerCase());
  const places = COLUMN_NAMES.map((column) => {
    const accepted = COLUMNS[column].map((heading) => heading.toLowerCase());
    return headings.findIndex((heading) => accepted.includes(heading));
  });
  const missing = COLUMN_NAMES.filter((_, index) => places[index] === -1);
  if (missing.length > 0) return { kind: 'missingColumns', columns: missing.map((column) => COLUMNS[column][0]) };

  const products = new Map<string, FileProduct & { planIds: string[] }>();
  const plans = new Map<string, FilePlan>();
  const refusedRows: RefusedRow[] = [];
  for (const { record, info } of rows) {
    const values = COLUMN_NAMES.map((_, index) => tidy(record[places[index] ?? -1] ?? ''));
    const row = Object.fromEntries(COLUMN_NAMES.map((column, index) => [column, values[index]])) as CatalogRow;
    const product = products.get(row.skuId.toLowerCase());
    const fault = faultOf(row, product);
    if (fault) {
      refusedRows.push({ line: info.lines, ...fault, value: row[fault.column] });
      continue;
    }
    const skuId = row.skuId.toLowerCase();
    const planId = row.planId.toLowerCase();
    if (!plans.has(planId)) {
      plans.set(planId, { planId, name: row.planName, displayName: row.planDisplayName || row.planName });
    }
    if (!product) {
      products.set(skuId, { skuId, partNumber: row.partNumber, displayName: row.productName, planIds: [planId] });
    } else if (!product.planIds.includes(planId)) {
      product.planIds.push(planId);
    }
  }
  return { kind: 'read', products: [...products.values()], plans: [...plans.values()], refusedRows };
}

interface CatalogMerge {
  readonly catalog: Catalog;
  readonly newProducts: number;
  /** Known products that got service plans. */
  readonly extendedProducts: number;
  readonly newPlans: number;
}

/**
 * The known catalog with what a file adds. Known products keep their names and prices and get the plans they lacked; none
 * loses a plan. New ones are named in English only, have no price, and what their plans give is guessed from the names.
 */
export function mergeCatalog(known: Catalog, file: Extract<CatalogFile, { kind: 'read' }>): CatalogMerge {
  const plans = new Map<string, PlainPlan>(known.plans);
  for (const { planId, name, displayName } of file.plans) {
    if (plans.has(planId)) continue;
    plans.set(planId, { planId, name, displayName: { en: displayName, fr: displayName }, ...familyOfPlan(name) });
  }
  const products = new Map(known.products);
  let extendedProducts = 0;
  for (const { skuId, partNumber, displayName, planIds } of file.products) {
    const product: Product = products.get(skuId) ?? {
      skuId,
      partNumber,
      displayName: { en: displayName, fr: displayName },
      planIds: [],
      monthlyPriceCents: null,
      appliesTo: appliesToOfProduct(partNumber),
    };
    const added = planIds.filter((planId) => !product.planIds.includes(planId));
    if (added.length > 0 && products.has(skuId)) extendedProducts += 1;
    products.set(skuId, { ...product, planIds: [...product.planIds, ...added] });
  }
  return {
    catalog: { products, plans: plansWithRules(plans.values()) },
    newProducts: products.size - known.products.size,
    extendedProducts,
    newPlans: plans.size - known.plans.size,
  };
}

type CatalogRow = Record<CatalogColumn, string>;

/** What csv-parse gives with `info`. */
interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function parseCsv(text: string): CsvRecord[] | Extract<CatalogFile, { kind: 'unreadable' }> {
  const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true };
  try {
    return parse(text, options) as unknown as CsvRecord[];
  } catch (error) {
    if (error instanceof CsvError) return { kind: 'unreadable', line: Number(error.lines ?? 1) };
    throw error;
  }
}

function tidy(value: string): string {
  return value.replace(/\s+/g, ' ').trim();
}

function faultOf(row: CatalogRow, product: FileProduct | undefined): Pick<RefusedRow, 'reason' | 'column'> | undefined {
  const empty = COLUMN_NAMES.find((column) => column !== 'planDisplayName' && row[column] === '');
  if (empty) return { reason: 'missingValue', column: empty };
  if (!isGuid(row.skuId)) return { reason: 'notAGuid', column: 'skuId' };
  if (!isGuid(row.planId)) return { reason: 'notAGuid', column: 'planId' };
  if (product && product.partNumber.toLowerCase() !== row.partNumber.toLowerCase()) {
    return { reason: 'conflictingPartNumber', column: 'partNumber' };
  }
  return undefined;
}
