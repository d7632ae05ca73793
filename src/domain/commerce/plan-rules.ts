import type { ServicePlan } from './catalog.ts';

/** A service plan before its rules are known. */
export type PlainPlan = Omit<ServicePlan, 'requiresAnyOf' | 'excludes' | 'availability'>;

/**
 * The plans with their rules, by id: what each needs (R-AS-7), what excludes it (R-AS-6) and where it may be used
 * (R-AS-5). Rules name only plans that are among those given. Microsoft has no full list; what stands below was published
 * or seen refused. A plan that no row names needs and excludes nothing.
 */
export function plansWithRules(plans: Iterable<PlainPlan>): Map<string, ServicePlan> {
  const byId = new Map([...plans].map((plan) => [plan.planId, plan]));
  const known = (planId: string) => byId.has(planId);
  return new Map(
    [...byId].map(([planId, plan]): [string, ServicePlan] => [
      planId,
      {
        ...plan,
        requiresAnyOf: (PREREQUISITES.find((row) => row.plans.includes(planId))?.anyOf ?? []).filter(known),
        excludes: EXCLUSIVE.filter((row) => row.includes(planId))
          .flat()
          .filter((other) => other !== planId && known(other)),
        availability: AVAILABILITY.find((row) => row.plans.includes(planId))?.where ?? { notIn: EMBARGOED },
      },
    ]),
  );
}

/** The plans that rules speak of, by technical name. */
export const PLAN = {
  EXCHANGE_S_STANDARD: '9aaf7827-d63c-4b61-89c3-182f06f82e5c',
  EXCHANGE_S_ENTERPRISE: 'efb87545-963c-4e0d-99df-69c6916d9eb0',
  EXCHANGE_S_DESKLESS: '4a82b400-a79f-41a4-b4e2-e94f5787b113',
  EXCHANGE_S_ESSENTIALS: '1126bef5-da20-4f07-b45e-ad25d2581aa8',
  EXCHANGE_S_STANDARD_MIDMARKET: 'fc52cc4b-ed7d-472d-bbe7-b081c23ecc56',
  EXCHANGE_L_STANDARD: 'd42bdbd6-c335-4231-ab3d-c8f348d5aff5',
  EXCHANGE_B_STANDARD: '90927877-dcff-4af6-b346-2332c0b15bb7',
  EXCHANGE_S_STANDARD_GOV: 'e9b4930a-925f-45e2-ac2a-3f7788ca6fdd',
  EXCHANGE_S_ENTERPRISE_GOV: '8c3069c0-ccdb-44be-ab77-986203a67df2',
  EXCHANGE_S_DESKLESS_GOV: '88f4d7ef-a73b-4246-8047-516022144c9f',
  EXCHANGE_S_ARCHIVE_ADDON: '176a09a6-7ec5-4039-ac02-b2791c6ba793',
  SHAREPOINTSTANDARD: 'c7699d2e-19aa-44de-8edf-1736da088ca1',
  SHAREPOINTENTERPRISE: '5dbe027f-2339-4123-9542-606e4d348a72',
  SHAREPOINTDESKLESS: '902b47e5-dcb2-4fdc-858b-c63a90a2bdb9',
  SHAREPOINTLITE: 'a1f3d0a8-84c0-4ae0-bae4-685917b8ab48',
  SHAREPOINTENTERPRISE_MIDMARKET: '6b5b6a67-fc72-4a1f-a2b5-beecf05de761',
  SHAREPOINT_S_DEVELOPER: 'a361d6e2-509e-4e25-a8ad-950060064ef4',
  SHAREPOINTSTANDARD_EDU: '0a4983bb-d3e5-4a09-95d8-b2d0127b3df5',
  SHAREPOINTENTERPRISE_EDU: '63038b2c-28d0-45f6-bc36-33062963b498',
  SHAREPOINTSTANDARD_GOV: 'f9c43823-deb4-46a8-aa65-8b551f0c4f8a',
  SHAREPOINTENTERPRISE_GOV: '153f85dd-d912-4762-af6c-d6e0fb4f6692',
  SHAREPOINTDESKLESS_GOV: 'b1aeb897-3a19-46e2-8c27-a609413cf193',
  ONEDRIVESTANDARD: '13696edf-5a08-49f6-8134-03083ed8ba30',
  ONEDRIVEENTERPRISE: 'afcafa6a-d966-4462-918c-ec0b4e0fe642',
  ONEDRIVE_BASIC: 'da792a53-cbc0-4184-a10d-e544dd34b3c1',
  ONEDRIVE_BASIC_P2: '4495894f-534f-41ca-9d3b-0ebf1220a423',
  ONEDRIVE_BASIC_GOV: '98709c2e-96b5-4244-95f5-a0ebe139fb8a',
  ONEDRIVELITE_IW: 'b4ac11a0-32ff-4e78-982d-e039fa803dec',
  ONEDRIVECLIPCHAMP: 'f7e5b77d-f293-410a-bae8-f941f19fe680',
  SHAREPOINTWAC: 'e95bec33-7c88-4a70-8e19-b10bd9d0c014',
  SHAREPOINTWAC_EDU: 'e03c7e47-402c-463c-ab25-949079bedb21',
  SHAREPOINTWAC_GOV: '8f9f0f3b-ca90-406c-a842-95579171f8ec',
  SHAREPOINT_PROJECT: 'fe71d6c3-a2ea-4499-9778-da042bf08063',
  SHAREPOINT_PROJECT_EDU: '664a2fed-6c7a-468e-af35-d61740f0ec90',
  SHAREPOINT_PROJECT_GOV: 'e57afa78-1f19-4542-ba13-b32cd4d8f472',
  OFFICESUBSCRIPTION: '43de0ff5-c92c-492b-9116-175376d08c38',
  OFFICESUBSCRIPTION_GOV: 'de9234ff-6483-44d9-b15e-dca72fdd27af',
  OFFICE_BUSINESS: '094e7854-93fc-4d55-b2c0-3ab5369ebdc1',
  OFFICE_PRO_PLUS_SUBSCRIPTION_SMBIZ: '8ca59559-e2ca-470b-b7dd-afd8c0dee963',
  TEAMS1: '57ff2da0-773e-42df-b2af-ffb7a2317929',
  TEAMS_FREE: '4fa4026d-ce74-4962-a151-8e96d57ea8e4',
  TEAMS_GOV: '304767db-7d23-49e8-a945-4a7eb65f9f28',
  TEAMS_AR_GCCHIGH: '9953b155-8aef-4c56-92f3-72b0487fce41',
  TEAMS_AR_DOD: 'fd500458-c24c-478e-856c-a6067a8376cd',
  MCOSTANDARD: '0feaeb32-d00e-4d66-bd5a-43b5b83db82c',
  MCOSTANDARD_GOV: 'a31ef4a2-f787-435e-8335-e47eb0cafc94',
  MCOSTANDARD_MIDMARKET: 'b2669e95-76ef-4e7e-a367-002f60a39f3e',
  MCOLITE: '70710b6b-3ab4-4a38-9f6d-9f169461650a',
  MCOEV: '4828c8ec-dc2e-4779-b502-87ac9ce28ab7',
  MCOEV_GOV: 'db23fce2-a974-42ef-9002-d78dd42a0f22',
  MCOEVSMB: 'ed777b71-af04-42ca-9798-84344c66f7c6',
  MCOMEETADV: '3e26ee1f-8a5f-4d52-aee2-b81ce45c8f40',
  MCOMEETADV_GOV: 'f544b08d-1645-4287-82de-8d91f37c02a1',
  MCOPSTN1: '4ed3ff63-69d7-4fb7-b984-5aec7f605ca8',
  MCOPSTN1_GOV: '3c8a8792-7866-409b-bb61-1b20ace0368b',
  MCOPSTN2: '5a10155d-f5c1-411a-a8ec-e99aae125390',
  MCOPSTN5: '54a152dc-90de-4996-93d2-bc47e670fc06',
  MCOPSTN6: '346d83bf-6fe6-42ca-b424-b9300d2e21bf',
  MCOPSTN8: '16935b20-87c0-4908-934a-22aa267d0d26',
  MCOPSTN_PAYG_1: '156a1efe-17cd-4b03-9f17-2eb512298fb3',
  MCOPSTNEAU: '7861360b-dc3b-4eba-a3fc-0d323a035746',
  THREAT_INTELLIGENCE: '8e0c0a52-6a6c-4d40-8370-dd62790dcd70',
  THREAT_INTELLIGENCE_GOV: '900018f1-0cdb-4ecb-94d4-90281760fdc6',
  WORKPLACE_ANALYTICS: 'f477b0f0-3bb1-4890-940c-40fcee6ce05f',
  WORKPLACE_ANALYTICS_INSIGHTS_USER: 'b622badb-1b45-48d5-920f-4b27a2c0996c',
  WORKPLACE_ANALYTICS_INSIGHTS_BACKEND: 'ff7b261f-d98b-415b-827c-42a3fdf015af',
  GRAPH_CONNECTORS_COPILOT: '82d30987-df9b-4486-b146-198b21d164c7',
  M365_COPILOT_APPS: 'a62f8878-de10-42f3-b68f-6149a25ceb97',
  M365_COPILOT_BUSINESS_CHAT: '3f30311c-6b1e-48a4-ab79-725b469da960',
  M365_COPILOT_CONNECTORS: '89f1c4c8-0878-40f7-804d-869c9128ab5d',
  M365_COPILOT_INTELLIGENT_SEARCH: '931e4a88-a67f-48b5-814f-16a5f1e6028d',
  M365_COPILOT_SHAREPOINT: '0aedf20c-091d-420b-aadf-30c042609612',
  M365_COPILOT_TEAMS: 'b95945de-b3bd-46db-8437-f2beb6ea2347',
  YAMMER_ENTERPRISE: '7547a3fe-08ee-4ccb-b430-5077c5041653',
  YAMMER_EDU: '2078e8df-cff6-4290-98cb-5408261a760a',
  YAMMER_MIDSIZE: '41bf139a-4e60-409f-9346-a1361efc6dfb',
  INTUNE_A: 'c1ec4a95-1f05-45b3-a911-aa3fa01094f5',
  INTUNE_A_VL: '3e170737-c728-4eae-bbb9-3f3360f7184c',
} as const;

const EXCHANGE_PLAN_1_OR_2: readonly string[] = [
  PLAN.EXCHANGE_S_STANDARD,
  PLAN.EXCHANGE_S_ENTERPRISE,
  PLAN.EXCHANGE_S_STANDARD_GOV,
  PLAN.EXCHANGE_S_ENTERPRISE_GOV,
];

/** Plans that come with a mailbox. EXCHANGE_S_FOUNDATION, which is in nearly every product, does not. */
const MAILBOX: readonly string[] = [
  ...EXCHANGE_PLAN_1_OR_2,
  PLAN.EXCHANGE_S_DESKLESS,
  PLAN.EXCHANGE_S_DESKLESS_GOV,
  PLAN.EXCHANGE_S_ESSENTIALS,
  PLAN.EXCHANGE_S_STANDARD_MIDMARKET,
  PLAN.EXCHANGE_L_STANDARD,
  PLAN.EXCHANGE_B_STANDARD,
];

const SHAREPOINT: readonly string[] = [
  PLAN.SHAREPOINTSTANDARD,
  PLAN.SHAREPOINTENTERPRISE,
  PLAN.SHAREPOINTDESKLESS,
  PLAN.SHAREPOINTLITE,
  PLAN.SHAREPOINTENTERPRISE_MIDMARKET,
  PLAN.SHAREPOINT_S_DEVELOPER,
  PLAN.SHAREPOINTSTANDARD_EDU,
  PLAN.SHAREPOINTENTERPRISE_EDU,
];

const SHAREPOINT_GOV: readonly string[] = [
  PLAN.SHAREPOINTSTANDARD_GOV,
  PLAN.SHAREPOINTENTERPRISE_GOV,
  PLAN.SHAREPOINTDESKLESS_GOV,
];

const SHAREPOINT_OR_ONEDRIVE: readonly string[] = [
  ...SHAREPOINT,
  ...SHAREPOINT_GOV,
  PLAN.ONEDRIVESTANDARD,
  PLAN.ONEDRIVEENTERPRISE,
  PLAN.ONEDRIVE_BASIC,
  PLAN.ONEDRIVE_BASIC_P2,
  PLAN.ONEDRIVE_BASIC_GOV,
  PLAN.ONEDRIVELITE_IW,
  PLAN.ONEDRIVECLIPCHAMP,
];

const DESKTOP_OFFICE: readonly string[] = [
  PLAN.OFFICESUBSCRIPTION,
  PLAN.OFFICESUBSCRIPTION_GOV,
  PLAN.OFFICE_BUSINESS,
  PLAN.OFFICE_PRO_PLUS_SUBSCRIPTION_SMBIZ,
];

/** Suites without Teams still hold MCOSTANDARD, so that phone plans stand inside them too. */
const TEAMS_OR_SKYPE: readonly string[] = [
  PLAN.TEAMS1,
  PLAN.MCOSTANDARD,
  PLAN.TEAMS_GOV,
  PLAN.MCOSTANDARD_GOV,
  PLAN.TEAMS_AR_GCCHIGH,
  PLAN.TEAMS_AR_DOD,
];

const PHONE_SYSTEM: readonly string[] = [PLAN.MCOEV, PLAN.MCOEV_GOV, PLAN.MCOEVSMB];

const CALLING_PLANS: readonly string[] = [
  PLAN.MCOPSTN1,
  PLAN.MCOPSTN1_GOV,
  PLAN.MCOPSTN2,
  PLAN.MCOPSTN5,
  PLAN.MCOPSTN6,
  PLAN.MCOPSTN8,
  PLAN.MCOPSTN_PAYG_1,
];

const COPILOT: readonly string[] = [
  PLAN.GRAPH_CONNECTORS_COPILOT,
  PLAN.M365_COPILOT_APPS,
  PLAN.M365_COPILOT_BUSINESS_CHAT,
  PLAN.M365_COPILOT_CONNECTORS,
  PLAN.M365_COPILOT_INTELLIGENT_SEARCH,
  PLAN.M365_COPILOT_SHAREPOINT,
  PLAN.M365_COPILOT_TEAMS,
];

const VIVA_INSIGHTS: readonly string[] = [
  PLAN.WORKPLACE_ANALYTICS,
  PLAN.WORKPLACE_ANALYTICS_INSIGHTS_USER,
  PLAN.WORKPLACE_ANALYTICS_INSIGHTS_BACKEND,
];

/** Each of `plans` works only beside at least one of `anyOf` (R-AS-7, R-UN-4). A plan stands in one row at most. */
const PREREQUISITES: readonly { readonly plans: readonly string[]; readonly anyOf: readonly string[] }[] = [
  { plans: [PLAN.SHAREPOINTWAC, PLAN.SHAREPOINTWAC_EDU, PLAN.SHAREPOINTWAC_GOV], anyOf: SHAREPOINT_OR_ONEDRIVE },
  { plans: [PLAN.SHAREPOINT_PROJECT], anyOf: [PLAN.SHAREPOINTENTERPRISE] },
  { plans: [PLAN.SHAREPOINT_PROJECT_EDU], anyOf: [PLAN.SHAREPOINTENTERPRISE_EDU] },
  { plans: [PLAN.SHAREPOINT_PROJECT_GOV], anyOf: [PLAN.SHAREPOINTENTERPRISE_GOV] },
  { plans: [...PHONE_SYSTEM, PLAN.MCOMEETADV, PLAN.MCOMEETADV_GOV], anyOf: TEAMS_OR_SKYPE },
  { plans: [...CALLING_PLANS, PLAN.MCOPSTNEAU], anyOf: PHONE_SYSTEM },
  { plans: [PLAN.EXCHANGE_S_ARCHIVE_ADDON, PLAN.THREAT_INTELLIGENCE, PLAN.THREAT_INTELLIGENCE_GOV], anyOf: MAILBOX },
  { plans: VIVA_INSIGHTS, anyOf: EXCHANGE_PLAN_1_OR_2 },
  { plans: COPILOT, anyOf: [...MAILBOX, ...DESKTOP_OFFICE] },
];

/**
 * Of each row a person may have one plan only (R-AS-6). Exchange plans are not here: they once excluded each other and
 * may now stand side by side (R-AS-16). So may all Entra ID plans, OneDrive Plan 1 beside SharePoint, and MCOIMP beside
 * MCOSTANDARD: Teams Enterprise holds the one, and the suites without Teams that it is sold for hold the other.
 */
const EXCLUSIVE: readonly (readonly string[])[] = [
  [...SHAREPOINT, PLAN.ONEDRIVEENTERPRISE],
  SHAREPOINT_GOV,
  [PLAN.TEAMS1, PLAN.TEAMS_FREE],
  [PLAN.MCOSTANDARD, PLAN.MCOSTANDARD_MIDMARKET, PLAN.MCOLITE],
  [PLAN.MCOPSTN1, PLAN.MCOPSTN2, PLAN.MCOPSTN5],
  [PLAN.YAMMER_ENTERPRISE, PLAN.YAMMER_EDU, PLAN.YAMMER_MIDSIZE],
  [PLAN.INTUNE_A, PLAN.INTUNE_A_VL],
];

/** No service is offered in these countries: Cuba, Iran, North Korea, Syria (R-AS-5). */
const EMBARGOED: readonly string[] = ['CU', 'IR', 'KP', 'SY'];

/** Countries where Microsoft itself sells calls into the telephone network. */
// biome-ignore format: a table
const CALLING_PLAN_COUNTRIES: readonly string[] = [
  'AT', 'BE', 'CA', 'CH', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GB', 'HR', 'HU', 'IE', 'IT', 'LT',
  'LU', 'LV', 'MX', 'NL', 'NO', 'NZ', 'PL', 'PR', 'PT', 'RO', 'SE', 'SG', 'SI', 'SK', 'US', 'ZA',
];

/** Where plans may be used that are not offered everywhere but in the embargoed countries. */
const AVAILABILITY: readonly { readonly plans: readonly string[]; readonly where: ServicePlan['availability'] }[] = [
  { plans: CALLING_PLANS, where: { onlyIn: CALLING_PLAN_COUNTRIES } },
  { plans: [PLAN.MCOPSTNEAU], where: { onlyIn: ['AU'] } },
];
