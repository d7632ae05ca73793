import { expect, test } from 'vitest';
import { countryCode } from './countries.ts';

test('a code stands for itself in any case', () => {
  expect(countryCode('FR')).toBe('FR');
  expect(countryCode(' us ')).toBe('US');
});

test.each([
  ['United States', 'US'],
  ['États-Unis', 'US'],
  ['ETATS UNIS', 'US'],
  ['united kingdom', 'GB'],
  ['Royaume-Uni', 'GB'],
  ['Côte d’Ivoire', 'CI'],
  ["cote d'ivoire", 'CI'],
  ['Hong Kong', 'HK'],
])('%s is %s, whatever the accents and apostrophes', (name, code) => {
  expect(countryCode(name)).toBe(code);
});

test.each(['UK', 'EU', 'XX', 'Atlantis', '', '-'])('"%s" is no country', (text) => {
  expect(countryCode(text)).toBeUndefined();
});
