import { addDays } from '../base/time.ts';
import type { SubscriptionState } from '../domain/commerce/seats.ts';

/** The products that the sample company owns, by part number. */
export const SKU = {
  SPE_E3: '05e9a617-0261-4cee-bb44-138d3ef5d965',
  SPE_E5: '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
  SPE_F1: '66b55226-6b4f-492c-910c-a3b7a3c9d993',
  STANDARDPACK: '18181a46-0d4e-45cd-891e-60aabd171b4e',
  EXCHANGESTANDARD: '4b9405b0-7788-4568-add1-99614e613b69',
  EXCHANGEENTERPRISE: '19ec0d23-8335-4cbd-94ac-6050e30712fa',
  POWER_BI_PRO: 'f8a1db68-be16-40ed-86d5-cb42ce701560',
  POWER_BI_STANDARD: 'a403ebcc-fae0-4ca2-8c8c-7a907fd6c235',
  PROJECTPROFESSIONAL: '53818b1b-4a27-454b-8896-0dba576410e6',
  PROJECT_P1: 'beb6439c-caad-48d3-bf46-0c82871e12be',
  VISIOCLIENT: 'c5928f49-12ba-48f7-ada3-0d743a3601d5',
  MCOEV: 'e43b5b99-8dfb-405f-9987-dc307f34bcbd',
  MCOPSTN1: '0dab259f-bf13-4952-b7f8-7db8f131b28d',
  Microsoft_365_Copilot: '639dec6b-bb19-468b-871c-c5c441c4b0cb',
} as const;

export type SampleSku = keyof typeof SKU;

/** A product that is given, and the service plans of it that are off, by their technical names. */
export interface SampleLicense {
  readonly sku: SampleSku;
  readonly off: readonly string[];
}

export interface SampleSubscription {
  readonly sku: SampleSku;
  readonly quantity: number;
  readonly state: SubscriptionState;
  readonly channel: 'direct' | 'reseller' | 'freeSignUp' | 'selfServicePurchase';
  readonly term: 'monthly' | 'annual' | 'multiYear';
  readonly recurringBilling: boolean;
  /** Milliseconds. */
  readonly startsAt: number;
  readonly endsAt: number | null;
}

/** What the company pays for a seat and month, in hundredths of its currency. */
export const PRICE_CENTS: Readonly<Record<SampleSku, number>> = {
  SPE_E3: 3510,
  SPE_E5: 5570,
  SPE_F1: 790,
  STANDARDPACK: 860,
  EXCHANGESTANDARD: 370,
  EXCHANGEENTERPRISE: 750,
  POWER_BI_PRO: 1310,
  POWER_BI_STANDARD: 0,
  PROJECTPROFESSIONAL: 2810,
  PROJECT_P1: 940,
  VISIOCLIENT: 1400,
  MCOEV: 940,
  MCOPSTN1: 1120,
  Microsoft_365_Copilot: 2810,
};

/** Seats that one person bought for themselves and two colleagues, and two to spare. */
const SELF_SERVICE_SEATS = 5;

/**
 * Subscriptions around the seats that people really use: some products are full or nearly, some have many to spare,
 * one is bought twice, one has expired and still works, one is disabled.
 */
export function subscriptionsFor(used: (sku: SampleSku) => number, now: number): SampleSubscription[] {
  const yearly = (sku: SampleSku, quantity: number, startedDaysAgo: number): SampleSubscription => ({
    sku,
    quantity,
    state: 'active',
    channel: 'direct',
    term: 'annual',
    recurringBilling: true,
    startsAt: addDays(now, -startedDaysAgo),
    endsAt: addDays(now, 365 - startedDaysAgo),
  });
  const reporting = Math.max(13, used('POWER_BI_PRO') + 3);
  const reportingFirst = Math.round((reporting * 5) / 13);
  return [
    yearly('SPE_E3', used('SPE_E3') + 2, 214),
    yearly('SPE_E5', used('SPE_E5'), 214),
    yearly('SPE_F1', spare(used('SPE_F1'), 0.3), 121),
    { ...yearly('STANDARDPACK', spare(used('STANDARDPACK'), 0.5), 333), recurringBilling: false },
    { ...yearly('EXCHANGESTANDARD', used('EXCHANGESTANDARD') + 3, 77), channel: 'reseller' },
    { ...yearly('EXCHANGEENTERPRISE', spare(used('EXCHANGEENTERPRISE'), 1), 77), channel: 'reseller' },
    yearly('POWER_BI_PRO', reportingFirst, 290),
    yearly('POWER_BI_PRO', reporting - reportingFirst, 35),
    yearly('MCOEV', used('MCOEV') + 1, 150),
    yearly('MCOPSTN1', used('MCOPSTN1'), 150),
    yearly('Microsoft_365_Copilot', used('Microsoft_365_Copilot') + 1, 20),
    {
      ...yearly('PROJECTPROFESSIONAL', used('PROJECTPROFESSIONAL') + 1, 377),
      state: 'expired',
      recurringBilling: false,
    },
    { ...yearly('PROJECT_P1', 10, 410), state: 'disabled', recurringBilling: false },
    {
      ...yearly('POWER_BI_STANDARD', Math.max(1_000_000, used('POWER_BI_STANDARD')), 900),
      channel: 'freeSignUp',
      term: 'monthly',
      endsAt: null,
    },
    {
      ...yearly('VISIOCLIENT', SELF_SERVICE_SEATS, 48),
      channel: 'selfServicePurchase',
      term: 'monthly',
      endsAt: addDays(now, 12),
    },
  ];
}

function spare(used: number, share: number): number {
  return used + 5 + Math.ceil(used * share);
}
