import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLicenses } from './license-cell.ts';

const NAMES: Record<string, string> = {
  'office 365 e3': 'sku-o365e3',
  'enterprise mobility + security e3': 'sku-ems',
  'microsoft 365 f5 security + compliance add-on': 'sku-f5',
  'windows 365 business 16 vcpu, 64 gb, 1 tb': 'sku-w365',
  'power bi (free)': 'sku-bi',
  emspremium: 'sku-ems',
};
const products = {
  skuIdOf: (name: string) => NAMES[name.toLowerCase()],
  similarTo: (name: string) => (name.startsWith('Office 365') ? ['Office 365 E3'] : []),
};

test('names are joined with "+", and a name may have a "+" in it', () => {
  expect(readLicenses('Office 365 E3+Enterprise Mobility + Security E3+Power BI (free)', products)).toEqual({
    skuIds: ['sku-bi', 'sku-ems', 'sku-o365e3'],
  });
  expect(readLicenses('Enterprise Mobility + Security E3', products)).toEqual({ skuIds: ['sku-ems'] });
  expect(readLicenses('MICROSOFT 365 F5 SECURITY + COMPLIANCE ADD-ON+OFFICE 365 E3', products)).toEqual({
    skuIds: ['sku-f5', 'sku-o365e3'],
  });
});

test('spaces around the joining "+" do no harm', () => {
  expect(readLicenses('Office 365 E3 + Power BI (free)', products)).toEqual({ skuIds: ['sku-bi', 'sku-o365e3'] });
});

test.each(['Unlicensed', 'Sans licence', 'unlicensed', '', '  ', 'None'])('"%s" is nothing', (cell) => {
  expect(readLicenses(cell, products)).toEqual({ skuIds: [] });
});

test('part numbers, other separators and repeats are read too', () => {
  expect(readLicenses('EMSPREMIUM; Office 365 E3;', products)).toEqual({ skuIds: ['sku-ems', 'sku-o365e3'] });
  expect(readLicenses('EMSPREMIUM+Enterprise Mobility + Security E3', products)).toEqual({ skuIds: ['sku-ems'] });
  expect(readLicenses('Windows 365 Business 16 vCPU, 64 GB, 1 TB, Office 365 E3', products)).toEqual({
    skuIds: ['sku-o365e3', 'sku-w365'],
  });
});

test('the name that means nothing is told with near ones', () => {
  expect(readLicenses('Power BI (free)+Office 365 E33+Enterprise Mobility + Security E3', products)).toEqual({
    unknownProduct: 'Office 365 E33',
    suggestions: ['Office 365 E3'],
  });
  expect(readLicenses('Mobility + Security', products)).toEqual({
    unknownProduct: 'Mobility + Security',
    suggestions: [],
  });
});

test('any list of products joined with "+" is read back', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(Object.keys(NAMES), { minLength: 1 }), (names) => {
      const expected = [...new Set(names.map((name) => NAMES[name]))].sort();
      expect(readLicenses(names.join('+'), products)).toEqual({ skuIds: expected });
    }),
  );
});

test('a cell of nothing but separators takes no time', () => {
  const started = performance.now();
  readLicenses('+;'.repeat(50_000).concat('x'), products);
  expect(performance.now() - started).toBeLessThan(2000);
});
