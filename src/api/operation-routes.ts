import { z } from 'zod';
import { type ApplyResult, applyPlan, planLicenses } from '../operations/licensing/change-licenses.ts';
import { undoRequest } from '../operations/licensing/undo.ts';
import {
  listOperations,
  type Operation,
  readGlances,
  readOperation,
  readOperationPeople,
  readOperationProfiles,
  readOutcomesOf,
} from '../queries/operations.ts';
import type { ApiCall, ApiInstance, Enter } from './app.ts';
import { licenseRequestOf } from './licenses.ts';
import { fail } from './problems.ts';
import {
  applySchema,
  LARGEST_BODY,
  operationIdSchema,
  operationsPageSchema,
  pageSchema,
  planSchema,
} from './requests.ts';
import { answerLongWork } from './streaming.ts';
import { detailedOperationView, glanceView, operationView, outcomeView, personView } from './views.ts';

/** Plans, operations and undo. */
export function operationRoutes(app: ApiInstance, enter: Enter): void {
  app.post(
    '/plans',
    { bodyLimit: LARGEST_BODY, schema: { body: planSchema, summary: 'Plan a change of licenses; nothing is changed' } },
    async (request, reply) => {
      const call = await enter(request, 'assignLicenses');
      const { change, people, ticket, includeSelf } = request.body;
      const { catalog } = await call.text();
      const wanted = await licenseRequestOf(call.context, catalog, change, people, ticket);
      return answerLongWork(request, reply, 201, async (tell) => {
        const { operationId } = await planLicenses({ ...call.context, onProgress: tell }, { ...wanted, includeSelf });
        return detail(call, operationId);
      });
    },
  );

  app.post(
    '/plans/:id/apply',
    { schema: { params: operationIdSchema, body: applySchema, summary: 'Apply a plan, if its world has not moved' } },
    async (request, reply) => {
      const call = await enter(request, 'assignLicenses');
      const { digest, keepGoing } = request.body;
      const { id } = request.params;
      return answerLongWork(request, reply, 200, async (tell) => {
        const result = await applyPlan({ ...call.context, onProgress: tell }, id, digest, { keepGoing });
        if (result.kind !== 'applied' && result.kind !== 'unchanged') return failToApply(result);
        return detail(call, id);
      });
    },
  );

  app.get(
    '/operations',
    { schema: { querystring: operationsPageSchema, summary: 'Operations, newest first' } },
    async (request) => {
      const { context, text } = await enter(request, 'readLicenses');
      const { db, tenant } = context;
      const { before, top, planned, sku, user, ...rest } = request.query;
      const rows = await listOperations(db, tenant.tenantId, {
        ...rest,
        planned: planned ?? rest.status === 'planned',
        skuId: sku,
        userId: user,
        before: before ?? null,
        top,
      });
      const [words, glances, outcomes] = await Promise.all([
        text(),
        readGlances(db, tenant.tenantId, rows),
        user === undefined
          ? undefined
          : readOutcomesOf(
              db,
              tenant.tenantId,
              user,
              rows.map(({ id }) => id),
            ),
      ]);
      return {
        value: rows.map((row) => ({
          ...operationView(row, words),
          ...glanceView(glances.get(row.id)),
          person: outcomes === undefined ? null : outcomeView(outcomes.get(row.id), words),
        })),
        next: rows.length < top ? null : (rows.at(-1)?.id ?? null),
      };
    },
  );

  app.get(
    '/operations/:id',
    { schema: { params: operationIdSchema, summary: 'One operation or plan' } },
    async (request) => detail(await enter(request, 'readLicenses'), request.params.id),
  );

  app.get(
    '/operations/:id/people',
    { schema: { params: operationIdSchema, querystring: pageSchema, summary: 'What happens to each person' } },
    async (request) => {
      const call = await enter(request, 'readLicenses');
      const { context } = call;
      const operation = await known(call, request.params.id);
      const { after, top, result } = request.query;
      const rows = await readOperationPeople(context.db, context.tenant.tenantId, operation.id, {
        after,
        top,
        result: result ?? null,
      });
      const words = await call.text();
      return {
        value: rows.map((row) => personView(row, words)),
        next: rows.length < top ? null : (rows.at(-1)?.position ?? null),
      };
    },
  );

  app.post(
    '/operations/:id/undo',
    {
      schema: {
        params: operationIdSchema,
        body: z.object({ ticket: z.string().max(200).optional() }).optional(),
        summary: 'Plan the undo of an operation',
      },
    },
    async (request, reply) => {
      const call = await enter(request, 'assignLicenses');
      const undo = await undoRequest(call.context, request.params.id);
      if (undo.kind === 'unknownOperation') return fail(404, 'notFound', 'There is no such operation.');
      if (undo.kind === 'notApplied') {
        const why = undo.undoneBy === null ? 'It was never applied.' : `It was undone by operation ${undo.undoneBy}.`;
        return fail(409, 'notApplied', `There is nothing to undo. ${why}`, { undoneBy: undo.undoneBy });
      }
      const { ticket } = request.body ?? {};
      const { losslessUntil, lossless } = undo.window;
      return answerLongWork(request, reply, 201, async (tell) => {
        const wanted = { ...undo.request, ...(ticket === undefined ? {} : { ticket }) };
        const { operationId } = await planLicenses({ ...call.context, onProgress: tell }, wanted);
        return {
          ...(await detail(call, operationId)),
          undoes: request.params.id,
          lossless,
          losslessUntil: losslessUntil === null ? null : new Date(losslessUntil).toISOString(),
        };
      });
    },
  );
}

function failToApply(result: Exclude<ApplyResult, { kind: 'applied' | 'unchanged' }>): never {
  switch (result.kind) {
    case 'refused':
      return fail(409, 'refused', 'Somebody is refused, so nothing was applied. Keep going to leave them out.', {
        totals: result.plan.totals,
      });
    case 'worldMoved': {
      const { count, people, skuIds } = result;
      const message = 'Something has changed since the plan was made, so nothing was applied. Make a new plan.';
      return fail(409, 'worldMoved', message, { count, people, skuIds });
    }
    case 'notPlanned':
      return fail(409, 'notPlanned', `This operation is ${result.status} already.`, { operationStatus: result.status });
    case 'needsApproval': {
      const { approvalId, state, plan } = result;
      const people = plan.totals.losing;
      return state === 'rejected'
        ? fail(403, 'approvalRejected', `A second administrator has rejected this plan (approval ${approvalId}).`, {
            approvalId,
          })
        : fail(
            409,
            'approvalNeeded',
            `${people} people would lose something: another administrator must approve it first (approval ${approvalId}).`,
            { approvalId, people },
          );
    }
    case 'beyondReach':
      return fail(403, 'forbidden', 'This plan touches people whom your role does not reach. Make a plan of your own.');
    case 'unknownPlan':
      return fail(404, 'notFound', 'There is no such plan; plans are kept for a day.');
  }
}

async function known({ context }: ApiCall, id: number): Promise<Operation> {
  return (
    (await readOperation(context.db, context.tenant.tenantId, id)) ??
    fail(404, 'notFound', 'There is no such operation.')
  );
}

async function detail(call: ApiCall, id: number) {
  const operation = await known(call, id);
  const profiles = await readOperationProfiles(call.context.db, call.context.tenant.tenantId, id);
  return detailedOperationView(operation, profiles, await call.text());
}
