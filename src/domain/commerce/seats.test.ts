import { expect, test } from 'vitest';
import { capabilityStatus, isSuspended, seatsAvailable } from './seats.ts';

test('X-1: 5 and 8 seats, 10 of them taken, leave 3', () => {
  expect(seatsAvailable({ enabled: 5 + 8, warning: 0, consumed: 10 })).toBe(3);
});

test.each([
  [{ enabled: 10, warning: 0, consumed: 4 }, 6],
  [{ enabled: 10, warning: 5, consumed: 12 }, 3],
  [{ enabled: 0, warning: 5, consumed: 0 }, 5],
  [{ enabled: 10, warning: 0, consumed: 10 }, 0],
  [{ enabled: 20, warning: 0, consumed: 24 }, -4],
])('of %j, %i can be assigned: expired subscriptions still count, and over-assignment shows (§2.3)', (sku, seats) => {
  expect(seatsAvailable(sku)).toBe(seats);
});

test.each([
  [{ enabled: 1, warning: 0, suspended: 0 }, false, 'Enabled'],
  [{ enabled: 1, warning: 9, suspended: 9 }, false, 'Enabled'],
  [{ enabled: 0, warning: 1, suspended: 9 }, false, 'Warning'],
  [{ enabled: 0, warning: 0, suspended: 1 }, true, 'Suspended'],
  [{ enabled: 0, warning: 0, suspended: 0 }, false, 'Deleted'],
] as const)('R-AS-11: %j is suspended: %s; Graph calls it %s', (sku, suspended, status) => {
  expect(isSuspended(sku)).toBe(suspended);
  expect(capabilityStatus(sku)).toBe(status);
});
