import fc from 'fast-check';
import { expect, test } from 'vitest';
import { covers, isWithin, type Reach, type UnitRule } from './reach.ts';

const anyDepartment = fc.constantFrom('Sales', 'sales', 'HR', 'Ventes');
const anyCountry = fc.constantFrom('FR', 'US');
const anyUnit: fc.Arbitrary<UnitRule> = fc.record({
  department: fc.option(anyDepartment),
  usageLocation: fc.option(anyCountry),
});
const anyReach: fc.Arbitrary<Reach> = fc.oneof(fc.constant('everybody' as const), fc.array(anyUnit, { maxLength: 3 }));
const anyPerson = fc.record({ department: fc.option(anyDepartment), usageLocation: fc.option(anyCountry) });

test('a unit has the people of its department, whatever the case, and of its usage location; of both when it names both', () => {
  const adele = { department: 'SALES', usageLocation: 'FR' };
  expect(isWithin([{ department: 'Sales', usageLocation: null }], adele)).toBe(true);
  expect(isWithin([{ department: null, usageLocation: 'FR' }], adele)).toBe(true);
  expect(isWithin([{ department: 'Sales', usageLocation: 'US' }], adele)).toBe(false);
  expect(isWithin([{ department: 'Sales Europe', usageLocation: null }], adele)).toBe(false);
  expect(isWithin([{ department: 'Sales', usageLocation: null }], { department: null, usageLocation: null })).toBe(
    false,
  );
});

test('everybody is within everybody’s reach, and nobody within none', () => {
  fc.assert(
    fc.property(anyPerson, (person) => {
      expect(isWithin('everybody', person)).toBe(true);
      expect(isWithin([], person)).toBe(false);
    }),
  );
});

test('a reach that covers another has all of its people', () => {
  fc.assert(
    fc.property(anyReach, anyReach, anyPerson, (reach, other, person) => {
      if (covers(reach, other) && isWithin(other, person)) expect(isWithin(reach, person)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('every reach covers itself, everybody’s covers all, and no list of units covers everybody’s', () => {
  fc.assert(
    fc.property(anyReach, (reach) => {
      expect(covers(reach, reach)).toBe(true);
      expect(covers('everybody', reach)).toBe(true);
      if (reach !== 'everybody') expect(covers(reach, 'everybody')).toBe(false);
    }),
  );
});
