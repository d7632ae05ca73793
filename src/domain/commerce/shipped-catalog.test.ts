import { expect, test } from 'vitest';
import { isGuid } from '../../base/id.ts';
import type { Product, Workload } from './catalog.ts';
import { PLAN } from './plan-rules.ts';
import { shippedCatalog } from './shipped-catalog.ts';

const catalog = shippedCatalog();
const products = [...catalog.products.values()];
const plans = [...catalog.plans.values()];

/** Sold as additions: refused without the base that they need. Everything else stands alone. */
const ADD_ONS = [
  'EXCHANGEARCHIVE_ADDON',
  'IDENTITY_THREAT_PROTECTION',
  'MCOEV',
  'MCOMEETADV',
  'MCOPSTN1',
  'MCOPSTN2',
  'Microsoft_365_Copilot',
  'THREAT_INTELLIGENCE',
];

test('every id is a GUID in lower case, and none stands twice', () => {
  const ids = [...products.map(({ skuId }) => skuId), ...plans.map(({ planId }) => planId)];
  expect(ids.filter((id) => !isGuid(id) || id !== id.toLowerCase())).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(products.length).toBeGreaterThanOrEqual(60);
});

test('every product has plans, each of them once, and every plan is in a product', () => {
  expect(products.filter(({ planIds }) => planIds.length === 0 || new Set(planIds).size < planIds.length)).toEqual([]);
  expect(new Set(products.flatMap(({ planIds }) => planIds))).toEqual(new Set(catalog.plans.keys()));
});

test('the products hold as many plans as Microsoft lists for them', () => {
  const counts = Object.fromEntries(products.map(({ partNumber, planIds }) => [partNumber, planIds.length]));
  expect(counts).toMatchObject({
    ENTERPRISEPACK: 37,
    SPE_E3: 51,
    SPE_E5: 86,
    SPB: 55,
    SPE_F1: 39,
    O365_BUSINESS_ESSENTIALS: 13,
  });
});

test('every name is there in English and French, and none shouts', () => {
  const names = [...products, ...plans].flatMap(({ displayName }) => [displayName.en, displayName.fr]);
  expect(names.filter((name) => name.trim() !== name || name === '')).toEqual([]);
  expect(names.filter((name) => name.includes('_') || /[A-ZÉ]{5,}/.test(name))).toEqual([]);
  expect(byPartNumber('EXCHANGEENTERPRISE').displayName).toEqual({
    en: 'Exchange Online (Plan 2)',
    fr: 'Exchange Online (plan 2)',
  });
});

test('prices are whole cents, and what is free says so', () => {
  const priced = products.flatMap(({ monthlyPriceCents }) => (monthlyPriceCents === null ? [] : [monthlyPriceCents]));
  expect(priced.filter((cents) => !Number.isInteger(cents) || cents < 0)).toEqual([]);
  expect(byPartNumber('FLOW_FREE').monthlyPriceCents).toBe(0);
  expect(byPartNumber('M365_G3_GOV').monthlyPriceCents).toBeNull();
});

test('exactly the mailbox plans give a mailbox: Exchange Foundation does not', () => {
  expect(namesGiving('exchange')).toEqual([
    'EXCHANGE_S_DESKLESS',
    'EXCHANGE_S_ENTERPRISE',
    'EXCHANGE_S_ENTERPRISE_GOV',
    'EXCHANGE_S_STANDARD',
  ]);
  expect(plans.find(({ name }) => name === 'EXCHANGE_S_FOUNDATION')?.workloads).toEqual([]);
});

test('exactly the SharePoint and OneDrive plans give a OneDrive', () => {
  expect(namesGiving('oneDrive')).toEqual([
    'ONEDRIVE_BASIC',
    'ONEDRIVE_BASIC_P2',
    'ONEDRIVEENTERPRISE',
    'ONEDRIVESTANDARD',
    'SHAREPOINTDESKLESS',
    'SHAREPOINTENTERPRISE',
    'SHAREPOINTENTERPRISE_EDU',
    'SHAREPOINTENTERPRISE_GOV',
    'SHAREPOINTSTANDARD',
    'SHAREPOINTSTANDARD_EDU',
  ]);
});

test('desktop Office comes from three plans; Project and Visio are their own', () => {
  expect(namesGiving('officeApps')).toEqual(['OFFICE_BUSINESS', 'OFFICESUBSCRIPTION', 'OFFICESUBSCRIPTION_GOV']);
  expect(namesGiving('project')).toContain('PROJECT_CLIENT_SUBSCRIPTION');
  expect(namesGiving('visio')).toContain('VISIO_CLIENT_SUBSCRIPTION');
});

test('company plans give a person nothing to lose, Defender for Office 365 excepted', () => {
  const given = plans.filter(({ appliesTo, workloads }) => appliesTo === 'Company' && workloads.length > 0);
  expect(given.map(({ name }) => name)).toEqual(['ATP_ENTERPRISE']);
});

test('add-ons alone lack what they need, and every other product can be assigned alone (R-AS-6, R-AS-7)', () => {
  const refused = products.filter((product) => faultsOf(product).length > 0).map(({ partNumber }) => partNumber);
  expect(refused.sort()).toEqual(ADD_ONS);
});

test.each([
  [['SPB', 'Microsoft_365_Copilot']],
  [['OFFICESUBSCRIPTION', 'Microsoft_365_Copilot']],
  [['ENTERPRISEPACK', 'MCOEV', 'MCOPSTN1', 'MCOMEETADV', 'EMSPREMIUM']],
  [['SPE_E3', 'IDENTITY_THREAT_PROTECTION', 'INFORMATION_PROTECTION_COMPLIANCE']],
  [['Microsoft_365_E3_(no_Teams)', 'Microsoft_Teams_Enterprise_New', 'MCOEV']],
  [['Microsoft_365_E5_(no_Teams)', 'Microsoft_Teams_Enterprise_New', 'MCOPSTN2']],
  [['EXCHANGEDESKLESS', 'EXCHANGEARCHIVE_ADDON', 'THREAT_INTELLIGENCE']],
  [['EXCHANGESTANDARD', 'EXCHANGEENTERPRISE']],
  [['O365_BUSINESS', 'O365_BUSINESS_ESSENTIALS']],
  [['SPE_E3', 'PROJECTPROFESSIONAL', 'VISIOCLIENT', 'POWER_BI_PRO', 'Microsoft_Teams_Premium']],
])('%j stand together', (partNumbers) => {
  expect(faultsOf(...partNumbers.map(byPartNumber))).toEqual([]);
});

test.each([
  ['STANDARDPACK', 'ENTERPRISEPACK', 'SHAREPOINTSTANDARD'],
  ['SPE_F1', 'SPE_E3', 'SHAREPOINTDESKLESS'],
  ['SPB', 'PROJECTPROFESSIONAL', 'SHAREPOINTSTANDARD'],
  ['TEAMS_FREE', 'O365_BUSINESS_ESSENTIALS', 'TEAMS_FREE'],
] as const)('%s and %s exclude each other by %s (R-AS-6)', (left, right, plan) => {
  expect(faultsOf(byPartNumber(left), byPartNumber(right))).toContain(PLAN[plan]);
});

function byPartNumber(partNumber: string): Product {
  const [product, other] = products.filter((candidate) => candidate.partNumber === partNumber);
  if (!product || other) throw new Error(`Not one product called ${partNumber}`);
  return product;
}

function namesGiving(workload: Workload): string[] {
  return plans.filter(({ workloads }) => workloads.includes(workload)).map(({ name }) => name);
}

/** The plans that lack what they need or meet one that they exclude, when somebody holds just these products. */
function faultsOf(...held: readonly Product[]): string[] {
  const planIds = new Set(held.flatMap((product) => product.planIds));
  return [...planIds].filter((planId) => {
    const plan = catalog.plans.get(planId);
    if (!plan) return true;
    const lacks = plan.requiresAnyOf.length > 0 && !plan.requiresAnyOf.some((needed) => planIds.has(needed));
    return lacks || plan.excludes.some((other) => planIds.has(other));
  });
}
