import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { time } from '../server.ts';

export const DAY_MS = 86_400_000;

/** Where the tenant's clock stands. */
export const clockQuery = queryOptions({ queryKey: ['time', 'clock'], queryFn: () => time.clock() });

/** The tenant as it will be so many days after a moment; what was shown stays until the next is there. */
export const forecastQuery = (now: string, days: number) =>
  queryOptions({
    queryKey: ['time', 'forecast', now, days],
    queryFn: () => time.forecast(new Date(Date.parse(now) + days * DAY_MS).toISOString()),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** What is deleted for good within thirty days. */
export const purgesQuery = queryOptions({ queryKey: ['time', 'purges'], queryFn: () => time.comingPurges(30) });
