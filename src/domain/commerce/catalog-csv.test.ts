import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Catalog } from './catalog.ts';
import { type CatalogFile, mergeCatalog, readCatalogCsv } from './catalog-csv.ts';
import { shippedCatalog } from './shipped-catalog.ts';

const MICROSOFT =
  'Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names';
const SHORT = 'product_name,sku_part_number,sku_id,service_plan_name,service_plan_id,service_plan_display_name';

const SKU = '11111111-aaaa-4111-8111-111111111111';
const OTHER_SKU = '22222222-aaaa-4222-8222-222222222222';
const PLAN = '33333333-bbbb-4333-8333-333333333333';
const OTHER_PLAN = '44444444-bbbb-4444-8444-444444444444';

test.each([
  ['Microsoft’s heading', MICROSOFT],
  ['Microsoft’s heading behind a byte order mark', `\uFEFF${MICROSOFT}`],
  ['the short heading', SHORT],
  ['a heading in another case with spaces', ` ${MICROSOFT.toUpperCase().replaceAll(',', ' , ')} `],
])('reads %s', (_, heading) => {
  expect(readCatalogCsv(`${heading}\r\nNew Suite,NEW_SUITE,${SKU},NEW_PLAN,${PLAN},New Plan\r\n`)).toEqual({
    kind: 'read',
    products: [{ skuId: SKU, partNumber: 'NEW_SUITE', displayName: 'New Suite', planIds: [PLAN] }],
    plans: [{ planId: PLAN, name: 'NEW_PLAN', displayName: 'New Plan' }],
    refusedRows: [],
  });
});

test('columns may stand in any order, among others', () => {
  const file = readRows(`x,${SHORT.split(',').reverse().join(',')}`, [
    `-,New Plan,${PLAN},NEW_PLAN,${SKU},NEW,New Suite`,
  ]);
  expect(file.products).toEqual([{ skuId: SKU, partNumber: 'NEW', displayName: 'New Suite', planIds: [PLAN] }]);
});

test('a file without the needed columns is one refusal that names them', () => {
  expect(readCatalogCsv('GUID,String_Id,Service_Plan_Name,Service_Plan_Id,Product_Display_Name\n')).toEqual({
    kind: 'missingColumns',
    columns: ['Service_Plans_Included_Friendly_Names'],
  });
  expect(readCatalogCsv('')).toMatchObject({ kind: 'missingColumns' });
});

test('what is not CSV is refused with its line', () => {
  expect(readCatalogCsv(`${SHORT}\nA,B,"${SKU}\n`)).toMatchObject({ kind: 'unreadable' });
});

test('products are told apart by GUID: one part number may stand for two of them', () => {
  const file = readRows(SHORT, [`Calls,MCOPSTN5,${SKU},P,${PLAN},P`, `Calls,MCOPSTN5,${OTHER_SKU},P,${PLAN},P`]);
  expect(file.products.map(({ skuId }) => skuId)).toEqual([SKU, OTHER_SKU]);
});

test('case and white space do not make a second product or plan, repeats are dropped, and the first name counts', () => {
  const file = readRows(SHORT, [
    `New  Suite ,NEW,${SKU},Plan_A,${PLAN}, Plan A `,
    `New Suite,new,${SKU.toUpperCase()},PLAN_A,${PLAN.toUpperCase()},PLAN A`,
    `" New\nSuite (renamed)",NEW,${SKU},Plan_B,${OTHER_PLAN},`,
  ]);
  expect(file).toMatchObject({
    products: [{ skuId: SKU, partNumber: 'NEW', displayName: 'New Suite', planIds: [PLAN, OTHER_PLAN] }],
    plans: [
      { planId: PLAN, name: 'Plan_A', displayName: 'Plan A' },
      { planId: OTHER_PLAN, name: 'Plan_B', displayName: 'Plan_B' },
    ],
    refusedRows: [],
  });
});

test('rows that cannot be used are told with line and reason, and the others are read', () => {
  const file = readRows(SHORT, [
    `Good,GOOD,${SKU},P,${PLAN},P`,
    `Bad,BAD,not-a-guid,P,${PLAN},P`,
    `Bad,BAD,${OTHER_SKU},P,${PLAN}0,P`,
    `Bad,BAD,${OTHER_SKU}`,
    '',
    `Good,WORSE,${SKU},Q,${OTHER_PLAN},Q`,
    `,NAMELESS,${OTHER_SKU},P,${PLAN},P`,
  ]);
  expect(file.refusedRows).toEqual([
    { line: 3, reason: 'notAGuid', column: 'skuId', value: 'not-a-guid' },
    { line: 4, reason: 'notAGuid', column: 'planId', value: `${PLAN}0` },
    { line: 5, reason: 'missingValue', column: 'planName', value: '' },
    { line: 7, reason: 'conflictingPartNumber', column: 'partNumber', value: 'WORSE' },
    { line: 8, reason: 'missingValue', column: 'productName', value: '' },
  ]);
  expect(file.products).toHaveLength(1);
  expect(file.plans).toHaveLength(1);
});

test('a known product keeps its names and price and gets the plans that it lacked', () => {
  const known = shippedCatalog();
  const sku = '6fd2c87f-b296-42f0-b197-1e91e994b900';
  const before = known.products.get(sku);
  const merged = mergeCatalog(
    known,
    readRows(SHORT, [`OFFICE 365 E3,ENTERPRISEPACK,${sku},NEW_PLAN,${PLAN},New Plan`]),
  );
  expect(merged).toMatchObject({ newProducts: 0, extendedProducts: 1, newPlans: 1 });
  expect(merged.catalog.products.get(sku)).toEqual({ ...before, planIds: [...(before?.planIds ?? []), PLAN] });
  expect(known.products.get(sku)).toBe(before);
});

test('a new product has no price, one name for both languages, and plans whose workloads are guessed', () => {
  const file = readRows(SHORT, [`Exchange for All,EXO_ALL,${SKU},EXCHANGE_S_TOMORROW,${PLAN},Exchange Tomorrow`]);
  const { catalog } = mergeCatalog(shippedCatalog(), file);
  expect(catalog.products.get(SKU)).toMatchObject({
    displayName: { en: 'Exchange for All', fr: 'Exchange for All' },
    monthlyPriceCents: null,
    appliesTo: 'User',
  });
  expect(catalog.plans.get(PLAN)).toMatchObject({
    workloads: ['exchange'],
    service: 'exchange',
    requiresAnyOf: [],
    excludes: [],
  });
});

test('a plan that arrives with a file gets the rules of the table, toward known plans and from them', () => {
  const developer = 'a361d6e2-509e-4e25-a8ad-950060064ef4';
  const enterprise = '5dbe027f-2339-4123-9542-606e4d348a72';
  const file = readRows(SHORT, [
    `Dev,DEVELOPERPACK,${SKU},SHAREPOINT_S_DEVELOPER,${developer},SharePoint for Developer`,
  ]);
  const { catalog } = mergeCatalog(shippedCatalog(), file);
  expect(catalog.plans.get(developer)?.excludes).toContain(enterprise);
  expect(catalog.plans.get(enterprise)?.excludes).toContain(developer);
});

test('a file that says what is known already changes nothing', () => {
  const known = shippedCatalog();
  const merged = mergeCatalog(known, readCatalog(csvOf(rowsOf(known))));
  expect(merged).toEqual({ catalog: known, newProducts: 0, extendedProducts: 0, newPlans: 0 });
});

test('whatever the order of its rows, a big file is read whole', () => {
  const copies = Array.from({ length: 4 }, (_, copy) =>
    rowsOf(shippedCatalog()).map((row) => row.with(2, `${copy}${row[2]?.slice(1)}`)),
  ).flat();
  fc.assert(
    fc.property(fc.shuffledSubarray(copies, { minLength: copies.length }), (shuffled) => {
      const file = readCatalog(csvOf(shuffled));
      expect(file.refusedRows).toEqual([]);
      expect(file.products.flatMap(({ planIds }) => planIds)).toHaveLength(copies.length);
    }),
    { numRuns: 3 },
  );
});

function rowsOf({ products, plans }: Catalog): string[][] {
  return [...products.values()].flatMap(({ displayName, partNumber, skuId, planIds }) =>
    planIds.map((planId) => {
      const plan = plans.get(planId);
      return [displayName.en, partNumber, skuId, plan?.name ?? '', planId, plan?.displayName.en ?? ''];
    }),
  );
}

function csvOf(rows: readonly string[][]): string {
  return stringify([SHORT.split(','), ...rows]);
}

function readRows(heading: string, rows: readonly string[]) {
  return readCatalog([heading, ...rows].join('\n'));
}

function readCatalog(text: string): Extract<CatalogFile, { kind: 'read' }> {
  const file = readCatalogCsv(text);
  if (file.kind !== 'read') throw new Error(`Not read: ${file.kind}`);
  return file;
}
