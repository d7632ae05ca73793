import { newId } from '../../base/id.ts';
import { type Notice, noticeText } from '../../domain/retention/notices.ts';
import { readAddresses } from '../../store/people-lookup.ts';
import { composeMime } from '../../workloads/exchange/compose-mime.ts';
import { deliverMail, type MailContext } from '../mail/deliver-mail.ts';

/** Tells people something by mail within the tenant. Who has no mailbox that takes mail is not told; nothing comes back. */
export async function sendNotice(context: MailContext, userIds: readonly string[], notice: Notice): Promise<void> {
  const { db, tenant, now } = context;
  const people = await readAddresses(db, tenant.tenantId, userIds);
  if (people.length === 0) return;
  const { subject, body } = noticeText(notice, tenant);
  const raw = await composeMime(
    {
      subject,
      from: { name: 'Seatwise', address: `seatwise@${tenant.defaultDomain}` },
      to: people,
      cc: [],
      bcc: [],
      replyTo: [],
      body: { contentType: 'text', content: body },
      attachments: [],
      importance: 'normal',
      internetMessageId: `<${newId()}@${tenant.defaultDomain}>`,
      inReplyTo: null,
      references: [],
      headers: [{ name: 'Auto-Submitted', value: 'auto-generated' }],
    },
    new Date(now),
    { withBcc: false },
  );
  await deliverMail(context, { sender: null, recipients: people.map(({ address }) => address) }, raw);
}
