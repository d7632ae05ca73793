import { queryOptions } from '@tanstack/react-query';
import { person } from '../server.ts';

/** One person as the head of the pane shows them. */
export const personQuery = (userId: string) =>
  queryOptions({ queryKey: ['person', userId], queryFn: () => person.read(userId) });

/** Why a person has what they have. In the reader's language, so it is asked anew when that changes. */
export const personLicensesQuery = (userId: string, language: string) =>
  queryOptions({ queryKey: ['person', userId, 'licenses', language], queryFn: () => person.licenses(userId) });

/** How it stands with a person's data. */
export const personDataQuery = (userId: string, language: string) =>
  queryOptions({ queryKey: ['person', userId, 'data', language], queryFn: () => person.data(userId) });
