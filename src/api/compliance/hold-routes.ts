import { z } from 'zod';
import { isGuid } from '../../base/id.ts';
import { refuseHoldOf } from '../../operations/compliance/hold-refusal.ts';
import { liftLitigationHold, placeLitigationHold } from '../../operations/compliance/litigation-hold.ts';
import { readHeldMailboxes, readHoldsOf, readLitigationHold, readRelease } from '../../queries/compliance/holds.ts';
import { findUser } from '../../queries/users.ts';
import type { ApiCall, ApiInstance, Enter } from '../app.ts';
import { fail } from '../problems.ts';
import { failLitigation, heldMailboxView, holdRefusalView, releaseView } from './hold-views.ts';

const person = z.object({
  user: z.string().min(1).describe('A person by user principal name or id; one who is gone by id.'),
});
const reason = z
  .string()
  .trim()
  .min(1)
  .max(1_000)
  .regex(/^[^\0]*$/)
  .optional()
  .describe('Why, for the audit log and whoever asks later.');

/** Holds on mailboxes: whose stand, and the litigation holds of people. */
export function holdRoutes(app: ApiInstance, enter: Enter): void {
  app.get(
    '/compliance/holds',
    {
      schema: {
        querystring: z.object({
          kind: z.enum(['litigation', 'case', 'policy', 'delay']).optional(),
          state: z.enum(['active', 'keptByHold', 'inactive']).optional(),
          after: z.guid().optional().describe('The mailbox that the page before named as next.'),
          top: z.coerce.number().int().min(1).max(1_000).default(100),
        }),
        summary: 'Mailboxes on hold, each with all its holds',
      },
    },
    async (request) => {
      const { context, text } = await enter(request, 'readHolds');
      const { top, ...wanted } = request.query;
      const mailboxes = await readHeldMailboxes(context.db, context.tenant.tenantId, wanted, top);
      const words = await text();
      return {
        value: mailboxes.map((mailbox) => heldMailboxView(mailbox, words)),
        next: mailboxes.length < top ? null : (mailboxes.at(-1)?.mailboxId ?? null),
      };
    },
  );

  app.get(
    '/users/:user/holds',
    {
      schema: {
        params: person,
        summary: 'What holds a person’s mailboxes, and whether a litigation hold can be placed',
      },
    },
    async (request) => {
      const call = await enter(request, 'readHolds');
      const { db, tenant } = call.context;
      const userId = await personId(call, request.params.user);
      const [mailboxes, litigation, refusal, words] = await Promise.all([
        readHoldsOf(db, tenant.tenantId, userId),
        readLitigationHold(db, tenant.tenantId, userId),
        refuseHoldOf(call.context, userId),
        call.text(),
      ]);
      if (!litigation && mailboxes.length === 0)
        return fail(404, 'notFound', words.t('compliance.refusal.unknownUser'));
      const {
        displayName = mailboxes[0]?.displayName ?? '',
        since = null,
        by = null,
        reason: why = null,
      } = litigation ?? {};
      return {
        userId,
        displayName,
        litigationHold: since === null ? null : { since: since.toISOString(), by, reason: why },
        /** Why none can be placed now; null where one can, or stands. */
        refusal: since === null && refusal ? holdRefusalView(refusal, words) : null,
        mailboxes: mailboxes.map((mailbox) => heldMailboxView(mailbox, words)),
      };
    },
  );

  app.put(
    '/users/:user/litigation-hold',
    {
      schema: {
        params: person,
        body: z.strictObject({ reason }).default({}),
        summary: 'Put a person’s mailbox on litigation hold',
      },
    },
    async (request) => {
      const call = await enter(request, 'manageHolds');
      const userId = await personId(call, request.params.user);
      const result = await placeLitigationHold(call.context, userId, request.body.reason ?? null);
      if ('reason' in result) return failLitigation(result, await call.text());
      return { ...result.placed, since: result.placed.since.toISOString() };
    },
  );

  app.delete(
    '/users/:user/litigation-hold',
    {
      schema: {
        params: person,
        querystring: z.object({ reason }),
        summary: 'Lift the litigation hold of a person, living or gone',
      },
    },
    async (request) => {
      const call = await enter(request, 'manageHolds');
      const userId = await personId(call, request.params.user);
      const result = await liftLitigationHold(call.context, userId, request.query.reason ?? null);
      if ('reason' in result) return failLitigation(result, await call.text());
      return { delayUntil: result.delayUntil === null ? null : new Date(result.delayUntil).toISOString() };
    },
  );

  app.get(
    '/users/:user/litigation-hold/release',
    { schema: { params: person, summary: 'What follows when the litigation hold is lifted; nothing is changed' } },
    async (request) => {
      const call = await enter(request, 'readHolds');
      const { db, tenant } = call.context;
      const userId = await personId(call, request.params.user);
      const release = await readRelease(db, tenant.tenantId, { kind: 'litigation', userId });
      return releaseView(release, call.context, await call.text());
    },
  );
}

/** A living person by name or id; whoever is gone by id alone, since their mailbox may have outlived them. */
export async function personId({ context, text }: ApiCall, key: string): Promise<string> {
  const found = await findUser(context.db, context.tenant.tenantId, key);
  if (found !== undefined) return found;
  if (isGuid(key)) return key.toLowerCase();
  return fail(404, 'notFound', (await text()).t('compliance.refusal.unknownPeople', { people: key }));
}
