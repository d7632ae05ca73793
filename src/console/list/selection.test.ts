import fc from 'fast-check';
import { expect, test } from 'vitest';
import { everybody, headState, isSelected, nobody, type Selection, selectedCount, withRows } from './selection.ts';

const ROWS = Array.from({ length: 12 }, (_, index) => ({ id: String(index) }));
type Row = (typeof ROWS)[number];
const anySteps = fc.array(fc.record({ rows: fc.subarray(ROWS), selected: fc.boolean() }), { maxLength: 8 });

function walk(start: Selection<(typeof ROWS)[number]>, steps: readonly { rows: typeof ROWS; selected: boolean }[]) {
  return steps.reduce((selection, { rows, selected }) => withRows(selection, rows, selected), start);
}

test('whatever is selected and cleared, a row is what was last said of it', () => {
  fc.assert(
    fc.property(fc.boolean(), anySteps, (all, steps) => {
      const selection = walk(all ? everybody() : nobody(), steps);
      for (const { id } of ROWS) {
        const last = steps.findLast(({ rows }) => rows.some((row) => row.id === id));
        expect(isSelected(selection, id)).toBe(last ? last.selected : all);
      }
    }),
  );
});

test('the count is that of the rows selected', () => {
  fc.assert(
    fc.property(fc.boolean(), anySteps, (all, steps) => {
      const selection = walk(all ? everybody() : nobody(), steps);
      expect(selectedCount(selection, ROWS.length)).toBe(ROWS.filter(({ id }) => isSelected(selection, id)).length);
    }),
  );
});

test('the box at the head is full only where all who match are meant', () => {
  expect(headState(nobody(), 12)).toBe('none');
  expect(headState(withRows(nobody<Row>(), ROWS, true), 12)).toBe('some');
  expect(headState(everybody(), 12)).toBe('all');
  expect(headState(withRows(everybody<Row>(), ROWS.slice(0, 1), false), 12)).toBe('some');
});
