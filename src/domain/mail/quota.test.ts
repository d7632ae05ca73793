import { expect, test } from 'vitest';
import type { ServicePlan } from '../commerce/catalog.ts';
import { shippedCatalog } from '../commerce/shipped-catalog.ts';
import { DEFAULT_SETTINGS } from '../retention/settings.ts';
import { mailboxQuota } from './quota.ts';

const GB = 1024 ** 3;
const byName = new Map([...shippedCatalog().plans.values()].map((plan) => [plan.name, plan]));

function plans(...names: string[]): ServicePlan[] {
  return names.map((name) => byName.get(name) ?? expect.fail(`no plan ${name}`));
}

test.each([
  [['EXCHANGE_S_DESKLESS'], 2, null],
  [['EXCHANGE_S_STANDARD'], 50, null],
  [['EXCHANGE_S_ENTERPRISE'], 100, 100],
  [['EXCHANGE_S_ENTERPRISE_GOV'], 100, 100],
  [['EXCHANGE_S_STANDARD', 'EXCHANGE_S_ARCHIVE_ADDON'], 50, 100],
  [['EXCHANGE_S_DESKLESS', 'EXCHANGE_S_STANDARD'], 50, null],
  [['TEAMS1', 'EXCHANGE_S_DESKLESS'], 2, null],
])('%j gives %d GB and an archive of %j', (names, size, archive) => {
  expect(mailboxQuota('user', plans(...names), DEFAULT_SETTINGS)).toEqual({
    bytes: size * GB,
    archiveBytes: archive === null ? null : archive * GB,
  });
});

test('a shared mailbox holds 50 GB without a license, and what Plan 2 gives with one', () => {
  expect(mailboxQuota('shared', [], DEFAULT_SETTINGS).bytes).toBe(50 * GB);
  expect(mailboxQuota('shared', plans('EXCHANGE_S_DESKLESS'), DEFAULT_SETTINGS).bytes).toBe(50 * GB);
  expect(mailboxQuota('shared', plans('EXCHANGE_S_ENTERPRISE'), DEFAULT_SETTINGS).bytes).toBe(100 * GB);
});

test('while the loss of a license is delayed, nothing is turned away that the largest plan would hold', () => {
  expect(mailboxQuota('user', plans('TEAMS1'), DEFAULT_SETTINGS).bytes).toBe(100 * GB);
});
