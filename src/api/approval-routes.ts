import { z } from 'zod';
import { decide } from '../operations/access/approvals.ts';
import { listApprovals } from '../queries/approvals.ts';
import type { ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';

const approvalId = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });

/** What needs a second administrator: mass removals and purges. */
export function approvalRoutes(app: ApiInstance, enter: Enter): void {
  app.get(
    '/approvals',
    {
      schema: {
        querystring: z.object({ all: z.stringbool().default(false) }),
        summary: 'What waits for a second administrator',
      },
    },
    async (request) => {
      const { context } = await enter(request, 'readLicenses');
      return { value: await listApprovals(context.db, context.tenant.tenantId, !request.query.all) };
    },
  );

  for (const [verb, decision, summary] of [
    ['approve', 'approved', 'Agree, as a second administrator; whoever asked can then go on'],
    ['reject', 'rejected', 'Refuse, or take one’s own request back'],
  ] as const) {
    app.post(`/approvals/:id/${verb}`, { schema: { params: approvalId, summary } }, async (request) => {
      const { context } = await enter(request, ['assignLicenses', 'purgeUser']);
      const result = await decide(context, request.params.id, decision);
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
