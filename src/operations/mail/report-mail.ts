import MimeNode from 'nodemailer/lib/mime-node';
import { newId } from '../../base/id.ts';
import { BOUNCE_CODES, bounceWords } from '../../domain/mail/delivery.ts';
import { composeMime } from '../../workloads/exchange/compose-mime.ts';
import type { MailboxRow } from '../../workloads/exchange/mailbox-rows.ts';
import { headOf } from '../../workloads/exchange/mime-head.ts';
import type { ReadMessage } from '../../workloads/exchange/read-mime.ts';
import type { Context } from '../context.ts';
import type { Bounced } from './deliver-mail.ts';

/** A report that a message was not delivered: for people in words, for programs as RFC 3464 has it. */
export async function bounceOf(
  { tenant, now }: Pick<Context, 'tenant' | 'now'>,
  sender: string,
  bounced: readonly Bounced[],
  raw: Buffer,
  { subject, internetMessageId }: ReadMessage,
): Promise<Buffer> {
  const words = bounceWords(tenant.language);
  const report = new MimeNode('multipart/report; report-type=delivery-status');
  report.setHeader({
    From: { name: 'Mail Delivery System', address: `postmaster@${tenant.defaultDomain}` },
    To: sender,
    Subject: `${words.subject}${subject}`,
    Date: rfcDate(now),
    'Message-ID': `<${newId()}@${tenant.defaultDomain}>`,
    'Auto-Submitted': 'auto-replied',
    ...(internetMessageId === null ? {} : { 'In-Reply-To': internetMessageId, References: internetMessageId }),
  });
  const told = bounced.map(({ address, reason }) => `${address}\r\n    ${words.reasons[reason]}`).join('\r\n\r\n');
  report.createChild('text/plain; charset=utf-8').setContent(`${words.lead}\r\n\r\n${told}\r\n\r\n${words.next}\r\n`);
  report.createChild('message/delivery-status').setContent(
    [
      `Reporting-MTA: dns; ${tenant.defaultDomain}\r\nArrival-Date: ${rfcDate(now)}\r\n`,
      ...bounced.map(({ address, reason }) => {
        const { smtp, enhanced } = BOUNCE_CODES[reason];
        return `Final-Recipient: rfc822; ${ascii(address)}\r\nAction: failed\r\nStatus: ${enhanced}\r\nDiagnostic-Code: smtp; ${smtp} ${enhanced} ${ascii(bounceWords('en').reasons[reason])}\r\n`;
      }),
    ].join('\r\n'),
  );
  report.createChild('text/rfc822-headers').setContent(headOf(raw));
  return report.build();
}

/** The automatic reply of a mailbox to a message (RFC 3834). */
export async function replyOf(
  { tenant, now }: Pick<Context, 'tenant' | 'now'>,
  mailbox: MailboxRow,
  to: string,
  text: string,
  original: ReadMessage,
): Promise<Buffer> {
  const locale = mailbox.settings.language?.locale ?? tenant.language;
  const prefix = locale.startsWith('fr') ? 'Réponse automatique : ' : 'Automatic reply: ';
  const isHtml = /<\/?[a-z][^>]*>/i.test(text);
  const { internetMessageId } = original;
  return composeMime(
    {
      subject: `${prefix}${original.subject}`,
      from: { name: mailbox.displayName, address: mailbox.address },
      to: [{ name: original.from.address === to ? original.from.name : '', address: to }],
      cc: [],
      bcc: [],
      replyTo: [],
      body: { contentType: isHtml ? 'html' : 'text', content: text },
      attachments: [],
      importance: 'normal',
      internetMessageId: `<${newId()}@${tenant.defaultDomain}>`,
      inReplyTo: internetMessageId,
      references: [...original.references, ...(internetMessageId === null ? [] : [internetMessageId])],
      headers: [
        { name: 'Auto-Submitted', value: 'auto-replied' },
        { name: 'X-Auto-Response-Suppress', value: 'All' },
      ],
    },
    new Date(now),
    { withBcc: false },
  );
}

function rfcDate(moment: number): string {
  return new Date(moment).toUTCString().replace('GMT', '+0000');
}

/** What stands in a part for programs is ASCII. */
function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
