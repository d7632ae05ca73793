import { keepPreviousData, type QueryKey, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** Rows of a list that is never loaded as a whole: how many there are, and those that were asked for so far. */
export interface RowPages<Row> {
  readonly total: number | undefined;
  readonly rowAt: (index: number) => Row | undefined;
  readonly error: unknown;
  /** The rows shown are those of the question before. */
  readonly isOutdated: boolean;
  readonly retry: () => void;
}

const PAGE = 100;
/** While somebody scrolls fast, the pages in between are not asked for. */
const SETTLED_MS = 80;

/** Reads the pages of a list that rows from `first` to before `behind` are on. `read` gives a page, and the total when asked. */
export function useRowPages<Row>(
  queryKey: QueryKey,
  read: (page: {
    skip: number;
    top: number;
    count: boolean;
  }) => Promise<{ total: number | null; value: readonly Row[] }>,
  [first, behind]: readonly [number, number],
): RowPages<Row> {
  const beginning = useQuery({
    queryKey: [...queryKey, 'beginning'],
    queryFn: () => read({ skip: 0, top: PAGE, count: true }),
    placeholderData: keepPreviousData,
  });
  const [from, to] = useSettled(Math.max(1, Math.floor(first / PAGE)), Math.floor(Math.max(0, behind - 1) / PAGE));
  const wanted = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  const pages = useQueries({
    queries: wanted.map((page) => ({
      queryKey: [...queryKey, page],
      queryFn: () => read({ skip: page * PAGE, top: PAGE, count: false }),
      gcTime: 60_000,
    })),
  });
  const total = beginning.data?.total ?? undefined;
  return {
    total,
    rowAt: (index) => {
      const page = Math.floor(index / PAGE);
      const rows = page === 0 ? beginning.data : pages[wanted.indexOf(page)]?.data;
      return rows?.value[index % PAGE];
    },
    error: beginning.error ?? pages.find(({ error }) => error)?.error ?? null,
    isOutdated: beginning.isPlaceholderData,
    retry: () => {
      void beginning.refetch();
      for (const page of pages) if (page.isError) void page.refetch();
    },
  };
}

/** Two numbers as they were when they last stood still. */
function useSettled(from: number, to: number): readonly [number, number] {
  const [settled, setSettled] = useState<readonly [number, number]>([from, to]);
  useEffect(() => {
    const timer = setTimeout(() => setSettled([from, to]), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [from, to]);
  return settled;
}
