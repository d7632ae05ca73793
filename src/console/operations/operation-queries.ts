import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { EntriesAsked, OperationsAsked } from '../../client/operations.ts';
import { licensing, operations } from '../server.ts';

const PAGE = 30;
/** How often a plan is looked at: somebody may be applying or approving it elsewhere. */
const WATCH_MS = 4_000;

/** Operations, newest first, page by page. */
export const operationsQuery = (asked: OperationsAsked) =>
  infiniteQueryOptions({
    queryKey: ['operations', asked],
    queryFn: ({ pageParam }) => operations.list(asked, { before: pageParam, top: PAGE }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** What has undone an operation for some of its people, while it stands for others. */
export const partialUndosQuery = (id: number) =>
  queryOptions({
    queryKey: ['operations', 'undos', id],
    queryFn: () => operations.list({ undoOf: id }, { top: 20 }),
  });

/** One operation with what follows; looked at again and again while it is a plan. */
export const operationQuery = (id: number) =>
  queryOptions({
    queryKey: ['operation', id],
    queryFn: () => licensing.operation(id),
    refetchInterval: ({ state }) => (state.data?.status === 'planned' ? WATCH_MS : false),
  });

/** What a second administrator was asked about a plan. */
export const approvalsOfQuery = (id: number, planned: boolean) =>
  queryOptions({
    queryKey: ['approvals', id],
    queryFn: () => operations.approvals(id),
    refetchInterval: planned ? WATCH_MS : false,
  });

/** What needs a second administrator, and what was decided. */
export const approvalsQuery = queryOptions({ queryKey: ['approvals'], queryFn: () => operations.approvals() });

/** Entries of the audit log, newest first, page by page. */
export const entriesQuery = (asked: EntriesAsked) =>
  infiniteQueryOptions({
    queryKey: ['entries', asked],
    queryFn: ({ pageParam }) => operations.entries(asked, { before: pageParam, top: PAGE }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** What the audit log tells about somebody, newest first, page by page. */
export const entriesAboutQuery = (userId: string) =>
  infiniteQueryOptions({
    queryKey: ['entries about', userId],
    queryFn: ({ pageParam }) => operations.entriesAbout(userId, { before: pageParam, top: PAGE }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
