import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differing, namedCurrencies, wholeNumber } from './values.ts';

const range = { min: 30, max: 3650 };

test('a whole number within its range is meant however it is spaced, anything else is none', () => {
  expect(['30', ' 3650 ', '1 000', '1\u202f000'].map((text) => wholeNumber(text, range))).toEqual([
    30, 3650, 1000, 1000,
  ]);
  for (const text of ['', '29', '3651', '-40', '40.5', '4e2', '0x40', 'forty', '99999999999']) {
    expect(wholeNumber(text, range), text).toBeUndefined();
  }
});

test('every number within the range is taken as it is written', () => {
  fc.assert(fc.property(fc.integer(range), (value) => wholeNumber(String(value), range) === value));
});

test('only what differs is sent', () => {
  expect(differing({ a: 1, b: 'x', c: null }, { a: 1, b: 'y', c: null, d: 4 })).toEqual({ b: 'x' });
});

test('currencies stand by their names, which begin with a capital in both languages', () => {
  expect(namedCurrencies(['USD', 'EUR'], 'fr').map(({ text }) => text)).toEqual([
    'Dollar des États-Unis (USD)',
    'Euro (EUR)',
  ]);
});
