import { z } from 'zod';
import { deletesFrom, RETENTION_ACTIONS } from '../../domain/compliance/retention-policy.ts';
import type { TextContext } from '../../messages/license-texts.ts';
import {
  changePolicy,
  createPolicy,
  deletePolicy,
  type PolicyEffect,
} from '../../operations/compliance/retention-policies.ts';
import { readRelease } from '../../queries/compliance/holds.ts';
import { type RetentionPolicy, readPolicies, readPolicy } from '../../queries/compliance/retention-policies.ts';
import type { ApiInstance, Enter } from '../app.ts';
import { personId } from './hold-routes.ts';
import { failPolicy, releaseView } from './hold-views.ts';

const plainText = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^[^\0]*$/);
const fields = z.strictObject({
  displayName: plainText(256).min(1),
  description: plainText(4_000).nullable().default(null),
  action: z.enum(RETENTION_ACTIONS).default('retain'),
  durationDays: z.number().int().min(1).max(36_500).nullable().default(null).describe('Null: for ever.'),
  everyone: z.boolean().default(false).describe('For everyone but `people`; else for `people`.'),
  people: z.array(z.string().min(1)).max(2_000).default([]).describe('User principal names or ids.'),
});
const changes = z.strictObject({
  displayName: fields.shape.displayName.optional(),
  description: plainText(4_000).nullable().optional(),
  action: z.enum(RETENTION_ACTIONS).optional(),
  durationDays: z.number().int().min(1).max(36_500).nullable().optional(),
  everyone: z.boolean().optional(),
  people: z.array(z.string().min(1)).max(2_000).optional(),
});
const policyId = z.object({ id: z.guid().toLowerCase() });

/** Retention policies: what they keep, for whom. */
export function policyRoutes(app: ApiInstance, enter: Enter): void {
  app.get('/compliance/policies', { schema: { summary: 'Retention policies, by name' } }, async (request) => {
    const { context, text } = await enter(request, 'readHolds');
    const words = await text();
    return {
      value: (await readPolicies(context.db, context.tenant.tenantId)).map((policy) => policyView(policy, words)),
    };
  });

  app.get(
    '/compliance/policies/:id',
    { schema: { params: policyId, summary: 'One retention policy' } },
    async (request) => {
      const { context, text } = await enter(request, 'readHolds');
      const policy = await readPolicy(context.db, context.tenant.tenantId, request.params.id);
      const words = await text();
      return policy ? policyView(policy, words) : failPolicy({ reason: 'unknownPolicy' }, words);
    },
  );

  app.post(
    '/compliance/policies',
    { schema: { body: fields, summary: 'Make a retention policy; it holds at once' } },
    async (request, reply) => {
      const call = await enter(request, 'manageRetention');
      const people = await Promise.all(request.body.people.map((key) => personId(call, key)));
      const result = await createPolicy(call.context, { ...request.body, people });
      if ('reason' in result) return failPolicy(result, await call.text());
      return reply.code(201).send(effectView(result));
    },
  );

  app.patch(
    '/compliance/policies/:id',
    {
      schema: {
        params: policyId,
        body: changes,
        summary: 'Change a retention policy; whom it no longer covers is released',
      },
    },
    async (request) => {
      const call = await enter(request, 'manageRetention');
      const { people, ...rest } = request.body;
      const ids = people && (await Promise.all(people.map((key) => personId(call, key))));
      const change = Object.fromEntries(
        Object.entries({ ...rest, people: ids }).filter(([, value]) => value !== undefined),
      );
      const result = await changePolicy(call.context, request.params.id, change);
      return 'reason' in result ? failPolicy(result, await call.text()) : effectView(result);
    },
  );

  app.get(
    '/compliance/policies/:id/release',
    { schema: { params: policyId, summary: 'What follows when the policy is deleted; nothing is changed' } },
    async (request) => {
      const { context, text } = await enter(request, 'readHolds');
      const { tenantId } = context.tenant;
      const words = await text();
      if (!(await readPolicy(context.db, tenantId, request.params.id)))
        return failPolicy({ reason: 'unknownPolicy' }, words);
      const release = await readRelease(context.db, tenantId, { kind: 'policy', source: request.params.id });
      return releaseView(release, context, words);
    },
  );

  app.delete(
    '/compliance/policies/:id',
    { schema: { params: policyId, summary: 'Delete a retention policy and lift its holds' } },
    async (request) => {
      const { context, text } = await enter(request, 'manageRetention');
      const result = await deletePolicy(context, request.params.id);
      return 'reason' in result ? failPolicy(result, await text()) : effectView(result);
    },
  );
}

function policyView({ createdAt, modifiedAt, ...policy }: RetentionPolicy, words: TextContext) {
  const from = deletesFrom(policy, modifiedAt.getTime());
  return {
    ...policy,
    actionText: words.t(`compliance.action.${policy.action}`),
    createdAt: createdAt.toISOString(),
    modifiedAt: modifiedAt.toISOString(),
    /** From when on it deletes what is older than its days; null for one that only keeps. */
    deletesFrom: from === null ? null : new Date(from).toISOString(),
  };
}

function effectView({ policyId: id, placed, lifted, delayed, delayUntil }: PolicyEffect) {
  return { id, placed, lifted, delayed, delayUntil: delayed === 0 ? null : new Date(delayUntil).toISOString() };
}
