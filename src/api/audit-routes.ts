import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { z } from 'zod';
import { ACTIVITIES, auditSentence } from '../messages/audit-sentences.ts';
import type { TextContext } from '../messages/license-texts.ts';
import { verifyAudit } from '../operations/audit/verify-audit.ts';
import { type AuditFilter, readAudit, type ToldEntry } from '../queries/audit.ts';
import type { ApiCall, ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';
import { answerLongWork } from './streaming.ts';

/** A text that PostgreSQL takes: it has no place for a NUL. */
const text = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\0]*$/)
    .optional();
const filter = z.object({
  from: z.iso.datetime({ offset: true }).optional().describe('From this moment on.'),
  to: z.iso.datetime({ offset: true }).optional().describe('Before this moment.'),
  activity: text(200),
  except: text(500).describe('Not these activities, with commas between them.'),
  actor: text(256).describe('The beginning of a name, or an id.'),
  target: text(256).describe('The beginning of a name, or an id.'),
  operation: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  channel: text(32),
  text: text(256).describe("Stands anywhere in the actor's or the target's name."),
});
const number = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const EXPORT_PAGE = 2_000;

/** The audit log: read with filters, exported whole, and proved. */
export function auditRoutes(app: ApiInstance, enter: Enter): void {
  app.get(
    '/audit',
    {
      schema: {
        querystring: filter.extend({
          before: number.optional().describe('The number that the page before named as next.'),
          top: z.coerce.number().int().min(1).max(1_000).default(50),
        }),
        summary: 'Entries of the audit log, newest first, with a sentence each',
      },
    },
    async (request) => {
      const { context, text } = await enter(request, 'readAudit');
      const { before, top } = request.query;
      const entries = await readAudit(context.db, context.tenant.tenantId, filterOf(request.query), { before, top });
      const words = await text();
      return {
        value: entries.map((entry) => entryView(entry, words)),
        next: entries.length < top ? null : (entries.at(-1)?.id ?? null),
      };
    },
  );

  app.get(
    '/audit/export',
    {
      schema: {
        querystring: filter.extend({ format: z.enum(['csv', 'jsonl']).default('csv') }),
        summary: 'The log from its beginning, as CSV or as JSON lines that hold all that the hashes cover',
      },
    },
    async (request, reply) => {
      const call = await enter(request, 'readAudit');
      const { format } = request.query;
      const entries = exported(call, filterOf(request.query), await call.text());
      reply.header('content-disposition', `attachment; filename="audit.${format}"`);
      if (format === 'jsonl') {
        reply.type('application/x-ndjson; charset=utf-8');
        return reply.send(Readable.from(lines(entries)));
      }
      reply.type('text/csv; charset=utf-8');
      const csv = stringify({ header: true, columns: CSV_COLUMNS, escape_formulas: true, bom: true });
      // What ends one end of it ends the other: an error on the way, or a client that goes away.
      pipeline(Readable.from(cells(entries)), csv, () => {});
      return reply.send(csv);
    },
  );

  app.get(
    '/audit/verify',
    {
      schema: {
        querystring: z.object({
          head: z
            .string()
            .regex(/^\d{1,15}:[0-9a-f]{64}$/)
            .optional()
            .describe('A number and hash that were kept elsewhere.'),
        }),
        summary: 'Compute the chain anew and compare',
      },
    },
    async (request, reply) => {
      const { context } = await enter(request, 'readAudit');
      const [id, hash = ''] = request.query.head?.split(':') ?? [];
      const kept = id === undefined ? undefined : { id: Number(id), hash };
      return answerLongWork(request, reply, 200, async (tell) => {
        const result = await verifyAudit({ ...context, onProgress: tell }, kept);
        if (result.kind === 'whole') return result;
        return fail(409, 'auditBroken', `The audit log was tampered with: entry ${result.at}, ${result.why}.`, {
          at: result.at,
          why: result.why,
        });
      });
    },
  );
}

const CSV_COLUMNS = [
  'id',
  'at',
  'sentence',
  'activity',
  'actorName',
  'channel',
  'targetType',
  'targetName',
  'operationId',
  'actorId',
  'targetId',
  'requestId',
  'before',
  'after',
  'hash',
] as const;

function entryView({ consequences, operation, text: _text, ...entry }: ToldEntry, words: TextContext) {
  return {
    ...entry,
    at: entry.at.toISOString(),
    sentence: auditSentence({ ...entry, consequences, operation }, words),
  };
}

type Exported = ReturnType<typeof entryView> & { readonly text: string };

async function* exported({ context }: ApiCall, wanted: AuditFilter, words: TextContext): AsyncGenerator<Exported> {
  for (let after = 0; ; ) {
    const page = await readAudit(context.db, context.tenant.tenantId, wanted, { after, top: EXPORT_PAGE });
    for (const entry of page) yield { ...entryView(entry, words), text: entry.text };
    after = page.at(-1)?.id ?? after;
    if (page.length < EXPORT_PAGE) return;
  }
}

async function* lines(entries: AsyncGenerator<Exported>) {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

async function* cells(entries: AsyncGenerator<Exported>) {
  for await (const entry of entries) yield { ...entry, before: cellOf(entry.before), after: cellOf(entry.after) };
}

function cellOf(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function filterOf({
  from,
  to,
  operation,
  activity,
  except,
  actor,
  target,
  channel,
  text,
}: z.infer<typeof filter>): AuditFilter {
  return {
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    operationId: operation,
    // As it is written in the log, whatever the case it is asked for in.
    activity: ACTIVITIES.find((known) => known.toLowerCase() === activity?.toLowerCase()) ?? activity,
    actor,
    target,
    channel,
    text,
    except: except?.split(','),
  };
}
