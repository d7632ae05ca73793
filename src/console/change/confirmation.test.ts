import { expect, test } from 'vitest';
import type { DetailedOperation, OperationProfile } from '../../client/licensing.ts';
import { confirmationOf, isConfirmed } from './confirmation.ts';

const plan = (changed: number, recoverable: boolean) =>
  ({
    totals: { changed } as DetailedOperation['totals'],
    profiles: [{ result: 'change', consequences: [{ recoverable }] } as unknown as OperationProfile],
  }) satisfies Pick<DetailedOperation, 'totals' | 'profiles'>;

test('up to twenty people nothing is to be typed, as in the admin center', () => {
  expect(confirmationOf(plan(20, false))).toBe('none');
  expect(confirmationOf(plan(21, true))).toBe('number');
  expect(confirmationOf(plan(21, false))).toBe('word');
});

test.each([
  ['1234', true],
  ['1 234', true],
  ['1,234', true],
  ['1\u202f234', true],
  ['123', false],
  ['12345', false],
  ['', false],
  ['1234x', false],
])('the number typed as %j: %s', (typed, right) => {
  expect(isConfirmed(typed, 'number', 1234, '')).toBe(right);
});

test.each([
  ['définitif', true],
  ['Definitif ', true],
  ['« définitif »', true],
  ['défini', false],
  ['', false],
])('the word typed as %j: %s', (typed, right) => {
  expect(isConfirmed(typed, 'word', 21, 'définitif')).toBe(right);
});
