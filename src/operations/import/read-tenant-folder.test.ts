import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTenantFiles, readObjects, type TenantFile } from './read-tenant-folder.ts';

const GROUP = 'aaaaaaaa-0000-4000-8000-000000000001';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenant-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function put(name: string, content: string | Uint8Array): Promise<TenantFile> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return { kind: 'users', name, path, groupId: null };
}

async function read(name: string, content: string | Uint8Array): Promise<unknown> {
  const objects: unknown[] = [];
  for await (const part of readObjects(await put(name, content))) {
    if ('refusal' in part) return part.refusal;
    objects.push(...part.objects);
  }
  return objects;
}

test.each([
  ['users.json', 'users'],
  ['users-2.json', 'users'],
  ['Users_0001.JSON', 'users'],
  ['users/page-3.json', 'users'],
  ['users.jsonl', 'users'],
  ['subscribedSkus.json', 'subscribedSkus'],
  ['subscribed-skus.json', 'subscribedSkus'],
  ['subscriptions.json', 'subscriptions'],
  ['directory/subscriptions.json', 'subscriptions'],
  ['groups.json', 'groups'],
  [`groups/${GROUP}.json`, 'groups'],
  [`groups/${GROUP}/members.json`, 'members'],
  [`groups/${GROUP}/members-2.json`, 'members'],
  [`members-${GROUP.toUpperCase()}.json`, 'members'],
  [`groupMembers/${GROUP}.json`, 'members'],
  ['groupMembers.json', 'members'],
  ['organization.json', 'organization'],
  ['domains.json', 'domains'],
])('%s is known by its name as %s', async (name, kind) => {
  await put(name, '{}');
  const groupId = name.toLowerCase().includes(GROUP) && kind === 'members' ? GROUP : null;
  expect(await findTenantFiles(folder)).toMatchObject({ files: [{ kind, name, groupId }], ignored: [] });
});

test.each([
  'usersRegistrationDetails.json',
  `users/${GROUP}/licenseDetails.json`,
  `groups/${GROUP}/transitiveMembers.json`,
  'users.csv',
  'notes.txt',
])('%s is left alone, and told beside what is used', async (name) => {
  await put('users.json', '[]');
  await put(name, '[]');
  expect(await findTenantFiles(folder)).toMatchObject({ files: [{ name: 'users.json' }], ignored: [name] });
});

test('a folder that is not there, and one with nothing of use, are told apart', async () => {
  expect(await findTenantFiles(join(folder, 'no'))).toEqual({ reason: 'noFolder', folder: join(folder, 'no') });
  await put('a.txt', '');
  expect(await findTenantFiles(folder)).toEqual({ reason: 'nothingUsable', folder });
});

const ONE_TWO = [{ id: '1' }, { id: '2' }];

test.each([
  ['a page', '{"@odata.context":"x","@odata.nextLink":"y","value":[{"id":"1"},{"id":"2"}]}'],
  ['an array of pages', '[{"value":[{"id":"1"}]},{"value":[{"id":"2"}]}]'],
  ['a bare array', '[{"id":"1"},{"id":"2"}]'],
  ['pages a line', '{"value":[{"id":"1"}]}\n{"value":[{"id":"2"}]}\n'],
  ['objects a line', '{"id":"1"}\r\n\r\n{"id":"2"}'],
  ['a batch response', '{"responses":[{"id":"a","status":200,"body":{"value":[{"id":"1"},{"id":"2"}]}}]}'],
  ['a byte order mark', '\uFEFF[{"id":"1"},{"id":"2"}]'],
])('%s is read', async (_, content) => {
  expect(await read('users.json', content)).toEqual(ONE_TWO);
});

test('one object is a list of one', async () => {
  expect(await read('users.json', '{"id":"1"}')).toEqual([{ id: '1' }]);
});

test('UTF-16 is read, and JSON lines are read as a stream', async () => {
  expect(await read('users.json', Buffer.from('\uFEFF[{"id":"é"}]', 'utf16le'))).toEqual([{ id: 'é' }]);
  const many = Array.from({ length: 2_500 }, (_, index) => ({ id: `é${index}`, pad: 'x'.repeat(100) }));
  expect(await read('users.jsonl', many.map((object) => JSON.stringify(object)).join('\n'))).toEqual(many);
});

test.each([
  ['cut off', '{"value":[\n{"id":"1"},\n{"id":', { reason: 'malformedJson', line: 3 }],
  ['with a mistake', '{"value":[\n{"id" "1"}]}', { reason: 'malformedJson', line: 2 }],
  ['with a bad line', '{"id":"1"}\n{"id":\n', { reason: 'malformedJson', line: 2 }],
  [
    'that is an error',
    '{"error":{"code":"InvalidAuthenticationToken","message":"x"}}',
    { reason: 'graphError', code: 'InvalidAuthenticationToken' },
  ],
  ['in no encoding', Buffer.from([0x7b, 0xe9, 0x7d]), { reason: 'notUtf8' }],
])('a file %s is refused', async (_, content, refusal) => {
  expect(await read('users.json', content)).toEqual({ file: 'users.json', ...refusal });
});
