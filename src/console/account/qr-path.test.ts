import fc from 'fast-check';
import { expect, test } from 'vitest';
import { qrPath } from './qr-path.ts';

test('the path covers exactly the dark fields', () => {
  const rows = fc.integer({ min: 1, max: 12 }).chain((size) =>
    fc.array(fc.string({ unit: fc.constantFrom('0', '1'), minLength: size, maxLength: size }), {
      minLength: size,
      maxLength: size,
    }),
  );
  fc.assert(
    fc.property(rows, (wanted) => {
      const drawn = wanted.map((row) => [...row].map(() => '0'));
      for (const [, x = '', y = '', width = ''] of qrPath(wanted).matchAll(/M(\d+) (\d+)h(\d+)/g))
        for (let at = Number(x); at < Number(x) + Number(width); at += 1) (drawn[Number(y)] ?? [])[at] = '1';
      expect(drawn.map((row) => row.join(''))).toEqual(wanted);
    }),
  );
});
