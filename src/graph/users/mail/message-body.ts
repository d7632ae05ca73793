import { z } from 'zod';
import type { MessageFields, NewAttachment } from '../../../operations/mail/draft-message.ts';
import { badRequest, Refused } from '../../errors.ts';

const person = z
  .object({ emailAddress: z.object({ name: z.string().nullish(), address: z.string() }) })
  .transform(({ emailAddress: { name, address } }) => ({ name: name ?? '', address: address.trim() }));

const people = z
  .array(person)
  .nullish()
  .transform((list) => list ?? []);

const fileAttachment = z
  .object({
    '@odata.type': z.string().optional(),
    name: z.string().min(1).max(255),
    contentType: z.string().nullish(),
    contentBytes: z.base64(),
    isInline: z.boolean().nullish(),
    contentId: z.string().max(255).nullish(),
  })
  .refine((given) =>
    /^#?microsoft\.graph\.fileAttachment$/i.test(given['@odata.type'] ?? 'microsoft.graph.fileAttachment'),
  )
  .transform(
    ({ name, contentType, contentBytes, isInline, contentId }): NewAttachment => ({
      name,
      contentType: contentType?.trim() || 'application/octet-stream',
      isInline: isInline ?? false,
      contentId: contentId?.replace(/^<|>$/g, '') || null,
      content: Buffer.from(contentBytes, 'base64'),
    }),
  );

/** A header's name and value as they may stand in a message. */
const header = z.object({
  name: z.string().regex(/^x-[!-9;-~]+$/i),
  value: z
    .string()
    .max(995)
    .regex(/^[^\r\n\0]*$/),
});

const message = z.object({
  subject: z.string().max(2_000).nullish(),
  body: z
    .object({
      contentType: z
        .string()
        .regex(/^(?:text|html)$/i)
        .optional(),
      content: z.string().nullish(),
    })
    .nullish(),
  from: person.nullish(),
  sender: person.nullish(),
  toRecipients: people.optional(),
  ccRecipients: people.optional(),
  bccRecipients: people.optional(),
  replyTo: people.optional(),
  importance: z
    .string()
    .regex(/^(?:low|normal|high)$/i)
    .nullish(),
  isRead: z.boolean().nullish(),
  categories: z.array(z.string().max(255)).nullish(),
  flag: z.object({ flagStatus: z.enum(['notFlagged', 'flagged', 'complete']) }).nullish(),
  attachments: z.array(fileAttachment).nullish(),
  internetMessageHeaders: z.array(header).nullish(),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string() })).nullish(),
});

/** What a message's JSON says, member by member; ends the request where it can't be read. Members in any case. */
export function parseMessage(json: unknown): MessageFields {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Refused({ status: 400, code: 'BadRequest', message: 'Empty Payload. JSON content expected.' });
  }
  const parsed = message.safeParse(withKnownNames(json));
  if (!parsed.success) throw new Refused(invalidProperty(parsed.error));
  const given = parsed.data;
  const from = given.from ?? given.sender;
  const flags = given.singleValueExtendedProperties?.find(({ id }) => /^Integer\s+0x0?E07$/i.test(id.trim()));
  return {
    ...(given.subject == null ? {} : { subject: given.subject.replace(/[\r\n\0]+/g, ' ') }),
    ...(given.body == null
      ? {}
      : {
          body: {
            contentType: given.body.contentType?.toLowerCase() === 'html' ? ('html' as const) : ('text' as const),
            content: given.body.content ?? '',
          },
        }),
    ...(from == null ? {} : { from }),
    ...(given.toRecipients === undefined ? {} : { to: given.toRecipients }),
    ...(given.ccRecipients === undefined ? {} : { cc: given.ccRecipients }),
    ...(given.bccRecipients === undefined ? {} : { bcc: given.bccRecipients }),
    ...(given.replyTo === undefined ? {} : { replyTo: given.replyTo }),
    ...(given.importance == null ? {} : { importance: given.importance.toLowerCase() as 'low' | 'normal' | 'high' }),
    ...(given.isRead == null ? {} : { isRead: given.isRead }),
    ...(given.categories == null ? {} : { categories: given.categories }),
    ...(given.flag == null ? {} : { flag: given.flag }),
    ...(given.attachments == null ? {} : { attachments: given.attachments }),
    ...(given.internetMessageHeaders == null ? {} : { headers: given.internetMessageHeaders }),
    // MAPI's flags of a message: 8 says that it is still to be sent. So scripts put in what came from elsewhere.
    ...(flags ? { isDraft: (Number(flags.value) & 8) !== 0 } : {}),
  };
}

/** A file attachment's JSON; ends the request where it can't be read. */
export function parseAttachment(json: unknown): NewAttachment {
  const parsed = fileAttachment.safeParse(json);
  if (!parsed.success) throw new Refused(invalidProperty(parsed.error));
  return parsed.data;
}

const NAMES = new Map(Object.keys(message.shape).map((name) => [name.toLowerCase(), name]));

function withKnownNames(json: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [NAMES.get(name.toLowerCase()) ?? name, value]),
  );
}

function invalidProperty({ issues }: z.ZodError) {
  const path = issues[0]?.path.map(String).join('/') ?? '';
  return { ...badRequest(`Invalid value specified for property '${path}'.`), code: 'RequestBodyRead' };
}
