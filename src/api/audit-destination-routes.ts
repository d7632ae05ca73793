import { z } from 'zod';
import {
  addDestination,
  listDestinations,
  removeDestination,
  testDestination,
} from '../operations/audit/destinations.ts';
import type { ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';

/** Where the audit log is sent on to. */
export function auditDestinationRoutes(app: ApiInstance, enter: Enter): void {
  app.get(
    '/audit/destinations',
    { schema: { summary: 'Where the audit log is sent, and how far it got' } },
    async (request) => {
      const { context } = await enter(request, 'manageTenant');
      return { value: await listDestinations(context) };
    },
  );

  app.post(
    '/audit/destinations',
    {
      schema: {
        body: z.object({
          address: z
            .string()
            .min(1)
            .max(1_000)
            .describe('https://… for a webhook; udp://, tcp:// or tls:// for syslog.'),
        }),
        summary: 'Send the audit log on from now on',
      },
    },
    async (request, reply) => {
      const { context } = await enter(request, 'manageTenant');
      const added = await addDestination(context, request.body.address);
      if (!added) {
        const message =
          'This is no address for the log. Use https://… for a webhook, or udp://, tcp:// or tls://host:port.';
        return fail(400, 'invalidInput', message);
      }
      return reply.code(201).send(added);
    },
  );

  app.post(
    '/audit/destinations/:id/test',
    {
      schema: {
        params: z.object({ id: z.guid() }),
        summary: 'Send a message without entries there, at once; says why it did not arrive, or null',
      },
    },
    async (request) => {
      const { context } = await enter(request, 'manageTenant');
      return (
        (await testDestination(context, request.params.id)) ?? fail(404, 'notFound', 'There is no such destination.')
      );
    },
  );

  app.delete(
    '/audit/destinations/:id',
    { schema: { params: z.object({ id: z.guid() }), summary: 'Send the audit log there no more' } },
    async (request, reply) => {
      const { context } = await enter(request, 'manageTenant');
      return (await removeDestination(context, request.params.id))
        ? reply.code(204).send()
        : fail(404, 'notFound', 'There is no such destination.');
    },
  );
}
