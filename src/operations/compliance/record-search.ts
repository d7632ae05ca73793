import { newId } from '../../base/id.ts';
import { insertCaseOperation, type StoredSearch } from '../../store/ediscovery-searches.ts';
import type { Context } from '../context.ts';
import { actorOf, auditCase, type CaseRefusal, openCase } from './case-refusals.ts';

/** Writes down what a search found, as the case's last estimate of it. Gives the number of what clients look after. */
export async function recordEstimate(
  context: Context,
  search: StoredSearch,
  result: Readonly<Record<string, unknown>>,
): Promise<CaseRefusal | { readonly id: string }> {
  return record(context, search, 'estimateStatistics', 'Estimate eDiscovery search', result);
}

/** Writes down that somebody takes out what a search found, before they do. */
export async function recordExport(
  context: Context,
  search: StoredSearch,
  result: Readonly<Record<string, unknown>>,
): Promise<CaseRefusal | { readonly id: string }> {
  return record(context, search, 'exportResult', 'Export eDiscovery search', result);
}

/** Writes down that somebody looks at what a search found. */
export async function recordPreview(context: Context, search: StoredSearch): Promise<CaseRefusal | 'recorded'> {
  return context.db.transaction(async (tx) => {
    const opened = await openCase(tx, context, search.caseId, { mustBeActive: true });
    if ('reason' in opened) return opened;
    const after = { case: opened.found.displayName, query: search.query };
    await auditCase(tx, context, 'Preview eDiscovery search', search, { after });
    return 'recorded';
  });
}

async function record(
  context: Context,
  search: StoredSearch,
  action: 'estimateStatistics' | 'exportResult',
  activity: 'Estimate eDiscovery search' | 'Export eDiscovery search',
  result: Readonly<Record<string, unknown>>,
): Promise<CaseRefusal | { readonly id: string }> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    const opened = await openCase(tx, context, search.caseId, { mustBeActive: true });
    if ('reason' in opened) return opened;
    const id = newId();
    await insertCaseOperation(
      tx,
      tenantId,
      search.caseId,
      { id, searchId: search.id, action, result },
      actorOf(context),
    );
    const { items, bytes } = result;
    const after = { case: opened.found.displayName, query: search.query, items, bytes };
    await auditCase(tx, context, activity, search, { after });
    return { id };
  });
}
