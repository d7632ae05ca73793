import type { Client } from './client.ts';
import type { PeopleRequest } from './licensing.ts';

/** One person as lists show them. */
export interface ListedPerson {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly accountEnabled: boolean;
  readonly userType: string;
  readonly department: string | null;
  readonly jobTitle: string | null;
  readonly usageLocation: string | null;
  readonly mail: string | null;
  readonly createdDateTime: string;
  readonly licenses: readonly HeldLicense[];
}

/** A product somebody holds: whether one path is direct, how many come from groups, and whether one is in error. */
interface HeldLicense {
  readonly skuId: string;
  readonly direct: boolean;
  readonly groups: number;
  readonly error: boolean;
}

/** Which people: a filter as in Graph's $filter, and what begins a word of the name, user name or address. */
export interface PeopleQuestion {
  readonly where?: string;
  readonly search?: string;
}

interface PeopleOrder {
  readonly sort: 'displayName' | 'userPrincipalName';
  readonly desc: boolean;
}

export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly search: Readonly<Record<string, string | true>>;
}

export interface Holdings {
  readonly people: number;
  readonly holdings: readonly { readonly skuId: string; readonly people: number; readonly direct: number }[];
}

/** People as lists. All of it throws ApiError where the server refuses. */
export interface PeopleCalls {
  list(
    question: PeopleQuestion,
    order: PeopleOrder,
    page: { readonly skip: number; readonly top: number; readonly count: boolean },
  ): Promise<{ readonly total: number | null; readonly value: readonly ListedPerson[] }>;
  /** The address of the list as a file. */
  exportPath(question: PeopleQuestion, order: PeopleOrder, columns: readonly string[], language: string): string;
  /** How many of some people hold each product, and how many directly. */
  holdings(people: PeopleRequest): Promise<Holdings>;
  departments(begins: string): Promise<readonly string[]>;
  views(): Promise<readonly SavedView[]>;
  saveView(name: string, search: SavedView['search']): Promise<SavedView>;
  deleteView(id: string): Promise<void>;
}

/** The people calls of a server. */
export function peopleCalls(client: Client): PeopleCalls {
  return {
    list: (question, order, { skip, top, count }) =>
      client.get('/api/people', { ...question, ...orderQuery(order), skip, top, count: String(count) }),
    exportPath: (question, order, columns, language) =>
      `/api/people/export?${new URLSearchParams({ ...question, ...orderQuery(order), columns: columns.join(','), language })}`,
    holdings: (people) => client.send('POST', '/api/people/holdings', people),
    departments: async (begins) =>
      (await client.get<{ value: string[] }>('/api/departments', { begins, top: 50 })).value,
    views: async () => (await client.get<{ value: SavedView[] }>('/api/views', { page: 'users' })).value,
    saveView: (name, search) => client.send('POST', '/api/views', { page: 'users', name, search }),
    deleteView: (id) => client.send('DELETE', `/api/views/${encodeURIComponent(id)}`),
  };
}

function orderQuery({ sort, desc }: PeopleOrder): { sort: string; desc: string } {
  return { sort, desc: String(desc) };
}
