import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Catalog, Product } from './catalog.ts';
import { findProduct } from './find-product.ts';
import { shippedCatalog } from './shipped-catalog.ts';

const catalog = shippedCatalog();
const products = [...catalog.products.values()];

test.each([
  ['a part number', 'ENTERPRISEPACK', 'ENTERPRISEPACK'],
  ['a part number in another case, with spaces around', '  spe_e3 ', 'SPE_E3'],
  ['a SKU id', '6FD2C87F-B296-42F0-B197-1E91E994B900', 'ENTERPRISEPACK'],
  ['an English name', 'exchange online (plan 2)', 'EXCHANGEENTERPRISE'],
  ['a French name', 'Téléphonie Teams Standard', 'MCOEV'],
  ['a French name without its accents', 'telephonie teams standard', 'MCOEV'],
  ['a French name with the other apostrophe', "Forfait d'appels nationaux Microsoft Teams", 'MCOPSTN1'],
  ['a beginning that only one has', 'Power BI Prem', 'PBI_PREMIUM_PER_USER'],
  ['a whole part number that others begin with', 'MCOEV', 'MCOEV'],
  ['a whole name that others begin with', 'Microsoft 365 E3', 'SPE_E3'],
])('finds a product by %s', (_, typed, partNumber) => {
  const found = findProduct(typed, catalog);
  expect(found.kind === 'found' && found.product.partNumber).toBe(partNumber);
});

test('what could be several is told with all of them', () => {
  const found = findProduct('Visio', catalog);
  expect(found.kind === 'ambiguous' && found.products.map(({ partNumber }) => partNumber).sort()).toEqual([
    'VISIOCLIENT',
    'VISIOONLINE_PLAN1',
  ]);
});

test('a part number that two products share is ambiguous', () => {
  const twins = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'].map(
    (skuId): Product => ({
      skuId,
      partNumber: 'MCOPSTN5',
      displayName: { en: skuId, fr: skuId },
      planIds: [],
      monthlyPriceCents: null,
      appliesTo: 'User',
    }),
  );
  const both: Catalog = { products: new Map(twins.map((twin) => [twin.skuId, twin])), plans: new Map() };
  expect(findProduct('mcopstn5', both)).toEqual({ kind: 'ambiguous', products: twins });
});

test.each([
  ['ENTERPISEPACK', 'ENTERPRISEPACK'],
  ['SPEE5', 'SPE_E5'],
  ['Micorsoft 365 Copilot', 'Microsoft_365_Copilot'],
  ['Conference audoi Microsoft 365', 'MCOMEETADV'],
  ['Copilot', 'Microsoft_365_Copilot'],
])('for %s it suggests %s first', (typed, partNumber) => {
  const found = findProduct(typed, catalog);
  expect(found.kind === 'unknown' && found.suggestions[0]?.partNumber).toBe(partNumber);
});

test('nothing typed, or nothing like it, suggests nothing', () => {
  expect(findProduct(' ', catalog)).toEqual({ kind: 'unknown', suggestions: [] });
  expect(findProduct('a bicycle for everybody', catalog)).toEqual({ kind: 'unknown', suggestions: [] });
});

test('every product is found by its id and by its part number in any case', () => {
  fc.assert(
    fc.property(fc.constantFrom(...products), fc.infiniteStream(fc.boolean()), (product, coin) => {
      const anyCase = (text: string) =>
        [...text].map((letter) => (coin.next().value ? letter.toUpperCase() : letter.toLowerCase())).join('');
      expect(findProduct(anyCase(product.skuId), catalog)).toEqual({ kind: 'found', product });
      expect(findProduct(anyCase(product.partNumber), catalog)).toEqual({ kind: 'found', product });
    }),
  );
});

test('after one wrong or missing letter in a part number something is still told, and at most three suggestions', () => {
  const long = products.filter(({ partNumber }) => partNumber.length > 4);
  fc.assert(
    fc.property(fc.constantFrom(...long), fc.nat(), fc.constantFrom('#', ''), ({ partNumber }, at, put) => {
      const place = at % partNumber.length;
      const found = findProduct(partNumber.slice(0, place) + put + partNumber.slice(place + 1), catalog);
      if (found.kind !== 'unknown') return;
      expect(found.suggestions.length).toBeGreaterThan(0);
      expect(found.suggestions.length).toBeLessThanOrEqual(3);
    }),
  );
});

test('any text gets an answer', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (typed) => {
      expect(['found', 'ambiguous', 'unknown']).toContain(findProduct(typed, catalog).kind);
    }),
  );
});
