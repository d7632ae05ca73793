/**
 * Every reason for a "no" about one person's licenses, as one closed list. The sentence and the fix that people read
 * stand in the message catalogs under `refusal.<reason>`; the error that Graph clients match on in graph/errors.ts.
 */
export type Refusal =
  /** The person is in none of the administrative units that the administrator's role is limited to. */
  | { readonly reason: 'outOfReach' }
  /** Nobody takes their own licenses by accident. */
  | { readonly reason: 'ownLicense' }
  | { readonly reason: 'deletedPerson' }
  | { readonly reason: 'unknownSku'; readonly skuId: string }
  | { readonly reason: 'unownedSku'; readonly skuId: string }
  | { readonly reason: 'selfServicePurchase'; readonly skuId: string; readonly purchaser: string }
  | { readonly reason: 'skuNotForUsers'; readonly skuId: string }
  | { readonly reason: 'inheritedFromGroup'; readonly skuId: string; readonly groups: readonly string[] }
  | { readonly reason: 'notAssigned'; readonly skuId: string }
  | { readonly reason: 'addedAndRemoved'; readonly skuId: string }
  | { readonly reason: 'usageLocationMissing' }
  | {
      readonly reason: 'usageLocationProhibited';
      readonly skuId: string;
      readonly planId: string;
      readonly country: string;
    }
  | { readonly reason: 'planNotInSku'; readonly skuId: string; readonly planIds: readonly string[] }
  | { readonly reason: 'subscriptionSuspended'; readonly skuId: string }
  | { readonly reason: 'notEnoughSeats'; readonly skuId: string; readonly needed: number; readonly available: number }
  | { readonly reason: 'mutuallyExclusive'; readonly planId: string; readonly otherPlanId: string }
  | { readonly reason: 'prerequisiteMissing'; readonly planId: string; readonly needsAnyOf: readonly string[] }
  | {
      readonly reason: 'dependentNeedsPlan';
      readonly planId: string;
      readonly dependentPlanId: string;
      /** The product that gives the dependent plan. */
      readonly dependentSkuId: string;
    }
  | { readonly reason: 'changedSince'; readonly skuId: string };

export type RefusalReason = Refusal['reason'];

/** The rule of the field behind each refusal, where there is one. */
export const RULE_OF_REFUSAL: Readonly<Record<RefusalReason, string | null>> = {
  outOfReach: null,
  ownLicense: null,
  deletedPerson: null,
  unknownSku: null,
  unownedSku: null,
  selfServicePurchase: 'R-AS-12',
  skuNotForUsers: null,
  inheritedFromGroup: 'R-UN-1',
  notAssigned: null,
  addedAndRemoved: null,
  usageLocationMissing: 'R-AS-3',
  usageLocationProhibited: 'R-AS-5',
  planNotInSku: null,
  subscriptionSuspended: 'R-AS-11',
  notEnoughSeats: 'R-AS-1',
  mutuallyExclusive: 'R-AS-6',
  prerequisiteMissing: 'R-AS-7',
  dependentNeedsPlan: 'R-UN-4',
  changedSince: null,
};
