import { expect, test } from 'vitest';
import { catalogOf, person } from '../../../tests/support/small-catalog.ts';
import { adviceOn } from './advice.ts';
import type { Consequence } from './consequences.ts';

const CATALOG = catalogOf(
  { plan1: { workloads: ['exchange'] }, plan2: { workloads: ['exchange', 'exchangeArchive'] } },
  { P1: { planIds: ['plan1'] }, P2: { planIds: ['plan2'] } },
);
const held: Consequence = { workload: 'exchange', event: 'mailboxHeld', on: 0, rule: 'T-1' };

test('mail that would be lost can be kept as a shared mailbox (T-9)', () => {
  expect(adviceOn(person({ direct: ['P1'] }).paths, [held], CATALOG)).toEqual(['convertToShared']);
});

test('with a plan that allows holds it can also be held, and outlive its person (T-7, R-CO-1)', () => {
  expect(adviceOn(person({ direct: ['P2'] }).paths, [held], CATALOG)).toEqual([
    'convertToShared',
    'holdFirst',
    'holdThenDelete',
  ]);
});

test('where no mail is lost nothing is advised', () => {
  const kept: Consequence = { ...held, event: 'mailboxKeptByHold', rule: 'T-2' };
  expect(adviceOn(person({ direct: ['P2'] }).paths, [kept], CATALOG)).toEqual([]);
  expect(adviceOn(person({ direct: ['P2'] }).paths, [], CATALOG)).toEqual([]);
});
