import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PLAN, type PlainPlan, plansWithRules } from './plan-rules.ts';
import { SHIPPED_PLANS } from './shipped-plans.ts';

const EVERY_PLAN = Object.values(PLAN);
const all = plansWithRules(EVERY_PLAN.map(plainPlan));

test('the ids under the names are those of the shipped plans', () => {
  const shipped = new Map<string, string>(SHIPPED_PLANS.map(([planId, name]) => [name, planId]));
  const wrong = Object.entries(PLAN).filter(([name, planId]) => (shipped.get(name) ?? planId) !== planId);
  expect(wrong).toEqual([]);
  expect(new Set(EVERY_PLAN).size).toBe(EVERY_PLAN.length);
});

test('exclusion is always mutual, no plan excludes or needs itself, and rules name only plans that are there', () => {
  fc.assert(
    fc.property(fc.subarray(EVERY_PLAN), (planIds) => {
      const plans = plansWithRules(planIds.map(plainPlan));
      for (const { planId, requiresAnyOf, excludes } of plans.values()) {
        expect([...requiresAnyOf, ...excludes]).not.toContain(planId);
        expect(excludes.filter((other) => !plans.get(other)?.excludes.includes(planId))).toEqual([]);
        expect(requiresAnyOf.filter((needed) => !plans.has(needed))).toEqual([]);
      }
    }),
  );
});

test('no plan needs only plans that it excludes', () => {
  const impossible = [...all.values()].filter(
    ({ requiresAnyOf, excludes }) =>
      requiresAnyOf.length > 0 && requiresAnyOf.every((needed) => excludes.includes(needed)),
  );
  expect(impossible).toEqual([]);
});

test('Exchange Plan 1 and Plan 2 may be held together (R-AS-16)', () => {
  expect(all.get(PLAN.EXCHANGE_S_STANDARD)?.excludes).toEqual([]);
  expect(all.get(PLAN.EXCHANGE_S_ENTERPRISE)?.excludes).toEqual([]);
});

test('SharePoint plans exclude each other pairwise; OneDrive Plan 1 excludes none', () => {
  expect(all.get(PLAN.SHAREPOINTSTANDARD)?.excludes).toEqual(
    expect.arrayContaining([PLAN.SHAREPOINTENTERPRISE, PLAN.SHAREPOINTDESKLESS]),
  );
  expect(all.get(PLAN.SHAREPOINTENTERPRISE)?.excludes).toContain(PLAN.SHAREPOINTDESKLESS);
  expect(all.get(PLAN.ONEDRIVESTANDARD)?.excludes).toEqual([]);
});

test.each([
  ['SHAREPOINTWAC', 'ONEDRIVESTANDARD'],
  ['SHAREPOINT_PROJECT', 'SHAREPOINTENTERPRISE'],
  ['MCOEV', 'TEAMS1'],
  ['MCOMEETADV', 'MCOSTANDARD'],
  ['MCOPSTN1', 'MCOEV'],
  ['MCOPSTN2', 'MCOEV'],
  ['EXCHANGE_S_ARCHIVE_ADDON', 'EXCHANGE_S_DESKLESS'],
  ['THREAT_INTELLIGENCE', 'EXCHANGE_S_STANDARD'],
  ['M365_COPILOT_APPS', 'OFFICE_BUSINESS'],
  ['WORKPLACE_ANALYTICS_INSIGHTS_USER', 'EXCHANGE_S_ENTERPRISE'],
] as const)('%s works beside %s (R-AS-7)', (plan, base) => {
  expect(all.get(PLAN[plan])?.requiresAnyOf).toContain(PLAN[base]);
});

test('SharePoint for Project needs Plan 2 and nothing less', () => {
  expect(all.get(PLAN.SHAREPOINT_PROJECT)?.requiresAnyOf).toEqual([PLAN.SHAREPOINTENTERPRISE]);
});

test('no service is offered in embargoed countries, and calls only where Microsoft sells them (R-AS-5)', () => {
  expect(all.get(PLAN.TEAMS1)?.availability).toEqual({ notIn: ['CU', 'IR', 'KP', 'SY'] });
  const calls = all.get(PLAN.MCOPSTN1)?.availability;
  expect(calls).toMatchObject({ onlyIn: expect.arrayContaining(['US', 'FR', 'DE']) });
  expect(calls).not.toMatchObject({ onlyIn: expect.arrayContaining(['BR']) });
});

test('a plan that no row names needs and excludes nothing', () => {
  const planId = '00000000-0000-4000-8000-000000000000';
  const plan = plansWithRules([...EVERY_PLAN, planId].map(plainPlan)).get(planId);
  expect(plan).toMatchObject({ requiresAnyOf: [], excludes: [] });
});

function plainPlan(planId: string): PlainPlan {
  return {
    planId,
    name: planId,
    displayName: { en: planId, fr: planId },
    appliesTo: 'User',
    service: '',
    workloads: [],
  };
}
