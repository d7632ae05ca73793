import { z } from 'zod';
import type { UserRefusal } from '../domain/directory/user-refusals.ts';
import { machineNow } from '../operations/context.ts';
import { endSessions } from '../operations/directory/end-sessions.ts';
import { resetFactors, resetPassword } from '../operations/directory/reset-password.ts';
import { listSessions } from '../queries/sessions.ts';
import { findUser } from '../queries/users.ts';
import type { ApiCall, ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';

const params = z.object({ user: z.string().min(1).describe('A person by user principal name or id.') });

/** What administrators do for people who can't sign in, and to sessions that should not go on. */
export function securityRoutes(app: ApiInstance, enter: Enter): void {
  app.get('/users/:user/sessions', { schema: { params, summary: 'Where a person is signed in' } }, async (request) => {
    const { context } = await enter(request, 'readDirectory');
    const userId = await known(context, request.params.user);
    return { value: await listSessions(context.db, context.tenant, userId, machineNow(context)) };
  });

  app.post(
    '/users/:user/reset-password',
    { schema: { params, summary: 'Void a password, and get a one-time link to a new one' } },
    async (request) => {
      const { context } = await enter(request, 'resetPassword');
      const result = await resetPassword(context, await known(context, request.params.user));
      if ('reason' in result) return failUser(result);
      return { link: `${request.protocol}://${request.host}${result.path}`, ...result };
    },
  );

  app.post(
    '/users/:user/end-sessions',
    { schema: { params, summary: 'Sign a person out everywhere' } },
    async (request, reply) => {
      const { context } = await enter(request, 'resetPassword');
      const result = await endSessions(context, await known(context, request.params.user));
      return result === 'ended' ? reply.code(204).send() : failUser(result);
    },
  );

  app.post(
    '/users/:user/reset-factors',
    { schema: { params, summary: 'Remove the second factors of a person who has lost them' } },
    async (request) => {
      const { context } = await enter(request, 'resetPassword');
      const result = await resetFactors(context, await known(context, request.params.user));
      return 'reason' in result ? failUser(result) : result;
    },
  );
}

async function known({ db, tenant }: ApiCall['context'], user: string): Promise<string> {
  return (await findUser(db, tenant.tenantId, user)) ?? fail(404, 'notFound', `Nobody is called ${user}.`);
}

function failUser(refusal: UserRefusal): never {
  switch (refusal.reason) {
    case 'unknownUser':
      return fail(404, 'notFound', 'There is no such person.');
    case 'syncedUser':
      return fail(409, 'conflict', 'The person comes from the on-premises directory. Reset the password there.');
    default:
      return fail(403, 'forbidden', 'Your role does not reach this person.');
  }
}
