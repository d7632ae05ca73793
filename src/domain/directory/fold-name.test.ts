import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldName } from './fold-name.ts';

test.for([
  ['  Zoë   ÅNGSTRÖM ', 'zoe angstrom'],
  ['Ｆｕｌｌ\u00a0Width', 'full width'],
  ['Łukasz', 'łukasz'],
  ['İpek', 'ipek'],
  ['ΟΔΥΣΣΕΥΣ', 'οδυσσευσ'],
  ['', ''],
] as const)('%s is folded to %s', ([name, folded]) => {
  expect(foldName(name)).toBe(folded);
});

test('folding again changes nothing, and case does not matter', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      expect(foldName(foldName(name))).toBe(foldName(name));
      expect(foldName(name.toLowerCase())).toBe(foldName(name));
    }),
  );
});

test('what begins with a text begins with its folded form when folded', () => {
  const unit = fc.oneof(
    fc.constantFrom('Σ', 'ς', ' ', '\u00a0', 'e\u0301', 'É', 'İ', 'ß', '´', '가', '각', '\u0345'),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  );
  const part = fc.array(unit, { maxLength: 6 }).map((units) => units.join(''));
  fc.assert(
    fc.property(part, part, (beginning, rest) => {
      expect(foldName(beginning + rest).startsWith(foldName(beginning))).toBe(true);
    }),
    { numRuns: 5000 },
  );
});
