import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import type { Product, ServicePlan } from '../domain/commerce/catalog.ts';
import { shippedCatalog } from '../domain/commerce/shipped-catalog.ts';
import { catalogVersion, readCatalog, writeCatalog } from './catalog.ts';
import type { DatabasePool } from './database.ts';

let db: DatabasePool;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const catalog = shippedCatalog();
const SKU = '6fd2c87f-b296-42f0-b197-1e91e994b900';

test('a catalog is read as it was written, and only what changes raises the version', async () => {
  expect(await readCatalog(db)).toEqual({ products: new Map(), plans: new Map() });
  const empty = await catalogVersion(db);

  expect(await writeCatalog(db, catalog)).toBe(true);
  expect(await readCatalog(db)).toEqual(catalog);
  expect(await catalogVersion(db)).toBe(empty + 1);

  expect(await writeCatalog(db, catalog)).toBe(false);
  expect(await catalogVersion(db)).toBe(empty + 1);
});

test('one changed product or plan is stored, and what is not named stays', async () => {
  await writeCatalog(db, catalog);
  const version = await catalogVersion(db);
  const product: Product = { ...known(catalog.products.get(SKU)), monthlyPriceCents: null };
  const plan: ServicePlan = {
    ...known([...catalog.plans.values()][0]),
    availability: { onlyIn: ['FR'] },
    workloads: [],
  };

  expect(await writeCatalog(db, { products: new Map([[SKU, product]]), plans: new Map() })).toBe(true);
  expect(await writeCatalog(db, { products: new Map(), plans: new Map([[plan.planId, plan]]) })).toBe(true);

  expect(await catalogVersion(db)).toBe(version + 2);
  const stored = await readCatalog(db);
  expect(stored.products.get(SKU)).toEqual(product);
  expect(stored.plans.get(plan.planId)).toEqual(plan);
  expect(stored.products.size).toBe(catalog.products.size);
});

test('writers at the same time do not hinder each other', async () => {
  const version = await catalogVersion(db);
  const priced = [1, 2, 3, 4].map((cents) => ({
    products: new Map([...catalog.products].map(([id, product]) => [id, { ...product, monthlyPriceCents: cents }])),
    plans: catalog.plans,
  }));
  await Promise.all(priced.map((each) => writeCatalog(db, each)));
  expect(await catalogVersion(db)).toBe(version + 4);
  expect(
    new Set([...(await readCatalog(db)).products.values()].map(({ monthlyPriceCents }) => monthlyPriceCents)).size,
  ).toBe(1);
});

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Missing');
  return value;
}
