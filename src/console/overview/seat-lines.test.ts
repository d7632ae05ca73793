import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignedOn, dayMarks, dayNumber, stepPath, ticksTo } from './seat-lines.ts';

const points = [
  { day: '2026-01-10', enabled: 9, consumed: 3 },
  { day: '2026-01-12', enabled: 9, consumed: 5 },
];

test('a number holds until the day on which it changes, and there is none before the first', () => {
  const on = (day: string) => assignedOn(points, dayNumber(day));
  expect(['2026-01-09', '2026-01-10', '2026-01-11', '2026-01-12', '2026-02-01'].map(on)).toEqual([
    undefined,
    3,
    3,
    5,
    5,
  ]);
});

test('marks of the numbers begin at 0, are whole and even, and reach beyond the most', () => {
  fc.assert(
    fc.property(fc.nat(2_000_000), (most) => {
      const ticks = ticksTo(most);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(1, most));
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.every((tick, at) => tick === at * (ticks[1] ?? 0) && Number.isInteger(tick))).toBe(true);
    }),
  );
});

test('marks of the days lie within, and are no more than there is room for', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 15_000, max: 25_000 }),
      fc.integer({ min: 1, max: 800 }),
      fc.integer({ min: 1, max: 12 }),
      (from, length, most) => {
        const marks = dayMarks(from, from + length, most);
        expect(marks.length).toBeGreaterThan(0);
        expect(marks.length).toBeLessThanOrEqual(most);
        expect(marks.every((day) => day >= from && day <= from + length)).toBe(true);
      },
    ),
  );
});

test('a line goes in steps', () => {
  const path = stepPath(
    points,
    (day) => day - dayNumber('2026-01-10'),
    (assigned) => 10 - assigned,
  );
  expect(path).toBe('M0.0 7.0H2.0V5.0');
});
