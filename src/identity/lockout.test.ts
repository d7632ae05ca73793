import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterFailure, type Failures, waitSeconds } from './lockout.ts';

const NOW = Date.parse('2026-03-01T09:00:00Z');

/** Failures one after the other, each as soon as it may be made. Gives what was waited before each. */
function guess(times: number): { waits: number[]; known: Failures | undefined; at: number } {
  let known: Failures | undefined;
  let at = NOW;
  const waits: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const wait = waitSeconds(known, at);
    waits.push(wait);
    at += wait * 1000;
    known = afterFailure(known, at);
  }
  return { waits, known, at };
}

test('five mistakes cost nothing; then each doubles the wait, from 15 seconds to 15 minutes', () => {
  expect(guess(14).waits).toEqual([0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900]);
});

test('whoever guesses without rest makes fewer than a hundred and twenty guesses a day', () => {
  let { known, at } = guess(5);
  let guesses = 5;
  while (at < NOW + 86_400_000) {
    at += waitSeconds(known, at) * 1000;
    known = afterFailure(known, at);
    guesses += 1;
  }
  expect(guesses).toBeLessThan(120);
});

test('a wait never shrinks while failures follow each other, is never longer than 15 minutes, and ends', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3_600_000), { maxLength: 40 }), (pauses) => {
      let known: Failures | undefined;
      let at = NOW;
      let last = 0;
      for (const pause of pauses) {
        at += pause;
        if (waitSeconds(known, at) > 0) continue;
        known = afterFailure(known, at);
        const wait = waitSeconds(known, at);
        expect(wait).toBeGreaterThanOrEqual(last);
        expect(wait).toBeLessThanOrEqual(900);
        expect(waitSeconds(known, at + wait * 1000)).toBe(0);
        last = wait;
      }
    }),
  );
});

test('a day without a failure is forgotten', () => {
  const { known, at } = guess(12);
  expect(afterFailure(known, at + 25 * 3_600_000)).toMatchObject({ failures: 1, blockedUntil: null });
});
