import { z } from 'zod';
import { ROLES } from '../domain/access/roles.ts';
import type { UserRefusal } from '../domain/directory/user-refusals.ts';
import { DIRECT } from '../domain/licensing/profile.ts';
import { skuName, type TextContext } from '../messages/license-texts.ts';
import { purgeDeletedUser } from '../operations/directory/purge-user.ts';
import { type Restored, restoreUser } from '../operations/directory/restore-user.ts';
import { countDeleted, listDeletedUsers, type RestorableUser } from '../queries/deleted-users.ts';
import type { ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';

const params = z.object({ id: z.guid() });

/** Deleted people: who can still be restored, restoring one, and deleting one for good. */
export function deletedUserRoutes(app: ApiInstance, enter: Enter): void {
  app.get(
    '/deleted-users',
    {
      schema: {
        querystring: z.object({
          after: z
            .string()
            .regex(/^\d{4}-[^ ]+Z [0-9a-f-]{36}$/)
            .optional()
            .describe('What the page before named as next.'),
          top: z.coerce.number().int().min(1).max(500).default(100),
          search: z.string().max(200).optional().describe('Stands in the name or the user name.'),
        }),
        summary: 'Deleted people, the latest first',
      },
    },
    async (request) => {
      const { context, text } = await enter(request, 'readDirectory');
      const { db, tenant } = context;
      const { after, top, search } = request.query;
      const [users, total, words] = await Promise.all([
        listDeletedUsers(db, tenant, { after: placeOf(after), top, search }),
        countDeleted(db, tenant),
        text(),
      ]);
      const last = users.at(-1);
      return {
        total,
        value: users.map((user) => viewOf(user, words)),
        next: last && users.length === top ? `${last.deletedAt.toISOString()} ${last.id}` : null,
      };
    },
  );

  app.post(
    '/deleted-users/:id/restore',
    {
      schema: {
        params,
        body: z
          .strictObject({
            userPrincipalName: z
              .string()
              .trim()
              .min(1)
              .max(256)
              .optional()
              .describe('Another name than the one before.'),
            password: z.string().max(256).optional().describe('Left out: one is made, and told.'),
          })
          .optional(),
        summary: 'Restore a deleted person with their licenses',
      },
    },
    async (request) => {
      const { context, text } = await enter(request, 'deleteUser');
      const result = await restoreUser(context, request.params.id, request.body ?? {});
      if ('reason' in result) return failToRestore(result);
      return restoredView(result, await text());
    },
  );

  app.post(
    '/deleted-users/:id/purge',
    { schema: { params, summary: 'Delete a deleted person for good' } },
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

function placeOf(after: string | undefined) {
  const [moment = '', id = ''] = after?.split(' ') ?? [];
  const deletedAt = new Date(moment);
  return Number.isNaN(deletedAt.getTime()) ? null : { deletedAt, id };
}

function viewOf({ licenses, ...user }: RestorableUser, words: TextContext) {
  const skuIds = [...new Set(licenses.map(({ skuId }) => skuId))];
  return {
    ...user,
    licenses: skuIds.map((skuId) => ({
      skuId,
      name: skuName(skuId, words),
      direct: licenses.some((path) => path.skuId === skuId && path.source === DIRECT),
    })),
  };
}

function restoredView({ restored, lost, overAssigned, roleIds, ...rest }: Restored, words: TextContext) {
  const named = (skuId: string) => ({ skuId, name: skuName(skuId, words) });
  return {
    ...rest,
    restored: restored.map(named),
    lost: lost.map(named),
    overAssigned: overAssigned.map(({ skuId, by }) => ({ ...named(skuId), by })),
    roles: roleIds.map((roleId) => Object.values(ROLES).find(({ id }) => id === roleId)?.name ?? roleId),
  };
}

function failToRestore(refusal: UserRefusal): never {
  switch (refusal.reason) {
    case 'unknownUser':
      return fail(404, 'notFound', 'There is no such deleted person.');
    case 'nameTaken':
      return fail(409, 'nameTaken', 'Somebody else has this user name by now. Give another one.');
    case 'unverifiedDomain':
    case 'invalidValue':
      return fail(400, 'invalidName', 'The user name must be one of a domain of the organization.');
    case 'weakPassword':
      return fail(400, 'weakPassword', 'The password must have 8 characters or more, of three kinds.');
    case 'tooLate':
      return fail(409, 'tooLate', 'The days within which this person could be restored are over.');
    case 'syncedUser':
      return fail(409, 'syncedUser', 'The person comes from the on-premises directory. Restore them there.');
    default:
      return fail(403, 'forbidden', 'Your role does not reach this person.');
  }
}
