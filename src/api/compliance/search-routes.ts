import { z } from 'zod';
import type { SearchScope } from '../../domain/compliance/search-scope.ts';
import { recordEstimate, recordExport, recordPreview } from '../../operations/compliance/record-search.ts';
import { changeSearch, createSearch, deleteSearch, readQueries } from '../../operations/compliance/searches.ts';
import { readCase, readLastEstimate, readSearch, type StoredSearch } from '../../queries/compliance/cases.ts';
import { readHits } from '../../queries/compliance/search-hits.ts';
import { readLeftOut, type SearchQuestion } from '../../queries/compliance/search-places.ts';
import { readStatistics } from '../../queries/compliance/search-statistics.ts';
import type { ApiCall, ApiInstance, Enter } from '../app.ts';
import { failCase, hitView, leftOutView, searchView } from './case-views.ts';
import { exportZip } from './export-zip.ts';
import { personId } from './hold-routes.ts';

const plainText = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^[^\0]*$/);
const part = z.enum(['none', 'everyone', 'custodians', 'named']);
const scope = z.strictObject({
  mailboxes: part.default('custodians'),
  drives: part.default('none'),
  users: z.array(z.string().min(1)).max(1_000).default([]).describe('Whose are `named`: user names or ids.'),
});
const fields = z.strictObject({
  displayName: plainText(256).min(1),
  description: plainText(4_000).nullable().default(null),
  query: plainText(16_000).default('').describe('In the Keyword Query Language; empty: everything.'),
  keywords: z.array(plainText(4_000).min(1)).max(100).default([]).describe('Rows, of which one is enough.'),
  scope: scope.default({ mailboxes: 'custodians', drives: 'none', users: [] }),
});
const changes = z.strictObject({
  displayName: plainText(256).min(1).optional(),
  description: plainText(4_000).nullable().optional(),
  query: plainText(16_000).optional(),
  keywords: z.array(plainText(4_000).min(1)).max(100).optional(),
  scope: scope.optional(),
});
const caseId = z.object({ id: z.guid().toLowerCase() });
const searchId = caseId.extend({ search: z.guid().toLowerCase() });

/** Searches of a case: what they count, what they find, and what they had to leave out. */
export function searchRoutes(app: ApiInstance, enter: Enter): void {
  app.post(
    '/compliance/cases/:id/searches',
    { schema: { params: caseId, body: fields, summary: 'Make a search in a case' } },
    async (request, reply) => {
      const call = await enter(request, 'manageCases');
      const wanted = { ...request.body, scope: await scopeOf(call, request.body.scope) };
      const result = await createSearch(call.context, request.params.id, wanted);
      return 'reason' in result ? failCase(result, await call.text()) : reply.code(201).send(result);
    },
  );

  app.get(
    '/compliance/cases/:id/searches/:search',
    { schema: { params: searchId, summary: 'A search with its last estimate' } },
    async (request) => {
      const call = await enter(request, 'readCases');
      const search = await findSearch(call, request.params);
      const { db, tenant } = call.context;
      const last = await readLastEstimate(db, tenant.tenantId, search.caseId, search.id);
      return {
        ...searchView(search),
        lastEstimate: last ? { at: last.createdAt.toISOString(), by: last.createdBy, ...last.result } : null,
      };
    },
  );

  app.patch(
    '/compliance/cases/:id/searches/:search',
    { schema: { params: searchId, body: changes, summary: 'Change a search' } },
    async (request, reply) => {
      const call = await enter(request, 'manageCases');
      const { scope: whom, ...rest } = request.body;
      const wanted = { ...rest, ...(whom ? { scope: await scopeOf(call, whom) } : {}) };
      const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
      const result = await changeSearch(call.context, request.params.id, request.params.search, given);
      return result === 'changed' ? reply.code(204).send() : failCase(result, await call.text());
    },
  );

  app.delete(
    '/compliance/cases/:id/searches/:search',
    { schema: { params: searchId, summary: 'Delete a search' } },
    async (request, reply) => {
      const { context, text } = await enter(request, 'manageCases');
      const result = await deleteSearch(context, request.params.id, request.params.search);
      return result === 'deleted' ? reply.code(204).send() : failCase(result, await text());
    },
  );

  app.post(
    '/compliance/cases/:id/searches/:search/estimate',
    {
      schema: {
        params: searchId,
        summary: 'Count what a search finds, place by place, and say what it had to leave out',
      },
    },
    async (request) => {
      const call = await enter(request, 'manageCases');
      const { search, question, rows } = await questionOf(call, request.params);
      const { db, tenant } = call.context;
      const [statistics, leftOut, words] = await Promise.all([
        readStatistics(db, tenant.tenantId, question, rows),
        readLeftOut(db, tenant.tenantId, question),
        call.text(),
      ]);
      const recorded = await recordEstimate(call.context, search, { ...statistics, leftOut: leftOut.count });
      if ('reason' in recorded) return failCase(recorded, words);
      return { ...statistics, leftOut: leftOutView(leftOut, words) };
    },
  );

  app.get(
    '/compliance/cases/:id/searches/:search/left-out',
    { schema: { params: searchId, summary: 'What a search means and can’t look into, and why' } },
    async (request) => {
      const call = await enter(request, 'readCases');
      const { question } = await questionOf(call, request.params);
      const leftOut = await readLeftOut(call.context.db, call.context.tenant.tenantId, question);
      return leftOutView(leftOut, await call.text());
    },
  );

  app.get(
    '/compliance/cases/:id/searches/:search/hits',
    {
      schema: {
        params: searchId,
        querystring: z.object({
          after: z
            .string()
            .regex(/^[0-9a-f-]{36}\.[0-9a-f-]{36}$/i)
            .optional()
            .describe('The place that the page before named as next.'),
          top: z.coerce.number().int().min(1).max(500).default(50),
        }),
        summary: 'What a search finds, the latest first',
      },
    },
    async (request) => {
      const call = await enter(request, 'previewContent');
      const { search, question } = await questionOf(call, request.params);
      const { after, top } = request.query;
      if (after === undefined) {
        const recorded = await recordPreview(call.context, search);
        if (recorded !== 'recorded') return failCase(recorded, await call.text());
      }
      const [placeId = '', id = ''] = after?.split('.') ?? [];
      const { db, tenant } = call.context;
      const hits = await readHits(db, tenant.tenantId, question, after === undefined ? null : { placeId, id }, top);
      const last = hits.at(-1);
      return {
        value: hits.map(hitView),
        next: last === undefined || hits.length < top ? null : `${last.placeId}.${last.id}`,
      };
    },
  );

  app.get(
    '/compliance/cases/:id/searches/:search/export',
    {
      schema: {
        params: searchId,
        summary: 'All that a search finds as a ZIP file, with a manifest and what was left out',
      },
    },
    async (request, reply) => {
      const call = await enter(request, 'exportContent');
      const { search, question } = await questionOf(call, request.params);
      const { items, bytes } = await readStatistics(call.context.db, call.context.tenant.tenantId, question, []);
      const recorded = await recordExport(call.context, search, { items, bytes });
      if ('reason' in recorded) return failCase(recorded, await call.text());
      const name = encodeURIComponent(`${search.displayName}.zip`).replace(/['()*]/g, '_');
      reply.header('content-disposition', `attachment; filename="export.zip"; filename*=UTF-8''${name}`);
      return reply.type('application/zip').send(exportZip(call.context, question));
    },
  );
}

async function scopeOf(call: ApiCall, { users, ...rest }: z.infer<typeof scope>): Promise<SearchScope> {
  return { ...rest, users: await Promise.all(users.map((key) => personId(call, key))) };
}

async function findSearch(
  { context, text }: ApiCall,
  { id, search }: { readonly id: string; readonly search: string },
): Promise<StoredSearch> {
  const { db, principal, tenant } = context;
  const found = await readCase(db, principal, id);
  if (!found) return failCase({ reason: 'unknownCase' }, await text());
  const kept = await readSearch(db, tenant.tenantId, id, search);
  return kept ?? failCase({ reason: 'unknownSearch' }, await text());
}

/** A search as a question that can be asked now. */
async function questionOf(call: ApiCall, ids: { readonly id: string; readonly search: string }) {
  const search = await findSearch(call, ids);
  const read = readQueries(search, call.context.now);
  if ('reason' in read) return failCase(read, await call.text());
  const question: SearchQuestion = { caseId: search.caseId, scope: search.scope, query: read.whole };
  return { search, question, rows: read.rows };
}
