import { expect, test } from 'vitest';
import type { Product } from '../../domain/commerce/catalog.ts';
import { shippedCatalog } from '../../domain/commerce/shipped-catalog.ts';
import { readLicenses } from '../../domain/directory/license-cell.ts';
import { productNames } from './product-names.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const catalog = shippedCatalog();
const names = productNames(catalog, new Set());

test('a product is known by whole name, part number and id, in any case', () => {
  for (const name of ['Office 365 E3', 'OFFICE 365 E3', 'enterprisepack', E3]) expect(names.skuIdOf(name)).toBe(E3);
});

test('the beginning of a name is no name, but leads to suggestions', () => {
  expect(names.skuIdOf('Office 365 E')).toBeUndefined();
  expect(names.similarTo('Office 365 E33')).toContain('Office 365 E3 (ENTERPRISEPACK)');
});

test('of two products with one name the owned one is meant, and without one neither', () => {
  const twin: Product = {
    ...(catalog.products.get(E3) as Product),
    skuId: '00000000-0000-4000-8000-000000000001',
    partNumber: 'TWIN',
  };
  const twins = { ...catalog, products: new Map([...catalog.products, [twin.skuId, twin]]) };
  expect(productNames(twins, new Set([twin.skuId])).skuIdOf('Office 365 E3')).toBe(twin.skuId);
  expect(productNames(twins, new Set()).skuIdOf('Office 365 E3')).toBeUndefined();
  expect(productNames(twins, new Set()).similarTo('Office 365 E3')).toEqual([
    'Office 365 E3 (ENTERPRISEPACK)',
    'Office 365 E3 (TWIN)',
  ]);
});

test('every product of the shipped catalog is read back from a cell with all others, in both languages', () => {
  for (const language of ['en', 'fr'] as const) {
    const products = [...catalog.products.values()].filter(
      ({ displayName }) => names.skuIdOf(displayName[language]) !== undefined,
    );
    expect(products.length).toBeGreaterThan(catalog.products.size * 0.9);
    const cell = products.map(({ displayName }) => displayName[language]).join('+');
    expect(readLicenses(cell, names)).toEqual({ skuIds: products.map(({ skuId }) => skuId).sort() });
  }
});
