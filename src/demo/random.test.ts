import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isGuid } from '../base/id.ts';
import { idOf, randomOf } from './random.ts';

const KEY = fc.array(fc.maxSafeNat(), { minLength: 1, maxLength: 4 });

test('a stream runs the same way from the same key and another way from any other', () => {
  const run = (key: readonly number[]) => {
    const random = randomOf(key);
    return Array.from({ length: 6 }, () => random.below(1_000_000)).join();
  };
  fc.assert(
    fc.property(KEY, KEY, (left, right) => {
      expect(run(left) === run(right)).toBe(left.join() === right.join());
    }),
  );
});

test('numbers stay below their limit and reach all of it', () => {
  const random = randomOf([1]);
  const seen = new Set(Array.from({ length: 1000 }, () => random.below(7)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('ids are GUIDs of version 7 that ascend with the index', () => {
  fc.assert(
    fc.property(KEY, fc.nat({ max: 10_000_000 }), (key, index) => {
      const id = idOf(key, index);
      expect(isGuid(id)).toBe(true);
      expect(id).toMatch(/^.{14}7.{4}[89ab]/);
      expect(id < idOf(key, index + 1)).toBe(true);
    }),
  );
});
