import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { Client, FileUpload, LargeFileUploadTask } from '@microsoft/microsoft-graph-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import { cleanContent } from '../../src/jobs/content-cleaning.ts';
import { changed, forget, give, take } from '../../src/operations/licensing/stories-for-tests.ts';
import { buildApp } from '../../src/server/app.ts';
import { selfSignedCertificate } from '../support/certificate.ts';
import { SKU, TEST_SECRETS, type TestTenant, testTenant } from '../support/tenant.ts';
import { errorOf, graphCaller, tokenOf } from './graph-caller.ts';

let there: TestTenant;
let token: string;
let ada: string;
let files: ReturnType<typeof graphCaller>;
let origin: string;

beforeAll(async () => {
  there = await testTenant();
  await there.app.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${(there.app.server.address() as AddressInfo).port}`;
  token = await tokenOf(there, { permissions: ['Files.ReadWrite.All', 'User.Read.All'] });
  files = graphCaller(there, token);
});
afterAll(() => there.close());
beforeEach(async () => {
  await forget(there);
  await there.own(SKU.e3, 5);
  ada = await there.user('Ada');
  await changed(there, give(SKU.e3), [ada]);
});

const root = () => `/v1.0/users/${ada}/drive/root`;
const put = (path: string, body: string, query = '', type = 'text/plain') =>
  files('PUT', `${root()}:/${path}:/content${query}`, { body, headers: { 'content-type': type } });

async function fetchContent(path: string, headers: Record<string, string> = {}) {
  const { status, headers: answered } = await files('GET', `${root()}:/${path}:/content`);
  expect(status).toBe(302);
  const response = await fetch(String(answered.location).replace(/^https?:\/\/[^/]+/, origin), { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

async function inDatabase(): Promise<{ chunks: number; size: number }> {
  const [row] = await there.db.query<{ chunks: number; size: number }>(sql`
    select (select count(*)::int from content_chunk) as chunks, (select size_bytes from drive where user_id = ${ada}) as size`);
  return row ?? { chunks: -1, size: -1 };
}

async function rangesOf(response: Response): Promise<unknown> {
  return ((await response.json()) as { nextExpectedRanges?: unknown }).nextExpectedRanges;
}

describe('a drive', () => {
  test('is there with its owner and its room as soon as the license is', async () => {
    const { status, body } = await files('GET', `/v1.0/users/${ada}/drive`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      driveType: 'business',
      owner: { user: { id: ada, displayName: 'Ada' } },
      quota: { total: 5 * 1024 ** 4, used: 0, state: 'normal' },
    });
    expect((await files('GET', `/v1.0/drives/${body.id}/root`)).body).toMatchObject({
      name: 'root',
      folder: { childCount: 0 },
    });
  });

  test('of somebody who never had a license is not there', async () => {
    const ben = await there.user('Ben');
    expect(errorOf(await files('GET', `/v1.0/users/${ben}/drive`))).toEqual([
      404,
      'ResourceNotFound',
      "User's mysite not found.",
    ]);
  });
});

describe('a file', () => {
  test('is put, listed, fetched in whole and in part, and its bytes are kept once', async () => {
    const made = await put('Docs/Résumé (1).txt', 'hello files');
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'Résumé (1).txt', size: 11, file: { mimeType: 'text/plain' } });
    expect((await put('copy.txt', 'hello files')).status).toBe(201);
    expect(await inDatabase()).toEqual({ chunks: 1, size: 22 });
    const { body: children } = await files('GET', `${root()}/children`);
    expect(children.value.map(({ name }: { name: string }) => name)).toEqual(['copy.txt', 'Docs']);
    const whole = await fetchContent('docs/r%C3%A9sum%C3%A9%20(1).txt');
    expect([whole.status, whole.text, whole.headers.get('content-type')]).toEqual([200, 'hello files', 'text/plain']);
    const part = await fetchContent('copy.txt', { range: 'bytes=6-8' });
    expect([part.status, part.text, part.headers.get('content-range')]).toEqual([206, 'fil', 'bytes 6-8/11']);
    expect((await fetchContent('copy.txt', { range: 'bytes=-5' })).text).toBe('files');
    expect((await fetchContent('copy.txt', { range: 'bytes=99-' })).status).toBe(416);
  });

  test('of JSON is bytes like any other', async () => {
    expect((await put('data.json', '{"a": 1}', '', 'application/json')).status).toBe(201);
    expect((await fetchContent('data.json')).text).toBe('{"a": 1}');
  });

  test('takes the place of the one that is there, or not, as the caller says', async () => {
    await put('a.txt', 'one');
    const again = await put('a.txt', 'two!');
    expect([again.status, again.body.size]).toEqual([200, 4]);
    expect((await put('A.TXT', 'three', '?@microsoft.graph.conflictBehavior=fail')).body.error.code).toBe(
      'nameAlreadyExists',
    );
    expect((await put('a.txt', 'four', '?@microsoft.graph.conflictBehavior=rename')).body.name).toBe('a 1.txt');
    expect((await fetchContent('a.txt')).text).toBe('two!');
    expect((await inDatabase()).size).toBe(8);
  });

  test('is renamed, moved and deleted; a version that is no more is refused', async () => {
    const { body: file } = await put('a.txt', 'one');
    const { body: folder } = await files('POST', `${root()}/children`, { body: { name: 'In', folder: {} } });
    const drive = file.parentReference.driveId;
    const item = `/v1.0/drives/${drive}/items/${file.id}`;
    const moved = await files('PATCH', item, {
      body: { name: 'b.txt', parentReference: { id: folder.id } },
      headers: { 'if-match': file.eTag },
    });
    expect(moved.body).toMatchObject({
      name: 'b.txt',
      parentReference: { id: folder.id, path: `/drives/${drive}/root:/In` },
    });
    expect(errorOf(await files('DELETE', item, { headers: { 'if-match': file.eTag } }))[0]).toBe(412);
    expect(
      (
        await files('PATCH', `/v1.0/drives/${drive}/items/${folder.id}`, {
          body: { parentReference: { id: folder.id } },
        })
      ).status,
    ).toBe(400);
    expect((await files('DELETE', `/v1.0/drives/${drive}/items/${folder.id}`)).status).toBe(204);
    expect(errorOf(await files('GET', item))).toEqual([404, 'itemNotFound', 'The resource could not be found.']);
    expect((await files('GET', `/v1.0/users/${ada}/drive`)).body.quota).toMatchObject({ used: 0, deleted: 3 });
    expect((await put('In/b.txt', 'again')).status).toBe(201);
  });

  test.each([['a*b.txt'], ['CON'], ['x.']])('can’t be called %s', async (name) => {
    expect((await put(encodeURIComponent(name), 'x')).body.error.code).toBe('invalidRequest');
  });

  test('that is replaced leaves no bytes behind, an hour later', async () => {
    await put('a.txt', 'first bytes');
    await put('a.txt', 'second bytes');
    expect((await inDatabase()).chunks).toBe(2);
    const fail = (error: unknown) => {
      throw error;
    };
    await cleanContent({ db: there.db, onFailure: fail }, Date.now());
    expect((await inDatabase()).chunks).toBe(2);
    await cleanContent({ db: there.db, onFailure: fail }, Date.now() + 3_700_000);
    expect((await inDatabase()).chunks).toBe(1);
    expect((await fetchContent('a.txt')).text).toBe('second bytes');
  });
});

test('a folder of many is read page by page, each once', async () => {
  for (let no = 0; no < 7; no += 1) await put(`f${no}.txt`, `${no}`);
  const seen: string[] = [];
  let address: string | undefined = `${root()}/children?$top=3&$select=name`;
  while (address) {
    const { body }: { body?: { value: { name: string }[]; '@odata.nextLink'?: string } } = await files('GET', address);
    seen.push(...(body?.value ?? []).map(({ name }) => name));
    address = body?.['@odata.nextLink']?.replace(/^https?:\/\/[^/]+/, '');
  }
  expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6].map((no) => `f${no}.txt`));
});

describe('who may', () => {
  test('an app without a permission for files may not, nor may an administrator’s role', async () => {
    await put('a.txt', 'private');
    const reader = graphCaller(there, await tokenOf(there, { permissions: ['Files.Read.All'] }));
    expect((await reader('GET', `${root()}:/a.txt`)).status).toBe(200);
    expect(errorOf(await reader('DELETE', `${root()}:/a.txt`))).toEqual([403, 'accessDenied', 'Access denied']);
    const administrator = graphCaller(there, await there.token('globalAdministrator'));
    expect(errorOf(await administrator('GET', `${root()}/children`))[1]).toBe('accessDenied');
  });

  test('a link to a file opens for an hour, and only what it was made for', async () => {
    await put('a.txt', 'linked');
    const { headers } = await files('GET', `${root()}:/a.txt:/content`);
    const link = String(headers.location).replace(/^https?:\/\/[^/]+/, '');
    expect((await fetch(`${origin}${link}`)).status).toBe(200);
    expect((await fetch(`${origin}${link.slice(0, -4)}AAAA`)).status).toBe(404);
  });
});

describe('without a license (T-3)', () => {
  test('files are there as before, then only to be read, then closed, and open again with a license', async () => {
    await put('a.txt', 'mine');
    await changed(there, take(SKU.e3), [ada]);
    expect((await fetchContent('a.txt')).text).toBe('mine');
    await there.db.query(sql`update drive set state = 'readOnly' where user_id = ${ada}`);
    expect((await fetchContent('a.txt')).text).toBe('mine');
    expect(errorOf(await put('b.txt', 'no'))).toEqual([
      403,
      'accessDenied',
      'The drive is read-only, since its owner has no license or is deleted.',
    ]);
    await there.db.query(sql`update drive set state = 'archived' where user_id = ${ada}`);
    expect(errorOf(await files('GET', `${root()}/children`)).slice(0, 2)).toEqual([423, 'resourceLocked']);
    await changed(there, give(SKU.e3), [ada]);
    expect((await fetchContent('a.txt')).text).toBe('mine');
  });
});

describe('a large file', () => {
  test('arrives in pieces, in their order, and is one file', async () => {
    const bytes = randomBytes(700_000);
    const { body: session } = await files('POST', `${root()}:/big.bin:/createUploadSession`, { body: {} });
    const url = session.uploadUrl.replace(/^https?:\/\/[^/]+/, origin);
    const send = (first: number, last: number) =>
      fetch(url, {
        method: 'PUT',
        body: bytes.subarray(first, last + 1),
        headers: { 'content-range': `bytes ${first}-${last}/${bytes.length}` },
      });
    const first = await send(0, 327_679);
    expect([first.status, await rangesOf(first)]).toEqual([202, ['327680-']]);
    expect((await send(0, 327_679)).status).toBe(416);
    expect(await rangesOf(await fetch(url))).toEqual(['327680-']);
    const last = await send(327_680, bytes.length - 1);
    expect(last.status).toBe(201);
    const response = await fetch(
      (await files('GET', `${root()}:/big.bin:/content`)).headers.location
        ?.toString()
        .replace(/^https?:\/\/[^/]+/, origin) ?? '',
    );
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    expect((await send(327_680, bytes.length - 1)).status).toBe(404);
  });

  test('is given up, and nothing of it is there', async () => {
    const { body: session } = await files('POST', `${root()}:/big.bin:/createUploadSession`, { body: {} });
    const url = session.uploadUrl.replace(/^https?:\/\/[^/]+/, origin);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(url)).status).toBe(404);
    expect((await files('GET', `${root()}:/big.bin`)).status).toBe(404);
  });

  test('of five megabytes goes up at once, too', async () => {
    const bytes = randomBytes(5_500_000);
    const response = await fetch(`${origin}${root()}:/five.bin:/content`, {
      method: 'PUT',
      body: bytes,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ size: bytes.length });
  });

  test('goes up and comes down by Graph’s own client', async () => {
    const certificate = selfSignedCertificate();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate.cert]);
    const server = await buildApp({ db: there.db, secrets: TEST_SECRETS, tls: certificate });
    await server.listen({ host: '127.0.0.1', port: 0 });
    try {
      const client = Client.init({
        baseUrl: `https://127.0.0.1:${(server.server.address() as AddressInfo).port}/`,
        customHosts: new Set(['127.0.0.1']),
        authProvider: (done) => done(null, token),
      });
      const bytes = randomBytes(400_000);
      const path = `/users/${ada}/drive/root:/by-client.bin:`;
      const session = await LargeFileUploadTask.createUploadSession(client, `${path}/createUploadSession`, {
        item: {},
      });
      const file = new FileUpload(new Blob([bytes]), 'by-client.bin', bytes.length);
      const { responseBody } = await new LargeFileUploadTask(client, file, session, { rangeSize: 327_680 }).upload();
      expect(responseBody).toMatchObject({ name: 'by-client.bin', size: bytes.length });
      const stream: ReadableStream = await client.api(`${path}/content`).getStream();
      expect(Buffer.from(await new Response(stream).arrayBuffer()).equals(bytes)).toBe(true);
    } finally {
      await server.close();
    }
  });
});
