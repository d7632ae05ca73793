import MailComposer from 'nodemailer/lib/mail-composer';
import type { MailAddress } from '../../domain/mail/addresses.ts';
import type { Attachment, MessageBody, ReadMessage } from './read-mime.ts';

/** A message before it is written down. */
export interface Draft {
  readonly subject: string;
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly bcc: readonly MailAddress[];
  readonly replyTo: readonly MailAddress[];
  readonly body: MessageBody;
  readonly attachments: readonly Pick<Attachment, 'name' | 'contentType' | 'isInline' | 'contentId' | 'content'>[];
  readonly importance: ReadMessage['importance'];
  readonly internetMessageId: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  /** Further headers, such as X-… of an app. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** Writes a message as it travels; for its sender's own mailbox with the blind copies named. */
export async function composeMime(draft: Draft, date: Date, { withBcc }: { withBcc: boolean }): Promise<Buffer> {
  const { subject, from, to, cc, bcc, replyTo, body, importance, inReplyTo, references, headers } = draft;
  const node = new MailComposer({
    from: addressOf(from),
    to: to.map(addressOf),
    cc: cc.map(addressOf),
    bcc: bcc.map(addressOf),
    replyTo: replyTo.map(addressOf),
    subject,
    ...(body.contentType === 'html' ? { html: body.content } : { text: body.content }),
    attachments: inOrder(draft.attachments).map(({ name, contentType, isInline, contentId, content }) => ({
      filename: name,
      content,
      contentType,
      contentDisposition: isInline ? ('inline' as const) : ('attachment' as const),
      ...(contentId === null ? {} : { cid: contentId }),
    })),
    messageId: draft.internetMessageId,
    date,
    ...(inReplyTo === null ? {} : { inReplyTo }),
    ...(references.length === 0 ? {} : { references: [...references] }),
    headers: [
      ...headers.map(({ name, value }) => ({ key: name, value })),
      ...(importance === 'normal'
        ? []
        : [
            { key: 'Importance', value: importance },
            { key: 'X-Priority', value: importance === 'high' ? '1' : '5' },
          ]),
    ],
    // What people write into a message never makes the server read its files or call addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  node.keepBcc = withBcc;
  return node.build();
}

/** Attachments in the order in which a message has them: those that the HTML shows come before the others. */
export function inOrder<One extends Pick<Attachment, 'contentId'>>(attachments: readonly One[]): One[] {
  return [
    ...attachments.filter(({ contentId }) => contentId !== null),
    ...attachments.filter(({ contentId }) => contentId === null),
  ];
}

/** A message that was read, to be written anew. */
export function draftOf(message: ReadMessage, internetMessageId: string): Draft {
  const people = (kind: 'to' | 'cc' | 'bcc' | 'replyTo') =>
    message.recipients.filter((one) => one.kind === kind).map(({ name, address }) => ({ name, address }));
  return {
    subject: message.subject,
    from: message.from,
    to: people('to'),
    cc: people('cc'),
    bcc: people('bcc'),
    replyTo: people('replyTo'),
    body: message.body,
    attachments: message.attachments,
    importance: message.importance,
    internetMessageId: message.internetMessageId ?? internetMessageId,
    inReplyTo: message.references.at(-1) ?? null,
    references: message.references,
    headers: message.headers.filter(({ name }) => /^x-/i.test(name) && !/^x-priority$/i.test(name)),
  };
}

function addressOf({ name, address }: MailAddress) {
  return { name, address };
}
