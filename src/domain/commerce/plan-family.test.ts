import { expect, test } from 'vitest';
import { appliesToOfProduct, familyOfPlan } from './plan-family.ts';
import { shippedCatalog } from './shipped-catalog.ts';

test('the guess agrees with what is known of every shipped plan', () => {
  const known = [...shippedCatalog().plans.values()];
  expect(known.map(({ name }) => [name, familyOfPlan(name).workloads])).toEqual(
    known.map(({ name, workloads }) => [name, workloads]),
  );
  expect(known.map(({ name }) => [name, familyOfPlan(name).appliesTo])).toEqual(
    known.map(({ name, appliesTo }) => [name, appliesTo]),
  );
});

test.each([
  ['EXCHANGE_S_STANDARD_GOV', ['exchange']],
  ['EXCHANGE_S_STANDARD_MIDMARKET', ['exchange']],
  ['EXCHANGE_L_STANDARD', ['exchange']],
  ['EXCHANGE_S_FOUNDATION_GOV', []],
  ['EXCHANGE_S_ARCHIVE', ['exchangeArchive']],
  ['SharePoint Plan 1G', ['sharePoint', 'oneDrive']],
  ['SHAREPOINTSTORAGE_GOV', []],
  ['ONEDRIVE_BASIC_GOV', ['oneDrive']],
  ['MCOPSTN_PAYG_1', ['callingPlan']],
  ['A_PLAN_OF_TOMORROW', ['other']],
])('%s gives %j', (name, workloads) => {
  expect(familyOfPlan(name).workloads).toEqual(workloads);
});

test('storage and capacity belong to the tenant, everything else to people', () => {
  expect(['SHAREPOINTSTORAGE_GOV', 'CDS_DB_CAPACITY', 'PBI_PREMIUM_P1_ADDON'].map(appliesToOfProduct)).toEqual(
    Array(3).fill('Company'),
  );
  expect(['ENTERPRISEPACK', 'ATP_ENTERPRISE', 'PBI_PREMIUM_PER_USER'].map(appliesToOfProduct)).toEqual(
    Array(3).fill('User'),
  );
});
