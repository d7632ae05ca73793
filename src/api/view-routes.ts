import { z } from 'zod';
import { forgetView, saveView } from '../operations/views/saved-views.ts';
import { listSavedViews } from '../queries/saved-views.ts';
import type { ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';

const page = z.enum(['users']);
const text = z
  .string()
  .max(400)
  .regex(/^[^\0]*$/);

/** Lists as people want to see them again; everybody has their own. */
export function viewRoutes(app: ApiInstance, enter: Enter): void {
  app.get('/views', { schema: { querystring: z.object({ page }), summary: 'Your saved views' } }, async (request) => {
    const { db, tenant, principal } = (await enter(request, 'readDirectory')).context;
    return { value: await listSavedViews(db, tenant.tenantId, principal.id, request.query.page) };
  });

  app.post(
    '/views',
    {
      schema: {
        body: z.strictObject({
          page,
          name: z
            .string()
            .trim()
            .min(1)
            .max(100)
            .regex(/^[^\0]*$/),
          search: z.record(z.string().max(40), z.union([text, z.literal(true)])),
        }),
        summary: 'Save a view; one of the same name is replaced',
      },
    },
    async (request, reply) => {
      const { context } = await enter(request, 'readDirectory');
      const { page, ...view } = request.body;
      const saved = await saveView(context, page, view);
      return saved
        ? reply.code(201).send(saved)
        : fail(409, 'conflict', 'You keep 50 views already. Delete one first.');
    },
  );

  app.delete(
    '/views/:id',
    { schema: { params: z.object({ id: z.guid() }), summary: 'Delete a saved view' } },
    async (request, reply) => {
      const { context } = await enter(request, 'readDirectory');
      if (!(await forgetView(context, request.params.id))) return fail(404, 'notFound', 'You have no such view.');
      return reply.code(204).send();
    },
  );
}
