import { z } from 'zod';
import { assignImported } from '../operations/import/assign-imported.ts';
import { importUsers } from '../operations/import/import-users.ts';
import type { ApiInstance, Enter } from './app.ts';
import { LARGEST_BODY } from './requests.ts';
import { answerLongWork } from './streaming.ts';

const importQuery = z.object({
  keepGoing: z.stringbool().default(false).describe('Take the rows that can be and leave out who is refused.'),
  addDomains: z.stringbool().default(false).describe('Add domains of people that the tenant does not have yet.'),
});

/** Imports. Progress is told in bytes of the file. */
export function importRoutes(app: ApiInstance, enter: Enter): void {
  // The file is read as it comes in and never held whole.
  app.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
  app.post(
    '/imports/users',
    { schema: { querystring: importQuery, summary: 'Import people from a CSV file' }, bodyLimit: LARGEST_BODY },
    async (request, reply) => {
      const { context } = await enter(request, 'importTenant');
      const { keepGoing, addDomains } = request.query;
      const source = request.body as AsyncIterable<Uint8Array>;
      return answerLongWork(request, reply, 200, (tell) =>
        importUsers(context, source, assignImported(context), {
          keepGoing,
          addDomains,
          onProgress: ({ bytes }) => tell({ done: bytes, total: null }),
        }),
      );
    },
  );
}
