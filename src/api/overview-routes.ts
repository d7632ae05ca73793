import { z } from 'zod';
import { capabilityStatus, type OwnedSku, seatsAvailable } from '../domain/commerce/seats.ts';
import { DEADLINE_KINDS, isFinal } from '../domain/retention/deadlines.ts';
import { skuName, type TextContext } from '../messages/license-texts.ts';
import {
  countPeople,
  countWaiting,
  type DeadlineDay,
  readDeadlineDays,
  readDeadlinePeople,
  readProblemPeople,
} from '../queries/overview.ts';
import { ownedSkus } from '../queries/owned-skus.ts';
import { dayOf, readSeatHistory, type SeatDay } from '../queries/seat-history.ts';
import type { ApiInstance, Enter } from './app.ts';

/** As far ahead as an administrator is told what is due. */
const DEADLINE_DAYS = 30;

/** As many products as lines in one picture can be told apart. */
const LINES = 5;

const page = {
  skip: z.coerce.number().int().min(0).max(10_000_000).default(0),
  top: z.coerce.number().int().min(1).max(100).default(20),
};

/** The tenant at a glance: seats and what they cost, how they came to be used, what is due, what to solve. */
export function overviewRoutes(app: ApiInstance, enter: Enter): void {
  app.get(
    '/overview',
    {
      schema: {
        querystring: z.object({ days: z.coerce.number().int().min(7).max(730).default(90) }),
        summary: 'Seats, cost, history, deadlines and problems of the whole tenant',
      },
    },
    async (request) => {
      const { context, text } = await enter(request, 'readLicenses');
      const { db, tenant, now } = context;
      const { days } = request.query;
      const [{ skus }, people, waiting, deadlines, words] = await Promise.all([
        ownedSkus(db, tenant.tenantId),
        countPeople(db, tenant.tenantId),
        countWaiting(db, tenant.tenantId),
        readDeadlineDays(db, tenant, now, DEADLINE_DAYS),
        text(),
      ]);
      const lines = linesOf(skus);
      const ids = lines.map(({ skuId }) => skuId);
      const history = await readSeatHistory(db, tenant.tenantId, ids, now, days);
      return {
        now: new Date(now).toISOString(),
        timeZone: tenant.timeZone,
        currency: tenant.currency,
        seats: seatTotals(skus),
        products: skus.map((sku) => productView(sku, words)),
        history: {
          days,
          until: dayOf(now),
          series: lines.map((sku) => ({
            skuId: sku.skuId,
            name: skuName(sku.skuId, words),
            points: pointsOf(sku, history.get(sku.skuId) ?? [], dayOf(now)),
          })),
        },
        people,
        waiting,
        deadlines: deadlines.map(deadlineView),
      };
    },
  );

  app.get(
    '/deadlines',
    {
      schema: {
        querystring: z.object({ kind: z.enum(DEADLINE_KINDS), day: z.iso.date(), ...page }),
        summary: 'Whom the deadlines of one kind on one day concern',
      },
    },
    async (request) => {
      const { context } = await enter(request, 'readLicenses');
      const { kind, day, skip, top } = request.query;
      return readDeadlinePeople(context.db, context.tenant, context.now, { kind, day }, { skip, top });
    },
  );

  app.get(
    '/overview/people',
    {
      schema: {
        querystring: z.object({ problem: z.enum(['blockedLicensed', 'withoutLocation']), ...page }),
        summary: 'The people of a problem of the overview',
      },
    },
    async (request) => {
      const { context } = await enter(request, 'readLicenses');
      const { problem, skip, top } = request.query;
      return readProblemPeople(context.db, context.tenant.tenantId, problem, { skip, top });
    },
  );
}

/** Products that cost nothing come by the thousands, and would drown what somebody pays for. */
function isFree({ monthlyPriceCents }: OwnedSku): boolean {
  return monthlyPriceCents === 0;
}

function productView(sku: OwnedSku, words: TextContext) {
  const unused = Math.max(0, seatsAvailable(sku));
  return {
    skuId: sku.skuId,
    name: skuName(sku.skuId, words),
    status: capabilityStatus(sku),
    free: isFree(sku),
    owned: sku.enabled + sku.warning,
    assigned: sku.consumed,
    unused,
    overAssigned: Math.max(0, -seatsAvailable(sku)),
    expired: sku.warning,
    suspended: sku.suspended,
    monthlyPriceCents: sku.monthlyPriceCents,
    unusedCents: sku.monthlyPriceCents === null ? null : unused * sku.monthlyPriceCents,
  };
}

function seatTotals(skus: readonly OwnedSku[]) {
  const counted = skus.filter((sku) => !isFree(sku));
  const sum = (value: (sku: OwnedSku) => number) => counted.reduce((total, sku) => total + value(sku), 0);
  const unused = (sku: OwnedSku) => Math.max(0, seatsAvailable(sku));
  return {
    owned: sum((sku) => sku.enabled + sku.warning),
    assigned: sum((sku) => sku.consumed),
    unused: sum(unused),
    overAssigned: sum((sku) => Math.max(0, -seatsAvailable(sku))),
    monthlyCents: sum((sku) => (sku.enabled + sku.warning) * (sku.monthlyPriceCents ?? 0)),
    unusedCents: sum((sku) => unused(sku) * (sku.monthlyPriceCents ?? 0)),
    /** Products that are left out of these numbers. */
    freeProducts: skus.length - counted.length,
    /** Products whose price nobody has said, left out of the cost. */
    unpricedProducts: counted.filter(({ monthlyPriceCents }) => monthlyPriceCents === null).length,
  };
}

/** The products with the most seats in use. */
function linesOf(skus: readonly OwnedSku[]): OwnedSku[] {
  return skus
    .filter((sku) => !isFree(sku) && sku.consumed > 0)
    .sort((left, right) => right.consumed - left.consumed)
    .slice(0, LINES);
}

/** What is known of the past, and how it stands now. */
function pointsOf(sku: OwnedSku, past: readonly SeatDay[], today: string): SeatDay[] {
  const now = { day: today, enabled: sku.enabled + sku.warning, consumed: sku.consumed };
  return [...past.filter(({ day }) => day < today), now];
}

function deadlineView({ day, kind, people, person }: DeadlineDay) {
  return { day, kind, people, person, final: isFinal(kind) };
}
