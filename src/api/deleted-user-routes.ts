import { z } from 'zod';
import { purgeDeletedUser } from '../operations/directory/purge-user.ts';
import { listDeletedUsers } from '../queries/deleted-users.ts';
import type { ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';

/** Deleted people: who can still be restored, and deleting one for good. */
export function deletedUserRoutes(app: ApiInstance, enter: Enter): void {
  app.get(
    '/deleted-users',
    {
      schema: {
        querystring: z.object({
          before: z.iso.datetime({ offset: true }).optional(),
          top: z.coerce.number().int().min(1).max(500).default(100),
        }),
        summary: 'Deleted people, the latest first',
      },
    },
    async (request) => {
      const { context } = await enter(request, 'readDirectory');
      const { before, top } = request.query;
      const page = { before: before === undefined ? null : new Date(before), top };
      return { value: await listDeletedUsers(context.db, context.tenant, page) };
    },
  );

  app.post(
    '/deleted-users/:id/purge',
    { schema: { params: z.object({ id: z.guid() }), summary: 'Delete a deleted person for good' } },
    async (request, reply) => {
      const { context } = await enter(request, 'purgeUser');
      const result = await purgeDeletedUser(context, request.params.id);
      if (result === 'purged') return reply.code(204).send();
      if ('kind' in result) {
        const message = `Another administrator must approve it first (approval ${result.approvalId}).`;
        return fail(409, 'approvalNeeded', message, { approvalId: result.approvalId, people: 1 });
      }
      switch (result.reason) {
        case 'unknownUser':
          return fail(404, 'notFound', 'There is no such deleted person.');
        case 'onHold':
          return fail(409, 'conflict', 'The mailbox is on hold. End the hold first.');
        default:
          return fail(403, 'forbidden', 'Your role does not reach this person.');
      }
    },
  );
}
