import { addDays } from '../base/time.ts';
import { type Random, randomOf } from './random.ts';
import { type SampleCompany, STREAM } from './sample-company.ts';
import { type SampleSku, SKU } from './sample-products.ts';

/** How a product stands today: seats that can be assigned, and seats that are. */
export interface SeatsToday {
  readonly skuId: string;
  readonly enabled: number;
  readonly consumed: number;
}

export interface SampleSeatDay extends SeatsToday {
  /** YYYY-MM-DD, in UTC. */
  readonly day: string;
}

const DAYS = 365;

/** Days ago that a product was first bought, where that is less than a year; see the subscriptions. */
const FIRST_BOUGHT: Partial<Record<SampleSku, number>> = { Microsoft_365_Copilot: 20, VISIOCLIENT: 48 };

/** How often seats are bought or given back in a year. */
const PURCHASES = 3;

/**
 * A year of seats that could have led to today: people come and go on working days, and seats are bought ahead of
 * them. Only days on which something changed; the last is as today says. The same company has the same past.
 */
export function seatHistory(company: SampleCompany, today: readonly SeatsToday[]): SampleSeatDay[] {
  const skus = Object.keys(SKU) as SampleSku[];
  return today.flatMap((seats) => {
    const sku = skus.findIndex((known) => SKU[known] === seats.skuId);
    const first = FIRST_BOUGHT[skus[sku] as SampleSku] ?? DAYS;
    return pastOf(seats, Math.min(first, DAYS), company.now, randomOf([company.seed, STREAM.history, sku]));
  });
}

function pastOf({ skuId, enabled, consumed }: SeatsToday, first: number, now: number, random: Random): SampleSeatDay[] {
  const used = usedOver(consumed, enabled, first, now, random);
  const owned = ownedOver(used, enabled, random);
  const all = used.map((value, at) => ({
    skuId,
    day: new Date(addDays(now, at - first)).toISOString().slice(0, 10),
    enabled: owned[at] ?? enabled,
    consumed: value,
  }));
  return all.filter(
    (day, at) => at === 0 || day.enabled !== all[at - 1]?.enabled || day.consumed !== all[at - 1]?.consumed,
  );
}

/** Seats in use on each day, from a share of today's to today's, with a few people more or less on the way. */
function usedOver(consumed: number, most: number, first: number, now: number, random: Random): number[] {
  const start = Math.round((consumed * (first < DAYS ? 10 : 58 + random.below(36))) / 100);
  const sway = Math.max(1, Math.ceil(consumed / 60));
  let drift = 0;
  return Array.from({ length: first + 1 }, (_, at) => {
    const share = at / first;
    const weekday = new Date(addDays(now, at - first)).getUTCDay();
    const isMoved = weekday !== 0 && weekday !== 6 && random.below(7) === 0;
    if (isMoved) drift = Math.trunc((drift * 4) / 5) + random.below(2 * sway + 1) - sway;
    // Nearer to today there is less room to be elsewhere.
    const value = start + (consumed - start) * share + drift * Math.min(1, 4 * (1 - share));
    return at === first ? consumed : Math.min(most, Math.max(0, Math.round(value)));
  });
}

/** Seats owned on each day: enough for the days until the next purchase, and at the end what is owned today. */
function ownedOver(used: readonly number[], enabled: number, random: Random): number[] {
  const length = used.length;
  const bought = Array.from({ length: PURCHASES }, (_, at) =>
    Math.floor((length * (at + 1)) / (PURCHASES + 1) + random.below(Math.ceil(length / 10))),
  );
  const starts = [0, ...bought.filter((at) => at < length - 1)];
  const last = starts.at(-1) ?? 0;
  return used.map((_, at) => {
    const from = starts.findLast((start) => start <= at) ?? 0;
    if (from === last) return enabled;
    const until = starts.find((start) => start > at) ?? length;
    const needed = Math.max(...used.slice(from, until));
    return Math.min(enabled, needed + Math.ceil(needed / 25));
  });
}
