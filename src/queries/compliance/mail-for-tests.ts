import type { TestTenant } from '../../../tests/support/tenant.ts';
import { newId } from '../../base/id.ts';
import { sql } from '../../base/sql.ts';
import { searchWords } from '../../domain/compliance/search-words.ts';
import { storeContent } from '../../workloads/content/content.ts';

interface TestMail {
  readonly subject: string;
  readonly body?: string;
  readonly from?: readonly [name: string, address: string];
  readonly recipients?: readonly { readonly kind: string; readonly name: string; readonly address: string }[];
  readonly received?: string;
  readonly attachments?: readonly string[];
  readonly importance?: string;
  readonly folder?: string;
}

/** Puts a message into the mailbox of a person, whatever state it is in. Gives its id. */
export async function putMail({ db, tenant }: TestTenant, userId: string, mail: TestMail): Promise<string> {
  const { tenantId } = tenant;
  const {
    subject,
    body = '',
    from = ['Eve', 'eve@else.example'],
    recipients = [],
    received = '2026-02-01T10:00:00Z',
  } = mail;
  const attachments = (mail.attachments ?? []).map((name) => ({ id: newId(), name, isInline: false }));
  const people = [...from, ...recipients.flatMap(({ name, address }) => [name, address])];
  const words = searchWords([subject, ...people, body, ...(mail.attachments ?? [])].join('\n'));
  const bytes = Buffer.from(`From: ${from[1]}\r\nSubject: ${subject}\r\n\r\n${body}`);
  const { hash, size } = await storeContent(db.ofTenant(tenantId), tenantId, bytes);
  const id = newId();
  const folderId = newId();
  await db.query(sql`
    with box as (select id from mailbox where tenant_id = ${tenantId} and user_id = ${userId} limit 1),
    folder as (
      insert into mail_folder (tenant_id, mailbox_id, id, display_name) select ${tenantId}, id, ${folderId}, ${mail.folder ?? 'Inbox'} from box)
    insert into message (tenant_id, mailbox_id, id, folder_id, content_hash, size, subject, from_name, from_address, recipients,
      conversation_id, sent_at, received_at, created_at, modified_at, body_preview, attachments, importance, search)
    select ${tenantId}, id, ${id}, ${folderId}, ${hash}, ${size}, ${subject}, ${from[0]}, ${from[1]}, ${JSON.stringify(recipients)},
      ${newId()}, ${new Date(received)}, ${new Date(received)}, ${new Date(received)}, ${new Date(received)}, ${body.slice(0, 255)},
      ${JSON.stringify(attachments)}, ${mail.importance ?? 'normal'}, to_tsvector('simple', ${words})
    from box`);
  return id;
}
