import { z } from 'zod';
import { decide } from '../operations/access/approvals.ts';
import { listApprovals } from '../queries/approvals.ts';
import type { ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';

const number = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const approvalId = z.object({ id: number });
/** PostgreSQL has no place for a NUL in a text. */
const decisionSchema = z.object({
  reason: z
    .string()
    .trim()
    .max(500)
    .regex(/^[^\0]*$/)
    .optional(),
});

/** What needs a second administrator: mass removals and purges. */
export function approvalRoutes(app: ApiInstance, enter: Enter): void {
  app.get(
    '/approvals',
    {
      schema: {
        querystring: z.object({
          all: z.stringbool().default(false).describe('Also those that were decided.'),
          operation: number.optional().describe('Only those of this plan.'),
        }),
        summary: 'What waits for a second administrator',
      },
    },
    async (request) => {
      const { context } = await enter(request, 'readLicenses');
      const { all, operation } = request.query;
      const wanted = { open: !all, operationId: operation ?? null };
      return { value: await listApprovals(context.db, context.tenant.tenantId, wanted) };
    },
  );

  for (const [verb, decision, summary] of [
    ['approve', 'approved', 'Agree, as a second administrator; whoever asked can then go on'],
    ['reject', 'rejected', 'Refuse, or take one’s own request back'],
  ] as const) {
    const schema = { params: approvalId, body: decisionSchema.nullish(), summary };
    app.post(`/approvals/:id/${verb}`, { schema }, async (request) => {
      const { context } = await enter(request, ['assignLicenses', 'purgeUser']);
      const result = await decide(context, request.params.id, decision, request.body?.reason || null);
      switch (result.kind) {
        case 'decided':
          return result.approval;
        case 'unknown':
          return fail(404, 'notFound', 'There is no such approval.');
        case 'decidedAlready':
          return fail(409, 'conflict', `It was ${result.decision} already.`);
        case 'own':
          return fail(403, 'forbidden', 'You asked for this yourself. Another administrator must agree.');
        case 'forbidden':
          return fail(403, 'forbidden', 'Only a person who may do the same can agree to it.');
      }
    });
  }
}
