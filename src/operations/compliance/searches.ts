import { newId } from '../../base/id.ts';
import type { Kql } from '../../domain/compliance/kql.ts';
import { parseKql } from '../../domain/compliance/parse-kql.ts';
import { MOST_KEYWORDS } from '../../domain/compliance/search-scope.ts';
import type { Database } from '../../store/database.ts';
import {
  findSearch,
  isSearchNameTaken,
  removeSearch,
  type SearchFields,
  writeSearch,
} from '../../store/ediscovery-searches.ts';
import type { Context } from '../context.ts';
import { actorOf, auditCase, type CaseRefusal, nameTakenIfDuplicate, openCase } from './case-refusals.ts';

/** Makes a search in a case. Its query is read first: one that can't be is refused with the place. */
export async function createSearch(
  context: Context,
  caseId: string,
  fields: SearchFields,
): Promise<CaseRefusal | { readonly id: string }> {
  return nameTakenIfDuplicate(
    context.db.transaction(async (tx) => {
      const opened = await openCase(tx, context, caseId, { mustBeActive: true });
      if ('reason' in opened) return opened;
      const id = newId();
      const refusal = await refuse(tx, context, caseId, id, fields);
      if (refusal) return refusal;
      await writeSearch(tx, context.tenant.tenantId, caseId, id, fields, actorOf(context));
      await auditCase(tx, context, 'Add eDiscovery search', { id, ...fields }, { after: told(opened.found, fields) });
      return { id };
    }),
  );
}

/** Changes a search. */
export async function changeSearch(
  context: Context,
  caseId: string,
  id: string,
  change: Partial<SearchFields>,
): Promise<CaseRefusal | 'changed'> {
  const { tenantId } = context.tenant;
  return nameTakenIfDuplicate(
    context.db.transaction(async (tx) => {
      const opened = await openCase(tx, context, caseId, { mustBeActive: true });
      if ('reason' in opened) return opened;
      const before = await findSearch(tx, tenantId, caseId, id);
      if (!before) return { reason: 'unknownSearch' };
      const fields = { ...before, ...change };
      const refusal = await refuse(tx, context, caseId, id, fields);
      if (refusal) return refusal;
      await writeSearch(tx, tenantId, caseId, id, fields, actorOf(context));
      await auditCase(tx, context, 'Update eDiscovery search', fields, {
        before: told(opened.found, before),
        after: told(opened.found, fields),
      });
      return 'changed';
    }),
  );
}

/** Deletes a search with its estimates. */
export async function deleteSearch(context: Context, caseId: string, id: string): Promise<CaseRefusal | 'deleted'> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    const opened = await openCase(tx, context, caseId, { mustBeActive: false });
    if ('reason' in opened) return opened;
    const before = await findSearch(tx, tenantId, caseId, id);
    if (!before) return { reason: 'unknownSearch' };
    await removeSearch(tx, tenantId, caseId, id);
    await auditCase(tx, context, 'Delete eDiscovery search', before, { before: told(opened.found, before) });
    return 'deleted';
  });
}

async function refuse(
  tx: Database,
  context: Context,
  caseId: string,
  id: string,
  fields: SearchFields,
): Promise<CaseRefusal | undefined> {
  const { displayName, scope, keywords } = fields;
  if (await isSearchNameTaken(tx, context.tenant.tenantId, caseId, displayName, id)) return { reason: 'nameTaken' };
  if (keywords.length > MOST_KEYWORDS) return { reason: 'tooManyKeywords', most: MOST_KEYWORDS };
  const isNamed = scope.mailboxes === 'named' || scope.drives === 'named';
  if ((scope.mailboxes === 'none' && scope.drives === 'none') || (isNamed && scope.users.length === 0))
    return { reason: 'nowhere' };
  const read = readQueries(fields, context.now);
  return 'reason' in read ? read : undefined;
}

/** A search's query as a tree, and each of its rows of keywords joined with it. */
export interface ReadSearch {
  readonly whole: Kql;
  readonly rows: readonly Kql[];
}

/** Reads the query and the rows of a search; the first that can't be read is refused. */
export function readQueries(
  { query, keywords }: Pick<SearchFields, 'query' | 'keywords'>,
  now: number,
): Extract<CaseRefusal, { reason: 'invalidQuery' }> | ReadSearch {
  const main = parseKql(query, now);
  if ('fault' in main) return { reason: 'invalidQuery', row: null, fault: main };
  const rows: Kql[] = [];
  for (const [row, text] of keywords.entries()) {
    const node = parseKql(text, now);
    if ('fault' in node) return { reason: 'invalidQuery', row, fault: node };
    rows.push(node);
  }
  const beside = (node: Kql): Kql => (main.op === 'everything' ? node : { op: 'and', nodes: [main, node] });
  return { whole: rows.length === 0 ? main : beside({ op: 'or', nodes: rows }), rows: rows.map(beside) };
}

function told(found: { readonly displayName: string }, { query, keywords, scope }: SearchFields) {
  return { case: found.displayName, query, keywords, scope };
}
