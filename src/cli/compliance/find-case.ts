import type { Client } from '../../client/client.ts';
import type { Translator } from '../../messages/translate.ts';
import { CommandError, EXIT } from '../exit-codes.ts';

export interface CaseRow {
  readonly id: string;
  readonly displayName: string;
  readonly status: 'active' | 'closed';
  readonly createdAt: string;
  readonly createdBy: string;
}

export interface CustodianRow {
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  readonly displayName: string;
  readonly status: 'active' | 'released';
  readonly onHold: boolean;
}

export interface WholeCase extends CaseRow {
  readonly members: readonly { readonly id: string; readonly displayName: string }[];
  readonly custodians: readonly CustodianRow[];
  readonly searches: readonly { readonly id: string; readonly displayName: string; readonly query: string }[];
}

/** The cases that may be opened. */
export async function allCases(client: Client): Promise<readonly CaseRow[]> {
  return (await client.get<{ value: CaseRow[] }>('/api/compliance/cases')).value;
}

/** A case by name or id, with its parts. */
export async function findCase(client: Client, key: string, t: Translator): Promise<WholeCase> {
  const wanted = key.toLowerCase();
  const found = (await allCases(client)).find(
    ({ id, displayName }) => id === wanted || displayName.toLowerCase() === wanted,
  );
  if (!found) throw new CommandError(EXIT.notFound, t('cli.eDiscovery.case.unknown', { name: key }));
  return client.get<WholeCase>(`/api/compliance/cases/${found.id}`);
}

/** The address of a search, by names or ids of case and search. */
export async function findSearch(
  client: Client,
  caseKey: string,
  key: string,
  t: Translator,
): Promise<{ readonly path: string; readonly displayName: string }> {
  const found = await findCase(client, caseKey, t);
  const wanted = key.toLowerCase();
  const search = found.searches.find(({ id, displayName }) => id === wanted || displayName.toLowerCase() === wanted);
  if (!search) throw new CommandError(EXIT.notFound, t('cli.eDiscovery.search.unknown', { name: key }));
  return { path: `/api/compliance/cases/${found.id}/searches/${search.id}`, displayName: search.displayName };
}
