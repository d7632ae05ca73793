import { queryOptions } from '@tanstack/react-query';
import { licensing } from '../server.ts';

/** The first people of an operation: enough to name some of each group. */
export const firstPeopleQuery = (operationId: number) =>
  queryOptions({
    queryKey: ['operation', operationId, 'first people'],
    queryFn: () => licensing.people(operationId, { after: 0, top: 100 }),
    staleTime: 60_000,
  });
