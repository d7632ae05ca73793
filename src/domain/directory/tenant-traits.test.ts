import { expect, test } from 'vitest';
import { currencyNamed, timeZoneNamed } from './tenant-traits.ts';

test('a time zone is an IANA name in any case; an offset or nonsense is none', () => {
  expect(['europe/paris', ' UTC ', 'America/Toronto'].map(timeZoneNamed)).toEqual([
    'Europe/Paris',
    'UTC',
    'America/Toronto',
  ]);
  expect(['', '+02:00', '-05', 'Mars/Olympus', 'Europe'].map(timeZoneNamed)).toEqual(Array(5).fill(undefined));
});

test('a currency is an ISO code in any case, and one that there is', () => {
  expect([' eur', 'CAD'].map(currencyNamed)).toEqual(['EUR', 'CAD']);
  expect(['', 'ZZZ', 'EURO', '€'].map(currencyNamed)).toEqual(Array(4).fill(undefined));
});
