import type { Client } from './client.ts';

/** The tenant at a glance. Money is in hundredths of the currency. */
export interface Overview {
  readonly now: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly seats: {
    readonly owned: number;
    readonly assigned: number;
    readonly unused: number;
    readonly overAssigned: number;
    readonly monthlyCents: number;
    readonly unusedCents: number;
    /** Products that cost nothing, left out of these numbers. */
    readonly freeProducts: number;
    /** Products without a price, left out of the cost. */
    readonly unpricedProducts: number;
  };
  readonly products: readonly OverviewProduct[];
  readonly history: {
    readonly days: number;
    /** Today, YYYY-MM-DD. */
    readonly until: string;
    readonly series: readonly SeatSeries[];
  };
  readonly people: {
    readonly total: number;
    readonly unlicensed: number;
    readonly blocked: number;
    readonly licenseErrors: number;
    readonly blockedLicensed: number;
    readonly blockedCents: number;
    readonly withoutLocation: number;
  };
  readonly waiting: { readonly approvals: number; readonly approved: number };
  readonly deadlines: readonly DueDay[];
}

export interface OverviewProduct {
  readonly skuId: string;
  readonly name: string;
  readonly status: string;
  readonly free: boolean;
  readonly owned: number;
  readonly assigned: number;
  readonly unused: number;
  readonly overAssigned: number;
  /** Seats of expired subscriptions, which still work. */
  readonly expired: number;
  /** Seats of disabled subscriptions, which do not. */
  readonly suspended: number;
  readonly monthlyPriceCents: number | null;
  readonly unusedCents: number | null;
}

/** How the seats of a product went: one point for each day on which they changed, the last one for today. */
export interface SeatSeries {
  readonly skuId: string;
  readonly name: string;
  readonly points: readonly { readonly day: string; readonly enabled: number; readonly consumed: number }[];
}

export interface OverviewPerson {
  readonly userId: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly deleted: boolean;
}

/** What is due on one day. */
export interface DueDay {
  readonly day: string;
  readonly kind: string;
  readonly people: number;
  /** Whom it concerns, where it is one person only. */
  readonly person: OverviewPerson | null;
  /** Nothing brings back what is lost then. */
  readonly final: boolean;
}

interface OverviewPeople {
  readonly total: number;
  readonly value: readonly OverviewPerson[];
}

/** People in place: of a deadline, or of a problem. */
export type PeopleOf =
  | { readonly kind: string; readonly day: string }
  | { readonly problem: 'blockedLicensed' | 'withoutLocation' };

/** The overview calls. All of it throws ApiError where the server refuses. */
export interface OverviewCalls {
  overview(days: number): Promise<Overview>;
  people(of: PeopleOf, page: { readonly skip: number; readonly top: number }): Promise<OverviewPeople>;
}

/** The overview calls of a server. */
export function overviewCalls(client: Client): OverviewCalls {
  return {
    overview: (days) => client.get('/api/overview', { days }),
    people: (of, page) => client.get('problem' in of ? '/api/overview/people' : '/api/deadlines', { ...of, ...page }),
  };
}
