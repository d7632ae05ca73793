import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { PeopleOf } from '../../client/overview.ts';
import { overview } from '../server.ts';

/** The tenant at a glance, with a chart over so many days. */
export const overviewQuery = (days: number) =>
  queryOptions({
    queryKey: ['overview', days],
    queryFn: () => overview.overview(days),
    placeholderData: keepPreviousData,
  });

export const PEOPLE_PAGE = 20;

/** One page of the people of a deadline or a problem. */
export const overviewPeopleQuery = (of: PeopleOf, skip: number) =>
  queryOptions({
    queryKey: ['overview', 'people', of, skip],
    queryFn: () => overview.people(of, { skip, top: PEOPLE_PAGE }),
    placeholderData: keepPreviousData,
  });
