import { z } from 'zod';
import { isGuid } from '../../base/id.ts';
import { addCustodian, type CustodianEffect, changeCustodians } from '../../operations/compliance/custodians.ts';
import type { ApiInstance, Enter } from '../app.ts';
import { failCase } from './case-views.ts';

const caseId = z.object({ id: z.guid().toLowerCase() });

/** Custodians of a case: whom it is about, and whose mail it holds. */
export function custodianRoutes(app: ApiInstance, enter: Enter): void {
  app.post(
    '/compliance/cases/:id/custodians',
    {
      schema: {
        params: caseId,
        body: z.strictObject({
          user: z
            .string()
            .trim()
            .min(1)
            .max(320)
            .describe('A person by user name or id; one who is gone by id or address.'),
          mailbox: z.boolean().default(true),
          drive: z.boolean().default(true),
        }),
        summary: 'Make a person a custodian of a case',
      },
    },
    async (request, reply) => {
      const { context, text } = await enter(request, 'manageCases');
      const { user, mailbox: includesMailbox, drive: includesDrive } = request.body;
      const person = isGuid(user) ? { id: user.toLowerCase() } : { address: user };
      const result = await addCustodian(context, request.params.id, person, { includesMailbox, includesDrive });
      return 'reason' in result ? failCase(result, await text()) : reply.code(201).send(result);
    },
  );

  app.post(
    '/compliance/cases/:id/custodians/:change',
    {
      schema: {
        params: caseId.extend({ change: z.enum(['applyHold', 'removeHold', 'release', 'activate']) }),
        body: z.strictObject({ ids: z.array(z.guid().toLowerCase()).min(1).max(1_000) }),
        summary: 'Hold custodians’ mail, lift that, release them, or take them up again: all of them or none',
      },
    },
    async (request) => {
      const { context, text } = await enter(request, 'manageCases');
      const { id, change } = request.params;
      const result = await changeCustodians(context, id, request.body.ids, change);
      return 'reason' in result ? failCase(result, await text()) : effectView(result);
    },
  );

  app.patch(
    '/compliance/cases/:id/custodians/:custodian',
    {
      schema: {
        params: caseId.extend({ custodian: z.guid().toLowerCase() }),
        body: z.strictObject({ mailbox: z.boolean().optional(), drive: z.boolean().optional() }),
        summary: 'Change what of a custodian’s the case looks at',
      },
    },
    async (request, reply) => {
      const { context, text } = await enter(request, 'manageCases');
      const { mailbox, drive } = request.body;
      const result = await changeCustodians(context, request.params.id, [request.params.custodian], {
        ...(mailbox === undefined ? {} : { includesMailbox: mailbox }),
        ...(drive === undefined ? {} : { includesDrive: drive }),
      });
      return 'reason' in result ? failCase(result, await text()) : reply.code(204).send();
    },
  );
}

function effectView({ placed, lifted, delayed, delayUntil }: CustodianEffect) {
  return { placed, lifted, delayed, delayUntil: delayed === 0 ? null : new Date(delayUntil).toISOString() };
}
