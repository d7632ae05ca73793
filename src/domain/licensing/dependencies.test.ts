import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyWorld } from '../../../tests/support/random-tenant.ts';
import { catalogOf, SMALL_CATALOG } from '../../../tests/support/small-catalog.ts';
import { sameViolation, type Violation, violationsOf } from './dependencies.ts';

test.each<[string, string[], Violation[]]>([
  ['plans that get along', ['mail1', 'mail2', 'files2', 'web'], []],
  ['the two SharePoint plans (R-AS-6)', ['files2', 'files1'], [exclusive('files1', 'files2')]],
  ['Office for the web without files (R-AS-7)', ['web'], [missing('web', ['files1', 'files2'])]],
  ['one of the two that would do', ['web', 'files1'], []],
  ['a chain that lacks its middle', ['teams', 'calling'], [missing('calling', ['phone'])]],
  ['a chain that lacks its foot', ['phone', 'calling'], [missing('phone', ['teams'])]],
  ['a plan that the catalog does not know', ['nobody-knows'], []],
])('%s', (_what, planIds, violations) => {
  expect(violationsOf(planIds, SMALL_CATALOG)).toEqual(violations);
});

test('what excludes is told before what is missing, each in the order of ids', () => {
  const catalog = catalogOf(
    {
      a: { requiresAnyOf: ['z'] },
      b: { excludes: ['c', 'd'] },
      c: { excludes: ['b'] },
      d: { excludes: ['b'], requiresAnyOf: ['y'] },
      y: {},
      z: {},
    },
    {},
  );
  const expected = [exclusive('b', 'c'), exclusive('b', 'd'), missing('a', ['z']), missing('d', ['y'])];
  expect(violationsOf(['a', 'b', 'c', 'd'], catalog)).toEqual(expected);
  expect(violationsOf(['d', 'c', 'b', 'a', 'a'], catalog)).toEqual(expected);
});

test('violations are the same when kind and plans are', () => {
  expect(sameViolation(exclusive('a', 'b'), exclusive('a', 'b'))).toBe(true);
  expect(sameViolation(exclusive('a', 'b'), exclusive('a', 'c'))).toBe(false);
  expect(sameViolation(exclusive('a', 'b'), exclusive('b', 'b'))).toBe(false);
  expect(sameViolation(exclusive('a', 'b'), missing('a', ['b']))).toBe(false);
  expect(sameViolation(missing('a', ['b']), exclusive('a', 'b'))).toBe(false);
  expect(sameViolation(missing('a', ['b']), missing('a', ['c']))).toBe(true);
  expect(sameViolation(missing('a', ['b']), missing('b', ['b']))).toBe(false);
});

test('whatever plans are held: each excluded pair is told once, and each plan without what it needs', () => {
  fc.assert(
    fc.property(
      anyWorld.chain(({ catalog }) => fc.tuple(fc.constant(catalog), fc.subarray([...catalog.plans.keys()]))),
      ([catalog, held]) => {
        const told = violationsOf(held, catalog).map((violation) => JSON.stringify(violation));
        const expected = held.flatMap((planId) => {
          const { excludes = [], requiresAnyOf = [] } = catalog.plans.get(planId) ?? {};
          const pairs = held.filter((other) => planId < other && excludes.includes(other));
          const lacks = requiresAnyOf.length > 0 && requiresAnyOf.every((needed) => !held.includes(needed));
          return [
            ...pairs.map((other) => exclusive(planId, other)),
            ...(lacks ? [missing(planId, requiresAnyOf)] : []),
          ].map((violation) => JSON.stringify(violation));
        });
        expect(told.toSorted()).toEqual(expected.toSorted());
      },
    ),
  );
});

function exclusive(planId: string, otherPlanId: string): Violation {
  return { kind: 'exclusive', planId, otherPlanId };
}

function missing(planId: string, needsAnyOf: readonly string[]): Violation {
  return { kind: 'missing', planId, needsAnyOf };
}
