import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterScroll, offsetToShow, placeAt, rowsToDraw, type ScrollSize, trackHeight } from './virtual-scroll.ts';

const anySize: fc.Arbitrary<ScrollSize> = fc.record({
  rows: fc.oneof(fc.nat(200), fc.nat(3_000_000)),
  rowHeight: fc.constantFrom(40, 52),
  view: fc.integer({ min: 100, max: 2000 }),
});
const MILLION = { rows: 1_000_000, rowHeight: 44, view: 600 };
const START = { top: 0, offset: 0 };

test('a list that fits on its track is where the browser is', () => {
  fc.assert(
    fc.property(fc.nat(100_000), (top) => {
      expect(afterScroll(START, top, { rows: 10_000, rowHeight: 44, view: 600 }).offset).toBe(top);
    }),
  );
});

test('the track of any list is one that browsers can scroll', () => {
  fc.assert(
    fc.property(anySize, (size) => {
      expect(trackHeight(size)).toBeLessThan(16_000_000);
    }),
  );
});

test('a small move goes by as many pixels as it was made by, also in a million rows', () => {
  const there = placeAt(20_000_000, MILLION);
  expect(afterScroll(there, there.top + 100, MILLION).offset).toBe(there.offset + 100);
});

test('both ends of the track are both ends of the list, however one got there', () => {
  fc.assert(
    fc.property(anySize, fc.double({ min: 0, max: 1, noNaN: true }), (size, share) => {
      const from = placeAt(share * size.rows * size.rowHeight, size);
      const most = Math.max(0, size.rows * size.rowHeight - size.view);
      expect(afterScroll(from, 0, size).offset).toBe(0);
      expect(afterScroll(from, Math.max(0, trackHeight(size) - size.view), size).offset).toBe(most);
    }),
  );
});

test('a thumb dragged to a share of the track shows that share of the list', () => {
  const half = afterScroll(START, (trackHeight(MILLION) - MILLION.view) / 2, MILLION);
  expect(half.offset).toBeCloseTo((MILLION.rows * MILLION.rowHeight - MILLION.view) / 2, -1);
});

test('any row can be brought into view, and is drawn then', () => {
  fc.assert(
    fc.property(anySize, fc.nat(), fc.nat(), (size, row, seen) => {
      fc.pre(size.rows > 0);
      const wanted = row % size.rows;
      const place = placeAt(offsetToShow(wanted, placeAt((seen % size.rows) * size.rowHeight, size), size), size);
      const [first, behind] = rowsToDraw(place, size, 0);
      expect(first).toBeLessThanOrEqual(wanted);
      expect(behind).toBeGreaterThan(wanted);
    }),
  );
});

test('only what is seen and a little around it is drawn', () => {
  fc.assert(
    fc.property(anySize, fc.nat(), (size, offset) => {
      const [first, behind] = rowsToDraw(placeAt(offset, size), size, 8);
      expect(behind - first).toBeLessThanOrEqual(Math.ceil(size.view / size.rowHeight) + 18);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(behind).toBeLessThanOrEqual(size.rows);
    }),
  );
});
