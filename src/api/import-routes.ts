import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { assignImported } from '../operations/import/assign-imported.ts';
import { importUsers } from '../operations/import/import-users.ts';
import type { ApiInstance, Enter } from './app.ts';

const importQuery = z.object({
  keepGoing: z.stringbool().default(false).describe('Take the rows that can be and leave out who is refused.'),
  addDomains: z.stringbool().default(false).describe('Add domains of people that the tenant does not have yet.'),
});

/** Imports. The answer is a stream of JSON lines: progress, then a result or an error. */
export function importRoutes(app: ApiInstance, enter: Enter, largestBody: number): void {
  // The file is read as it comes in and never held whole.
  app.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
  app.post(
    '/imports/users',
    { schema: { querystring: importQuery, summary: 'Import people from a CSV file' }, bodyLimit: largestBody },
    async (request, reply) => {
      const { context } = await enter(request, 'importTenant');
      const { keepGoing, addDomains } = request.query;
      const source = request.body as AsyncIterable<Uint8Array>;
      return streamed(reply, (tell) =>
        importUsers(context, source, assignImported(context), {
          keepGoing,
          addDomains,
          onProgress: ({ rows, bytes, step }) => tell({ done: rows, total: null, bytes, step }),
        }),
      );
    },
  );
}

/** Answers with JSON lines while the work goes on. */
function streamed<Result>(
  reply: FastifyReply,
  work: (tell: (progress: Record<string, unknown>) => void) => Promise<Result>,
): FastifyReply {
  const lines = new PassThrough();
  const write = (line: Record<string, unknown>) => lines.write(`${JSON.stringify(line)}\n`);
  work((progress) => write({ progress }))
    .then(
      (result) => write({ result }),
      (error: unknown) => {
        reply.log.error({ err: error }, 'An import failed');
        write({
          error: {
            status: 500,
            code: 'internal',
            message: 'The import failed and nothing was taken; see the log of the server.',
          },
        });
      },
    )
    .finally(() => lines.end());
  return reply.type('application/x-ndjson').send(lines);
}
