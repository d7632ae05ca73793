import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyPerson, anyWorld } from '../../../tests/support/random-tenant.ts';
import { person, SMALL_CATALOG } from '../../../tests/support/small-catalog.ts';
import {
  type AssignmentPath,
  activePaths,
  DIRECT,
  directLicenses,
  effectivePlans,
  groupsGiving,
  heldSkus,
  normalPlans,
  sameLicense,
  workloadsOf,
} from './profile.ts';

const inError: AssignmentPath = { skuId: 'E3', source: 'Sales', disabledPlans: [], state: 'Error' };

test('a product held directly and through two groups is held once (§7.1)', () => {
  const { paths } = person({ direct: ['E3'], groups: { Sales: ['E3'], Paris: ['E3', 'POWER_BI'] } });
  expect([...heldSkus(paths)].sort()).toEqual(['E3', 'POWER_BI']);
  expect(groupsGiving(paths, 'E3')).toEqual(['Sales', 'Paris']);
  expect([...directLicenses(paths).keys()]).toEqual(['E3']);
});

test.each([
  ['Active', true],
  ['ActiveWithError', true],
  ['Disabled', false],
  ['Error', false],
] as const)('a path in state %s gives the product: %s', (state, gives) => {
  const paths: AssignmentPath[] = [{ ...inError, state }];
  expect(activePaths(paths)).toHaveLength(gives ? 1 : 0);
  expect(heldSkus(paths).has('E3')).toBe(gives);
  expect(groupsGiving(paths, 'E3')).toEqual(gives ? ['Sales'] : []);
  expect(effectivePlans(paths, SMALL_CATALOG).has('mail2')).toBe(gives);
});

test('a plan is off only if every path of its product turns it off', () => {
  const plansOf = (direct: string[], sales: string[]) =>
    effectivePlans(person({ direct: { E3: direct }, groups: { Sales: { E3: sales } } }).paths, SMALL_CATALOG);
  expect(plansOf(['yammer'], []).has('yammer')).toBe(true);
  expect(plansOf([], ['yammer']).has('yammer')).toBe(true);
  expect(plansOf(['yammer', 'teams'], ['yammer']).has('yammer')).toBe(false);
});

test('a plan that two products give names both', () => {
  const plans = effectivePlans(person({ direct: ['E3', 'POWER_BI'] }).paths, SMALL_CATALOG);
  expect([...(plans.get('foundation') ?? [])].sort()).toEqual(['E3', 'POWER_BI']);
  expect([...(plans.get('powerBi') ?? [])]).toEqual(['POWER_BI']);
});

test('a product that the catalog does not know is held and gives nothing', () => {
  const { paths } = person({ direct: ['no-such-sku'] });
  expect(heldSkus(paths)).toEqual(new Set(['no-such-sku']));
  expect(effectivePlans(paths, SMALL_CATALOG).size).toBe(0);
});

test('a workload names every product that feeds it, whatever the plan', () => {
  const { paths } = person({ direct: ['E3', 'EXCHANGE'] });
  const workloads = workloadsOf(effectivePlans(paths, SMALL_CATALOG), SMALL_CATALOG);
  expect(workloads.get('exchange')).toEqual(new Set(['E3', 'EXCHANGE']));
  expect(workloads.get('exchangeArchive')).toEqual(new Set(['E3']));
  expect(workloads.has('powerBi')).toBe(false);
});

test('licenses are the same when product and normal plans are', () => {
  expect(normalPlans(['b', 'a', 'b'])).toEqual(['a', 'b']);
  expect(sameLicense({ skuId: 'E3', disabledPlans: ['a'] }, { skuId: 'E3', disabledPlans: ['a'] })).toBe(true);
  expect(sameLicense({ skuId: 'E3', disabledPlans: ['a'] }, { skuId: 'E3', disabledPlans: [] })).toBe(false);
  expect(sameLicense({ skuId: 'E3', disabledPlans: [] }, { skuId: 'E1', disabledPlans: [] })).toBe(false);
  expect(sameLicense({ skuId: 'E3', disabledPlans: [] }, undefined)).toBe(false);
  expect(sameLicense(undefined, undefined)).toBe(true);
});

test('what works for anybody is what some working path gives and does not turn off (§7.1)', () => {
  fc.assert(
    fc.property(anyWorld, anyPerson, ({ catalog }, { paths }) => {
      const plans = effectivePlans(paths, catalog);
      for (const planId of catalog.plans.keys()) {
        const givers = paths
          .filter(({ state }) => state === 'Active' || state === 'ActiveWithError')
          .filter(({ skuId }) => catalog.products.get(skuId)?.planIds.includes(planId))
          .filter(({ disabledPlans }) => !disabledPlans.includes(planId))
          .map(({ skuId }) => skuId);
        expect(plans.get(planId) ?? new Set()).toEqual(new Set(givers));
      }
    }),
  );
});

test('a direct path is told by the zero GUID, which no group has', () => {
  expect(DIRECT).toBe('00000000-0000-0000-0000-000000000000');
  expect(directLicenses([inError]).size).toBe(0);
});
