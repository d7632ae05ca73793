import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import { changed, give, take } from '../../src/operations/licensing/stories-for-tests.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';
import { userToken } from '../support/user-token.ts';
import { errorOf, graphCaller, tokenOf } from './graph-caller.ts';

let there: TestTenant;
let adele: string;
let ben: string;
let cleo: string;
let call: ReturnType<typeof graphCaller>;

beforeAll(async () => {
  there = await testTenant();
  await there.own(SKU.e3, 10);
  [adele, ben, cleo] = await Promise.all([there.user('Adele'), there.user('Ben'), there.user('Cleo')]);
  await there.user('Dora');
  await changed(there, give(SKU.e3), [adele, ben, cleo]);
  call = graphCaller(there, await tokenOf(there, { permissions: ['Mail.ReadWrite', 'Mail.Send', 'Mail.Read'] }));
});
afterAll(() => there.close());

const to = (...addresses: string[]) => addresses.map((address) => ({ emailAddress: { address } }));

function send(from: string, message: object, more: object = {}) {
  return call('POST', `/v1.0/users/${from}/sendMail`, { body: { message, ...more } });
}

interface ListedMessage {
  readonly id: string;
  readonly changeKey: string;
  readonly conversationId: string;
  readonly '@odata.etag': string;
  readonly body: { readonly content: string };
}

async function inbox(user: string, query = ''): Promise<ListedMessage[]> {
  const { status, body } = await call('GET', `/v1.0/users/${user}/mailFolders/inbox/messages${query}`);
  expect(status).toBe(200);
  return body.value;
}

describe('a message that one person sends another', () => {
  test('lies in the inbox of the one and among what the other sent', async () => {
    const sent = await send(adele, {
      subject: 'Été à Paris',
      body: { contentType: 'HTML', content: '<p>Bonjour <b>Ben</b>, voir l’annexe.</p>' },
      toRecipients: to('ben@test.example'),
      bccRecipients: to('CLEO@test.example'),
      importance: 'high',
      attachments: [
        {
          '@odata.type': '#microsoft.graph.fileAttachment',
          name: 'plan.txt',
          contentType: 'text/plain',
          contentBytes: Buffer.from('le trésor est enterré').toString('base64'),
        },
      ],
    });
    expect([sent.status, sent.text]).toEqual([202, '']);

    const [received] = await inbox(ben);
    expect(received).toMatchObject({
      subject: 'Été à Paris',
      bodyPreview: 'Bonjour Ben, voir l’annexe.',
      body: { contentType: 'html', content: expect.stringContaining('<b>Ben</b>') },
      from: { emailAddress: { name: 'Adele', address: 'adele@test.example' } },
      sender: { emailAddress: { address: 'adele@test.example' } },
      toRecipients: [{ emailAddress: { name: 'ben@test.example', address: 'ben@test.example' } }],
      bccRecipients: [],
      hasAttachments: true,
      importance: 'high',
      isRead: false,
      isDraft: false,
      receivedDateTime: '2026-03-01T09:00:00Z',
      internetMessageId: expect.stringMatching(/^<.+@test\.example>$/),
      flag: { flagStatus: 'notFlagged' },
      categories: [],
    });
    expect(received?.['@odata.etag']).toBe(`W/"${received?.changeKey}"`);

    const mine = await call('GET', `/v1.0/users/${adele}/mailFolders/sentitems/messages`);
    expect(mine.body.value).toMatchObject([
      { subject: 'Été à Paris', isRead: true, bccRecipients: [{ emailAddress: { address: 'CLEO@test.example' } }] },
    ]);
    expect(await inbox(cleo)).toMatchObject([{ subject: 'Été à Paris', bccRecipients: [] }]);
    const mime = await call('GET', `/v1.0/users/${ben}/messages/${received?.id}/$value`);
    expect(mime.headers['content-type']).toBe('text/plain');
    expect(mime.text).not.toMatch(/^bcc:/im);
    expect(mine.body.value[0].conversationId).toBe(received?.conversationId);
  });

  test('has its attachments, one by one and as files', async () => {
    const [received] = await inbox(ben);
    const { body } = await call('GET', `/v1.0/users/${ben}/messages/${received?.id}/attachments`);
    expect(body.value).toMatchObject([
      {
        '@odata.type': '#microsoft.graph.fileAttachment',
        name: 'plan.txt',
        contentType: 'text/plain',
        isInline: false,
      },
    ]);
    const [{ id, contentBytes }] = body.value;
    expect(Buffer.from(contentBytes, 'base64').toString()).toBe('le trésor est enterré');
    const one = await call('GET', `/v1.0/users/${ben}/messages/${received?.id}/attachments/${id}?$select=name,size`);
    expect(one.body).toEqual({ '@odata.context': expect.any(String), name: 'plan.txt', size: 23 });
    const file = await call('GET', `/v1.0/users/${ben}/messages/${received?.id}/attachments/${id}/$value`);
    expect(file.text).toBe('le trésor est enterré');
    const expanded = await call('GET', `/v1.0/users/${ben}/messages/${received?.id}?$expand=attachments`);
    expect(expanded.body.attachments).toHaveLength(1);
    const missing = await call('GET', `/v1.0/users/${ben}/messages/${received?.id}/attachments/nothing`);
    expect(errorOf(missing)).toEqual([404, 'ErrorItemNotFound', 'The specified object was not found in the store.']);
  });

  test('is found by words of its text and of its attachments, in any case and without accents', async () => {
    const found = async (text: string) =>
      (await call('GET', `/v1.0/users/${ben}/messages?$search="${encodeURIComponent(text)}"&$select=subject`)).body
        .value.length;
    for (const text of [
      'bonjour',
      'BONJ',
      'tresor',
      'Trésor enterré',
      'subject:paris',
      'from:adele',
      'adele',
      'attachment:plan',
    ])
      expect([text, await found(text)]).toEqual([text, 1]);
    for (const text of ['jour', 'subject:bonjour', 'from:ben', "it's\\nothing"])
      expect([text, await found(text)]).toEqual([text, 0]);
  });

  test('is told as text where that is preferred', async () => {
    const [received] = await inbox(ben);
    const { body, headers } = await call('GET', `/v1.0/users/${ben}/messages/${received?.id}`, {
      headers: { prefer: 'outlook.body-content-type="text"' },
    });
    expect(body.body).toEqual({ contentType: 'text', content: 'Bonjour Ben, voir l’annexe.' });
    expect(headers['preference-applied']).toBe('outlook.body-content-type="text"');
  });

  test('counts in the folders and in the size of the mailbox', async () => {
    const { body } = await call('GET', `/v1.0/users/${ben}/mailFolders/inbox`);
    expect(body).toMatchObject({ displayName: 'Inbox', totalItemCount: 1, unreadItemCount: 1, isHidden: false });
    const [row] = await there.db.query<{ items: number; kept: number; really: number }>(sql`
      select m.item_count as items, m.size_bytes as kept, (select sum(size)::bigint from message e where e.mailbox_id = m.id) as really
      from mailbox m where m.user_id = ${ben}`);
    expect(row?.items).toBe(1);
    expect(row?.kept).toBe(row?.really);
  });

  test('as MIME in base64, and without a copy where none is wanted', async () => {
    const mime = 'To: Cleo <cleo@test.example>\r\nSubject: Plain\r\n\r\nJust text.\r\n';
    const sent = await call('POST', `/v1.0/users/${ben}/sendMail`, {
      body: Buffer.from(mime).toString('base64'),
      headers: { 'content-type': 'text/plain' },
    });
    expect(sent.status).toBe(202);
    const [first] = await inbox(cleo, `?$filter=subject eq 'plain'`);
    expect(first).toMatchObject({
      from: { emailAddress: { address: 'ben@test.example' } },
      body: { contentType: 'text' },
    });
    await send(cleo, { subject: 'No copy', toRecipients: to('ben@test.example') }, { saveToSentItems: false });
    expect((await call('GET', `/v1.0/users/${cleo}/mailFolders/sentitems/messages`)).body.value).toEqual([]);
    expect(await inbox(ben, `?$filter=subject eq 'No copy'`)).toHaveLength(1);
  });

  test('is refused without anybody to go to, and under somebody else’s name', async () => {
    expect(errorOf(await send(adele, { subject: 'x' }))).toEqual([
      400,
      'ErrorInvalidRecipients',
      'At least one recipient is not valid.',
    ]);
    expect((await send(adele, { toRecipients: to('not an address') })).body.error.code).toBe('ErrorInvalidRecipients');
    const stolen = await send(adele, { from: to('ben@test.example')[0], toRecipients: to('cleo@test.example') });
    expect([stolen.status, stolen.body.error.code]).toEqual([403, 'ErrorSendAsDenied']);
  });
});

describe('what can’t be delivered comes back with the reason', () => {
  test('nobody there, no mailbox, not in this organization: one report', async () => {
    const { status } = await send(adele, {
      subject: 'Hello',
      toRecipients: to('nobody@test.example', 'dora@test.example', 'someone@elsewhere.example', 'ben@test.example'),
    });
    expect(status).toBe(202);
    const [report] = await inbox(adele, `?$filter=startswith(subject,'Undeliverable')`);
    expect(report).toMatchObject({
      subject: 'Undeliverable: Hello',
      from: { emailAddress: { address: 'postmaster@test.example' } },
    });
    const { content } = report?.body ?? {};
    expect(content).toContain('nobody@test.example');
    expect(content).toContain('Nobody in the organization has this address');
    expect(content).toContain('The person has no mailbox');
    expect(content).toContain('delivers within the organization only');
    expect(content).not.toContain('ben@test.example');
    const { text } = await call('GET', `/v1.0/users/${adele}/messages/${report?.id}/$value`);
    expect(text).toMatch(/content-type: multipart\/report; report-type=delivery-status/i);
    expect(text).toMatch(/Final-Recipient: rfc822; nobody@test\.example\r\nAction: failed\r\nStatus: 5\.1\.1/);
    expect(await inbox(ben, `?$filter=subject eq 'Hello'`)).toHaveLength(1);
  });

  test('T-1: the license was lost; the mailbox takes nothing and opens for nobody, and is as it was when it comes back', async () => {
    const before = (await inbox(cleo)).length;
    await changed(there, take(SKU.e3), [cleo]);
    const GONE = [
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    ];
    for (const path of ['messages', 'mailFolders', 'mailFolders/inbox/messages', 'messages/x'])
      expect(errorOf(await call('GET', `/v1.0/users/${cleo}/${path}`))).toEqual(GONE);
    expect(errorOf(await send(cleo, { toRecipients: to('ben@test.example') }))).toEqual(GONE);
    expect(errorOf(await call('GET', '/v1.0/users/dora@test.example/messages'))).toEqual(GONE);
    await send(adele, { subject: 'Still there?', toRecipients: to('cleo@test.example') });
    const [report] = await inbox(adele, `?$filter=subject eq 'Undeliverable: Still there?'`);
    expect(report?.body.content).toContain('no license with Exchange any more');
    await changed(there, give(SKU.e3), [cleo]);
    expect(await inbox(cleo)).toHaveLength(before);
  });
});

describe('drafts', () => {
  test('are written, changed, given attachments, and sent', async () => {
    const made = await call('POST', `/v1.0/users/${adele}/messages`, {
      body: { subject: 'Draft', body: { content: 'one' } },
    });
    expect([made.status, made.body.isDraft, made.body.isRead]).toEqual([201, true, true]);
    const at = `/v1.0/users/${adele}/messages/${made.body.id}`;
    const attached = await call('POST', `${at}/attachments`, {
      body: { '@odata.type': '#microsoft.graph.fileAttachment', name: 'a.bin', contentBytes: 'AAEC' },
    });
    expect([attached.status, attached.body.size]).toEqual([201, 3]);
    const changedDraft = await call('PATCH', at, {
      body: { subject: 'Final', toRecipients: to('ben@test.example'), body: { contentType: 'text', content: 'two' } },
    });
    expect(changedDraft.body).toMatchObject({
      subject: 'Final',
      hasAttachments: true,
      body: { content: expect.stringMatching(/^two/) },
    });
    const kept = await call('GET', `${at}/attachments/${attached.body.id}`);
    expect(kept.body.contentBytes).toBe('AAEC');
    expect((await call('POST', `${at}/send`, {})).status).toBe(202);
    expect(await inbox(ben, `?$filter=subject eq 'Final'`)).toMatchObject([{ hasAttachments: true }]);
    expect((await call('GET', at)).body).toMatchObject({ isDraft: false });
    expect((await call('POST', `${at}/send`, {})).body.error.code).toBe('ErrorInvalidRequest');
    const late = await call('PATCH', at, { body: { subject: 'Too late' } });
    expect([late.status, late.body.error.code]).toEqual([400, 'ErrorInvalidPropertySet']);
  });

  test('of answers quote the original and go to the right people', async () => {
    const [original] = await inbox(ben, `?$filter=subject eq 'Final'`);
    const at = `/v1.0/users/${ben}/messages/${original?.id}`;
    expect((await call('POST', `${at}/reply`, { body: { comment: 'Thanks!' } })).status).toBe(202);
    const [reply] = await inbox(adele, `?$filter=subject eq 'RE: Final'`);
    expect(reply?.body.content).toMatch(/^Thanks![\s\S]*two/);
    expect(reply?.conversationId).toBe(original?.conversationId);
    const forward = await call('POST', `${at}/createForward`, { body: { toRecipients: to('cleo@test.example') } });
    expect(forward.body).toMatchObject({ subject: 'FW: Final', isDraft: true, hasAttachments: true });
  });

  test('a message put in from elsewhere is none, if its flags say so', async () => {
    const body = {
      subject: 'Old mail',
      toRecipients: to('adele@test.example'),
      singleValueExtendedProperties: [{ id: 'Integer 0x0E07', value: '1' }],
    };
    const { status, body: made } = await call('POST', `/v1.0/users/${adele}/mailFolders/archive/messages`, { body });
    expect([status, made.isDraft]).toEqual([201, false]);
  });
});

describe('messages', () => {
  test('are marked, moved, copied and deleted in three steps', async () => {
    const [first] = await inbox(ben, `?$filter=subject eq 'Hello'`);
    const at = `/v1.0/users/${ben}/messages/${first?.id}`;
    const marked = await call('PATCH', at, {
      body: { isRead: true, categories: ['Red'], flag: { flagStatus: 'flagged' } },
    });
    expect(marked.body).toMatchObject({ isRead: true, categories: ['Red'], flag: { flagStatus: 'flagged' } });
    expect(marked.body.changeKey).not.toBe(first?.changeKey);
    const found = await call('GET', `/v1.0/users/${ben}/messages?$filter=categories/any(c:c eq 'red')&$select=subject`);
    expect(found.body.value).toMatchObject([{ subject: 'Hello' }]);

    const folder = await call('POST', `/v1.0/users/${ben}/mailFolders`, { body: { displayName: 'Projects' } });
    expect(folder.status).toBe(201);
    const moved = await call('POST', `${at}/move`, { body: { destinationId: folder.body.id } });
    expect([moved.status, moved.body.parentFolderId]).toEqual([201, folder.body.id]);
    const copied = await call('POST', `${at}/copy`, { body: { destinationId: 'archive' } });
    expect(copied.status).toBe(201);
    expect(copied.body.id).not.toBe(first?.id);

    const placeOf = async () => (await call('GET', at)).body.parentFolderId;
    const idOf = async (name: string) => (await call('GET', `/v1.0/users/${ben}/mailFolders/${name}`)).body.id;
    expect((await call('DELETE', at)).status).toBe(204);
    expect(await placeOf()).toBe(await idOf('deleteditems'));
    expect((await call('DELETE', at)).status).toBe(204);
    expect(await placeOf()).toBe(await idOf('recoverableitemsdeletions'));
    const inSight = await call('GET', `/v1.0/users/${ben}/messages?$top=1000&$select=id`);
    expect(inSight.body.value.map(({ id }: { id: string }) => id)).not.toContain(first?.id);
    expect((await call('DELETE', at)).status).toBe(204);
    expect((await call('GET', at)).status).toBe(404);
    expect(errorOf(await call('DELETE', at))).toEqual([
      404,
      'ErrorItemNotFound',
      'The specified object was not found in the store.',
    ]);
  });

  test('of a mailbox on hold are kept, whatever is deleted (R-CO-2)', async () => {
    const [first] = await inbox(cleo);
    await there.db.query(sql`update users set litigation_hold_at = now() where id = ${cleo}`);
    const at = `/v1.0/users/${cleo}/messages/${first?.id}`;
    for (let step = 0; step < 3; step += 1) expect((await call('DELETE', at)).status).toBe(204);
    expect((await call('DELETE', at)).status).toBe(403);
    expect((await call('GET', at)).status).toBe(200);
    await there.db.query(sql`update users set litigation_hold_at = null where id = ${cleo}`);
    expect((await call('DELETE', at)).status).toBe(204);
    expect((await call('GET', at)).status).toBe(404);
  });
});

describe('lists of messages', () => {
  beforeAll(async () => {
    for (let no = 0; no < 25; no += 1) {
      await send(ben, {
        subject: `Page ${String(no).padStart(2, '0')}`,
        toRecipients: to('adele@test.example'),
      });
    }
  });

  test('page by ten, by $skip, and count without being asked twice', async () => {
    const first = await call('GET', `/v1.0/users/${adele}/messages?$count=true&$filter=startswith(subject,'Page')`);
    expect(first.body.value).toHaveLength(10);
    expect(first.body['@odata.count']).toBe(25);
    const subjects = new Set<string>();
    for (let next = first.body['@odata.nextLink']; next; ) {
      const { pathname, search } = new URL(next);
      expect(search).toMatch(/\$skip=\d+/);
      const page = await call('GET', pathname + search);
      for (const { subject } of page.body.value) subjects.add(subject);
      next = page.body['@odata.nextLink'];
    }
    for (const { subject } of first.body.value) subjects.add(subject);
    expect(subjects.size).toBe(25);
    const count = await call('GET', `/v1.0/users/${adele}/messages/$count?$filter=startswith(subject,'Page')`);
    expect(count.text).toBe('25');
  });

  test('sort by what their filter begins with', async () => {
    const subjects = async (query: string) =>
      (await call('GET', `/v1.0/users/${adele}/messages?${query}&$select=subject&$top=2`)).body.value.map(
        ({ subject }: { subject: string }) => subject,
      );
    expect(await subjects(`$filter=subject ge 'Page 03' and subject lt 'Page 99'&$orderby=subject`)).toEqual([
      'Page 03',
      'Page 04',
    ]);
    expect(await subjects(`$filter=startswith(subject,'Page')&$orderby=subject desc`)).toEqual(['Page 24', 'Page 23']);
    const refused = await call(
      'GET',
      `/v1.0/users/${adele}/messages?$filter=isRead eq false&$orderby=receivedDateTime`,
    );
    expect(errorOf(refused)).toEqual([
      400,
      'InefficientFilter',
      'The restriction or sort order is too complex for this operation.',
    ]);
  });

  test.each([
    [`receivedDateTime ge 2026-03-01T00:00:00Z and isRead eq false`, true],
    [`receivedDateTime gt 2026-03-02`, false],
    [`from/emailAddress/address eq 'BEN@test.example'`, true],
    [`hasAttachments eq true and contains(subject,'page')`, false],
    [`toRecipients/any(r:r/emailAddress/address eq 'adele@test.example')`, true],
    [`not(startswith(subject,'P')) and contains(subject,'Page')`, false],
    [`importance in ('low','high') and contains(subject,'Page')`, false],
    [`isDraft eq false and endswith(subject,'07')`, true],
  ])('filter by %s', async (filter, isThere) => {
    const { status, body } = await call(
      'GET',
      `/v1.0/users/${adele}/messages?$filter=${encodeURIComponent(filter)}&$top=1000`,
    );
    expect(status).toBe(200);
    expect(body.value.some(({ subject }: { subject: string }) => subject === 'Page 07')).toBe(isThere);
  });

  test.each([
    ['$filter=colour eq 1', 'BadRequest'],
    ['$filter=subject gt 3', 'ErrorInvalidUrlQueryFilter'],
    ['$filter=subject eq', 'BadRequest'],
    ['$top=1001', 'BadRequest'],
    ['$top=0', 'BadRequest'],
    ['$skip=-1', 'BadRequest'],
    ['$select=colour', 'BadRequest'],
    ['$orderby=body', 'BadRequest'],
    ['$search="a"&$filter=isRead eq true', 'SearchWithFilter'],
    ['$skiptoken=x', 'BadRequest'],
  ])('refuse %s', async (query, code) => {
    const { status, body } = await call('GET', `/v1.0/users/${adele}/messages?${query}`);
    expect([status, body.error.code]).toEqual([400, code]);
  });
});

describe('folders', () => {
  test('are there from the first look on, the hidden ones for who asks', async () => {
    const { body } = await call('GET', `/v1.0/users/${adele}/mailFolders?$top=100`);
    const names = body.value.map(({ displayName }: { displayName: string }) => displayName);
    expect(names).toEqual(['Archive', 'Deleted Items', 'Drafts', 'Inbox', 'Junk Email', 'Outbox', 'Sent Items']);
    const all = await call(
      'GET',
      `/v1.0/users/${adele}/mailFolders?includeHiddenFolders=true&$select=displayName&$top=100`,
    );
    expect(all.body.value).toContainEqual({ displayName: 'Deletions' });
  });

  test('are made, nested, renamed, moved and deleted with what is in them', async () => {
    const at = `/v1.0/users/${adele}/mailFolders`;
    const { body: parent } = await call('POST', at, { body: { displayName: 'Clients' } });
    const { body: child } = await call('POST', `${at}/${parent.id}/childFolders`, {
      body: { displayName: 'Fabrikam' },
    });
    expect(child.parentFolderId).toBe(parent.id);
    expect((await call('GET', `${at}/${parent.id}`)).body.childFolderCount).toBe(1);
    const again = await call('POST', at, { body: { displayName: 'clients' } });
    expect([again.status, again.body.error.code]).toEqual([409, 'ErrorFolderExists']);
    expect((await call('PATCH', `${at}/${child.id}`, { body: { displayName: 'Contoso' } })).body.displayName).toBe(
      'Contoso',
    );
    const circle = await call('POST', `${at}/${parent.id}/move`, { body: { destinationId: child.id } });
    expect(circle.status).toBe(400);
    const { body: message } = await call('POST', `${at}/${child.id}/messages`, { body: { subject: 'Inside' } });
    expect((await call('DELETE', `${at}/${parent.id}`)).status).toBe(204);
    expect((await call('GET', `${at}/deleteditems/childFolders`)).body.value).toMatchObject([
      { displayName: 'Clients' },
    ]);
    expect((await call('DELETE', `${at}/${parent.id}`)).status).toBe(204);
    expect((await call('GET', `${at}/${child.id}`)).status).toBe(404);
    const { body: kept } = await call('GET', `/v1.0/users/${adele}/messages/${message.id}`);
    const { body: deletions } = await call('GET', `${at}/recoverableitemsdeletions`);
    expect(kept.parentFolderId).toBe(deletions.id);
    expect((await call('DELETE', `${at}/inbox`)).body.error.code).toBe('ErrorDeleteDistinguishedFolder');
  });
});

describe('who may open a mailbox', () => {
  test('its person, through an app that may; nobody else, whatever their role', async () => {
    const own = graphCaller(there, await userToken(there, adele, ['Mail.Read']));
    expect((await own('GET', '/v1.0/me/messages')).status).toBe(200);
    expect((await own('POST', '/v1.0/me/messages', { body: { subject: 'x' } })).status).toBe(403);
    const stranger = graphCaller(there, await userToken(there, adele, ['User.Read']));
    expect((await stranger('GET', '/v1.0/me/messages')).status).toBe(403);
    const chief = await there.user('Chief');
    await there.role(chief, 'globalAdministrator');
    const administrator = graphCaller(
      there,
      await userToken(there, chief, ['Mail.Read', 'Mail.ReadWrite', 'Mail.Send']),
    );
    for (const path of ['messages', 'mailFolders', 'mailFolders/inbox/messages'])
      expect((await administrator('GET', `/v1.0/users/${adele}/${path}`)).status).toBe(403);
    const role = graphCaller(
      there,
      await there.token('globalAdministrator', 'exchangeAdministrator', 'eDiscoveryManager'),
    );
    expect((await role('GET', `/v1.0/users/${adele}/messages`)).status).toBe(403);
  });

  test('what apps do in it stands in the audit log, without what the mail says; what its person does stands nowhere', async () => {
    const entries = () =>
      there.db.query<{ text: string }>(
        sql`select activity || coalesce(after::text, '') as text from audit_entry order by id`,
      );
    const before = (await entries()).length;
    const own = graphCaller(there, await userToken(there, adele, ['Mail.ReadWrite']));
    const { body } = await own('POST', '/v1.0/me/messages', { body: { subject: 'Secret' } });
    expect((await entries()).length).toBe(before);
    await call('DELETE', `/v1.0/users/${adele}/messages/${body.id}`);
    const all = await entries();
    expect(all.at(-1)?.text).toContain('Delete message');
    expect(JSON.stringify(all)).not.toContain('Secret');
  });
});
