import { z } from 'zod';
import { DIRECT } from '../domain/licensing/profile.ts';
import { planName, skuName } from '../messages/license-texts.ts';
import { readLicensePaths } from '../queries/user-licenses.ts';
import { findUser, readDeadlines } from '../queries/users.ts';
import type { ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';

/** The tenant itself, and why a person has what they have. */
export function tenantRoutes(app: ApiInstance, enter: Enter): void {
  app.get('/tenant', { schema: { summary: 'The tenant of the token' } }, async (request) => {
    const { context } = await enter(request, 'readDirectory');
    const { createdAt, ...tenant } = context.tenant;
    return { ...tenant, createdAt: createdAt.toISOString(), now: new Date(context.now).toISOString() };
  });

  app.get(
    '/users/:user/licenses',
    {
      schema: {
        params: z.object({ user: z.string().min(1) }),
        summary: 'Why a person has each license, and what is due',
      },
    },
    async (request) => {
      const { context, text } = await enter(request, 'readLicenses');
      const { db, tenant } = context;
      const userId = await findUser(db, tenant.tenantId, request.params.user);
      if (userId === undefined) return fail(404, 'notFound', `Nobody is called ${request.params.user}.`);
      const [paths, deadlines, words] = await Promise.all([
        readLicensePaths(db, tenant.tenantId, userId),
        readDeadlines(db, tenant.tenantId, userId),
        text(),
      ]);
      return {
        userId,
        licenses: paths.map(({ skuId, source, disabledPlans, state, error, updatedAt }) => ({
          skuId,
          partNumber: words.catalog.products.get(skuId)?.partNumber ?? '',
          name: skuName(skuId, words),
          direct: source === DIRECT,
          group: source === DIRECT ? null : { id: source, name: words.groupNames.get(source) ?? source },
          disabledPlans: disabledPlans.map((planId) => ({ planId, name: planName(planId, words) })),
          state,
          error,
          since: updatedAt.toISOString(),
        })),
        deadlines: deadlines.map(({ kind, dueAt }) => ({ kind, dueAt: dueAt.toISOString() })),
      };
    },
  );
}
