/** What a service plan gives, as far as consequences go. A plan may feed several. */
export const WORKLOADS = [
  'exchange',
  'exchangeArchive',
  'oneDrive',
  'sharePoint',
  'officeApps',
  'officeWeb',
  'officeMobile',
  'teams',
  'teamsPhone',
  'callingPlan',
  'audioConferencing',
  'vivaEngage',
  'planner',
  'project',
  'visio',
  'powerBi',
  'powerPlatform',
  'forms',
  'toDo',
  'stream',
  'bookings',
  'whiteboard',
  'entraId',
  'intune',
  'defender',
  'purview',
  'windows',
  'copilot',
  'dynamics',
  'other',
] as const;

export type Workload = (typeof WORKLOADS)[number];

/** A name in every language that Seatwise speaks. */
interface LocalizedName {
  readonly en: string;
  readonly fr: string;
}

export interface ServicePlan {
  readonly planId: string;
  /** The technical name, such as EXCHANGE_S_ENTERPRISE. */
  readonly name: string;
  readonly displayName: LocalizedName;
  /** Company plans serve the whole tenant; turning one off for a person means nothing. */
  readonly appliesTo: 'User' | 'Company';
  /** The family that Graph shows in assignedPlans, such as "exchange"; empty where unknown. */
  readonly service: string;
  readonly workloads: readonly Workload[];
  /** The plan works only beside at least one of these plans (empty: it needs none). */
  readonly requiresAnyOf: readonly string[];
  /** Plans that one person may not have beside this one. Always mutual. */
  readonly excludes: readonly string[];
  /** Where it may be used: everywhere but some countries, or only in some (ISO 3166-1 alpha-2). */
  readonly availability: { readonly notIn: readonly string[] } | { readonly onlyIn: readonly string[] };
}

export interface Product {
  readonly skuId: string;
  /** The part number, such as ENTERPRISEPACK. Not unique; compared without regard to case. */
  readonly partNumber: string;
  readonly displayName: LocalizedName;
  readonly planIds: readonly string[];
  /** A default list price for a seat and month, in hundredths of a US dollar; null where unknown. */
  readonly monthlyPriceCents: number | null;
  readonly appliesTo: 'User' | 'Company';
}

/** Everything known of products and service plans, by id. */
export interface Catalog {
  readonly products: ReadonlyMap<string, Product>;
  readonly plans: ReadonlyMap<string, ServicePlan>;
}
