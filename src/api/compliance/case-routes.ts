import { z } from 'zod';
import {
  addCaseMember,
  changeCase,
  closeCase,
  createCase,
  deleteCase,
  removeCaseMember,
  reopenCase,
} from '../../operations/compliance/cases.ts';
import { readCase, readCaseParts, readCasesOf } from '../../queries/compliance/cases.ts';
import { readRelease } from '../../queries/compliance/holds.ts';
import { findUser } from '../../queries/users.ts';
import type { ApiInstance, Enter } from '../app.ts';
import { caseView, custodianView, failCase, memberView, searchView } from './case-views.ts';
import { releaseView } from './hold-views.ts';

const plainText = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^[^\0]*$/);
const fields = z.strictObject({
  displayName: plainText(256).min(1),
  description: plainText(4_000).nullable().default(null),
  externalId: plainText(256).nullable().default(null),
});
const changes = z.strictObject({
  displayName: plainText(256).min(1).optional(),
  description: plainText(4_000).nullable().optional(),
  externalId: plainText(256).nullable().optional(),
});
const caseId = z.object({ id: z.guid().toLowerCase() });

/** eDiscovery cases: opened, closed, deleted, and who may open them. */
export function caseRoutes(app: ApiInstance, enter: Enter): void {
  app.get('/compliance/cases', { schema: { summary: 'The cases that you may open, by name' } }, async (request) => {
    const { context } = await enter(request, 'readCases');
    return { value: (await readCasesOf(context.db, context.principal)).map(caseView) };
  });

  app.post(
    '/compliance/cases',
    { schema: { body: fields, summary: 'Open a case; you are its first member' } },
    async (request, reply) => {
      const { context, text } = await enter(request, 'manageCases');
      const result = await createCase(context, request.body);
      return 'reason' in result ? failCase(result, await text()) : reply.code(201).send(result);
    },
  );

  app.get(
    '/compliance/cases/:id',
    { schema: { params: caseId, summary: 'A case with its members, custodians and searches' } },
    async (request) => {
      const { context, text } = await enter(request, 'readCases');
      const { db, principal, tenant } = context;
      const found = await readCase(db, principal, request.params.id);
      if (!found) return failCase({ reason: 'unknownCase' }, await text());
      const { members, custodians, searches } = await readCaseParts(db, tenant.tenantId, found.id);
      return {
        ...caseView(found),
        members: members.map(memberView),
        custodians: custodians.map(custodianView),
        searches: searches.map(searchView),
      };
    },
  );

  app.patch(
    '/compliance/cases/:id',
    { schema: { params: caseId, body: changes, summary: 'Change what a case is called' } },
    async (request, reply) => {
      const { context, text } = await enter(request, 'manageCases');
      const given = Object.fromEntries(Object.entries(request.body).filter(([, value]) => value !== undefined));
      const result = await changeCase(context, request.params.id, given);
      return result === 'changed' ? reply.code(204).send() : failCase(result, await text());
    },
  );

  app.get(
    '/compliance/cases/:id/release',
    { schema: { params: caseId, summary: 'What follows when the case is closed; nothing is changed' } },
    async (request) => {
      const { context, text } = await enter(request, 'readCases');
      const { db, principal, tenant } = context;
      const found = await readCase(db, principal, request.params.id);
      const words = await text();
      if (!found) return failCase({ reason: 'unknownCase' }, words);
      return releaseView(await readRelease(db, tenant.tenantId, { kind: 'case', source: found.id }), context, words);
    },
  );

  app.post(
    '/compliance/cases/:id/close',
    { schema: { params: caseId, summary: 'Close a case and lift its holds' } },
    async (request) => {
      const { context, text } = await enter(request, 'manageCases');
      const result = await closeCase(context, request.params.id);
      if ('reason' in result) return failCase(result, await text());
      const { lifted, delayed, delayUntil } = result;
      return { lifted, delayed, delayUntil: delayed === 0 ? null : new Date(delayUntil).toISOString() };
    },
  );

  app.post(
    '/compliance/cases/:id/reopen',
    { schema: { params: caseId, summary: 'Open a closed case again; its holds do not come back' } },
    async (request, reply) => {
      const { context, text } = await enter(request, 'manageCases');
      const result = await reopenCase(context, request.params.id);
      return result === 'reopened' ? reply.code(204).send() : failCase(result, await text());
    },
  );

  app.delete(
    '/compliance/cases/:id',
    { schema: { params: caseId, summary: 'Delete a case; one that holds mailboxes is closed first' } },
    async (request, reply) => {
      const { context, text } = await enter(request, 'manageCases');
      const result = await deleteCase(context, request.params.id);
      return result === 'deleted' ? reply.code(204).send() : failCase(result, await text());
    },
  );

  app.post(
    '/compliance/cases/:id/members',
    {
      schema: {
        params: caseId,
        body: z.strictObject({ user: z.string().min(1) }),
        summary: 'Let somebody open the case',
      },
    },
    async (request, reply) => {
      const { context, text } = await enter(request, 'manageCases');
      const { user } = request.body;
      const userId = await findUser(context.db, context.tenant.tenantId, user);
      if (userId === undefined) return failCase({ reason: 'unknownPeople', people: [user] }, await text());
      const result = await addCaseMember(context, request.params.id, userId);
      return 'reason' in result ? failCase(result, await text()) : reply.code(201).send({ id: userId, ...result });
    },
  );

  app.delete(
    '/compliance/cases/:id/members/:member',
    {
      schema: {
        params: caseId.extend({ member: z.guid().toLowerCase() }),
        summary: 'End somebody’s way into the case (eDiscovery Administrators)',
      },
    },
    async (request, reply) => {
      const { context, text } = await enter(request, 'manageCases');
      const result = await removeCaseMember(context, request.params.id, request.params.member);
      return result === 'removed' ? reply.code(204).send() : failCase(result, await text());
    },
  );
}
