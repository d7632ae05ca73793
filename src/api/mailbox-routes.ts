import { z } from 'zod';
import { isAllowed } from '../domain/access/actions.ts';
import type { MailboxRefusal } from '../domain/mail/mail-refusals.ts';
import { momentOf } from '../domain/mail/time-zones.ts';
import { changeMailbox } from '../operations/mail/change-mailbox.ts';
import { convertMailbox } from '../operations/mail/convert-mailbox.ts';
import { importMail } from '../operations/mail/import-mail.ts';
import { readMailboxFacts } from '../queries/mail/mailbox-facts.ts';
import { findUser } from '../queries/users.ts';
import type { ApiCall, ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';
import { answerLongWork } from './streaming.ts';

const params = z.object({ id: z.string().min(1).describe('A person by id or user principal name.') });

const zoned = z
  .object({ dateTime: z.string().max(40), timeZone: z.string().max(80) })
  .refine((time) => momentOf(time) !== undefined, 'No such date, or no such time zone.');

const message = z
  .string()
  .max(64_000)
  .regex(/^[^\0]*$/)
  .default('');

const automaticReply = z
  .object({
    status: z.enum(['disabled', 'alwaysEnabled', 'scheduled']),
    externalAudience: z.enum(['none', 'contactsOnly', 'all']).default('none'),
    internalReplyMessage: message,
    externalReplyMessage: message,
    scheduledStartDateTime: zoned.nullable().default(null),
    scheduledEndDateTime: zoned.nullable().default(null),
  })
  .refine(
    ({ status, scheduledStartDateTime: start, scheduledEndDateTime: end }) =>
      status !== 'scheduled' || (start !== null && end !== null && (momentOf(start) ?? 0) < (momentOf(end) ?? 0)),
    'Scheduled replies need a start and an end after it.',
  );

const change = z.strictObject({
  forwardTo: z.string().min(1).max(320).nullable().optional().describe('Null ends the forwarding.'),
  keepCopy: z.boolean().optional().describe('Whether a copy of what is forwarded stays.'),
  automaticReply: automaticReply.optional(),
});

/** Larger than any mail file that somebody would send at once. */
const LARGEST_FILE = 64 * 1024 ** 3;

/** Mailboxes as administrators see them: how they stand, forwarding, automatic replies, conversion; mail from files. */
export function mailboxRoutes(app: ApiInstance, enter: Enter): void {
  app.get('/people/:id/mailbox', { schema: { params, summary: 'How it stands with a mailbox' } }, async (request) => {
    const call = await enter(request, 'readLicenses');
    return mailboxView(call, await knownUser(call, request.params.id), request.params.id);
  });

  app.patch(
    '/people/:id/mailbox',
    { schema: { params, body: change, summary: 'Set forwarding and automatic replies' } },
    async (request) => {
      const call = await enter(request, 'manageMailboxes');
      const userId = await knownUser(call, request.params.id);
      const { automaticReply: replies, forwardTo, keepCopy } = request.body;
      const result = await changeMailbox(call.context, userId, {
        ...(forwardTo === undefined ? {} : { forwardTo }),
        ...(keepCopy === undefined ? {} : { keepCopy }),
        ...(replies === undefined ? {} : { settings: { automaticRepliesSetting: replies } }),
      });
      if (result !== 'changed') return failMailbox(result);
      return mailboxView(call, userId, request.params.id);
    },
  );

  app.post(
    '/people/:id/mailbox/convert',
    {
      schema: {
        params,
        body: z.strictObject({ kind: z.enum(['user', 'shared']) }),
        summary: 'Make a mailbox a shared one, or one person’s again',
      },
    },
    async (request) => {
      const call = await enter(request, 'manageMailboxes');
      const userId = await knownUser(call, request.params.id);
      const result = await convertMailbox(call.context, userId, request.body.kind);
      return 'reason' in result ? failMailbox(result) : result;
    },
  );

  // A file is read as it comes in and never held whole.
  app.addContentTypeParser(['message/rfc822', 'application/mbox'], (_request, payload, done) => done(null, payload));
  app.post(
    '/users/:id/mail',
    {
      bodyLimit: LARGEST_FILE,
      schema: {
        params,
        querystring: z.object({
          folder: z
            .string()
            .min(1)
            .max(255)
            .regex(/^[^\0]*$/)
            .default('inbox')
            .describe('A folder that every mailbox has, or one of its own by name; it is made if it is missing.'),
        }),
        summary: 'Put the mail of a file (.eml or .mbox) into a mailbox',
      },
    },
    async (request, reply) => {
      const call = await enter(request, 'manageMailboxes');
      const userId = await knownUser(call, request.params.id);
      const source = (request.body ?? []) as AsyncIterable<Uint8Array>;
      const { folder } = request.query;
      return answerLongWork(request, reply, 200, async (tell) => {
        const onProgress = (bytes: number) => tell({ done: bytes, total: null });
        const result = await importMail(call.context, userId, source, { folder, onProgress });
        return 'reason' in result ? failMailbox(result) : result;
      });
    },
  );
}

async function knownUser({ context }: ApiCall, user: string): Promise<string> {
  return (
    (await findUser(context.db, context.tenant.tenantId, user)) ?? fail(404, 'notFound', `Nobody is called ${user}.`)
  );
}

async function mailboxView({ context }: ApiCall, userId: string, user: string) {
  const { db, tenant, principal } = context;
  const facts = await readMailboxFacts(db, tenant, userId);
  if (!facts) return fail(404, 'notFound', `${user} has no mailbox. A license with Exchange brings one.`);
  const { automaticReply: replies } = facts;
  // What somebody writes to others is not for everybody who may see licenses.
  const hidden = { internalReplyMessage: null, externalReplyMessage: null };
  return {
    ...facts,
    stateSince: facts.stateSince.toISOString(),
    automaticReply: isAllowed(principal, 'readMailboxSettings') ? replies : { ...replies, ...hidden },
  };
}

function failMailbox(refusal: MailboxRefusal): never {
  switch (refusal.reason) {
    case 'unknownUser':
      return fail(404, 'notFound', 'There is no such person.');
    case 'mailboxNotActive':
      return fail(409, 'conflict', 'The person has no active mailbox. Assign a license with Exchange first.');
    case 'notLicensed':
      return fail(
        409,
        'conflict',
        'The mailbox must be licensed while it is converted. Assign a license with Exchange first.',
      );
    case 'sameKind':
      return fail(
        409,
        'conflict',
        refusal.kind === 'shared' ? 'The mailbox is shared already.' : 'The mailbox is one person’s already.',
      );
    case 'forwardToUnknown':
      return fail(
        409,
        'conflict',
        `Nobody in the organization gets mail at ${refusal.address}. Mail is forwarded within the organization only.`,
      );
    case 'forwardToItself':
      return fail(409, 'conflict', 'A mailbox cannot forward to itself.');
    case 'notAllowed':
    case 'outOfReach':
      return fail(403, 'forbidden', 'Your role does not reach this person.');
  }
}
