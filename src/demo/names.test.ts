import fc from 'fast-check';
import { expect, test } from 'vitest';
import { latinLetters, nameIn } from './names.ts';
import { OFFICES } from './offices.ts';
import { randomOf } from './random.ts';

test('every name, in whatever script, makes a mailbox of ASCII letters', () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(...OFFICES), (seed, { language }) => {
      const name = nameIn(language, randomOf([seed]));
      expect(name.mailbox).toMatch(/^[a-z]+\.[a-z]+$/);
      expect(name.displayName).toContain(name.givenName);
      expect(name.displayName).toContain(name.surname);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['Łukasz', 'lukasz'],
  ['Weiß', 'weiss'],
  ['Işıl', 'isil'],
  ['İpek', 'ipek'],
  ['Đặng', 'dang'],
  ['D’Aboville', 'daboville'],
  ['Saint-Clair', 'saintclair'],
])('%s is written %s', (name, latin) => expect(latinLetters(name)).toBe(latin));
