import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { graphCaller } from '../../../tests/conformance/graph-caller.ts';
import { SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { must } from '../../base/assert.ts';
import { sql } from '../../base/sql.ts';
import { changed, give, take } from '../../operations/licensing/stories-for-tests.ts';
import { putMail } from '../../queries/compliance/mail-for-tests.ts';

let there: TestTenant;
let address: string;
let token: string;

beforeAll(async () => {
  there = await testTenant();
  await there.own(SKU.e3, 5);
  const people = [await there.user('Ada'), await there.user('Ben')];
  for (const id of people) await changed(there, give(SKU.e3), [id]);
  const [ada = '', ben = ''] = people;
  for (let no = 1; no <= 450; no += 1) await putMail(there, ada, { subject: `Budget ${no}`, body: `Number ${no}` });
  await putMail(there, ada, { subject: '=cmd|"/../..\\x"', body: 'budget', folder: 'Réunions/été' });
  await putMail(there, ben, { subject: 'Budget of Ben' });
  await changed(there, take(SKU.e3), [ben]);
  token = await there.token('eDiscoveryManager');
  const call = graphCaller(there, token);
  const { body: made } = await call('POST', '/api/compliance/cases', { body: { displayName: 'Case' } });
  const fields = { displayName: 'Bücher', query: 'budget', scope: { mailboxes: 'everyone' } };
  const search = await call('POST', `/api/compliance/cases/${made.id}/searches`, { body: fields });
  address = `/api/compliance/cases/${made.id}/searches/${search.body.id}/export`;
});
afterAll(() => there.close());

async function unzipped(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await new Promise<ZipFile>((done, failed) =>
    fromBuffer(bytes, { lazyEntries: true }, (error, opened) => (opened ? done(opened) : failed(error))),
  );
  const files = new Map<string, Buffer>();
  await new Promise<void>((done, failed) => {
    zip.on('end', done).on('error', failed);
    zip.on('entry', (entry: Entry) => {
      zip.openReadStream(entry, async (error, stream) => {
        if (error) return failed(error);
        files.set(entry.fileName, Buffer.concat(await stream.toArray()));
        zip.readEntry();
      });
    });
    zip.readEntry();
  });
  return files;
}

test('an export has every message as it travelled, a row for each with its SHA-256, and what was left out', async () => {
  const response = await there.app.inject({ url: address, headers: { authorization: `Bearer ${token}` } });
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-disposition']).toBe(
    `attachment; filename="export.zip"; filename*=UTF-8''B%C3%BCcher.zip`,
  );
  const files = await unzipped(response.rawPayload);
  const rows: Record<string, string>[] = parse(must(files.get('manifest.csv'), 'manifest'), {
    columns: true,
    bom: true,
  });
  expect(rows).toHaveLength(451);
  for (const row of rows) {
    const bytes = must(files.get(row.Path ?? ''), row.Path ?? '');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(row['SHA-256']);
    expect(bytes.length).toBe(Number(row.Size));
  }
  expect(files.size).toBe(rows.length + 2);
  expect([...files.keys()].filter((name) => name.split('/').some((part) => ['', '.', '..'].includes(part)))).toEqual(
    [],
  );
  expect(rows.filter(({ Location }) => Location !== 'ada@test.example')).toEqual([]);
  const leftOut: string[][] = parse(must(files.get('left-out.csv'), 'left out'), { bom: true });
  expect(leftOut.slice(1)).toEqual([
    ['mailbox', 'Ben', 'ben@test.example', 'unlicensed', '2026-03-01T09:00:00.000Z', '2026-03-31T09:00:00.000Z'],
  ]);
});

test('an export is written down, and taken by nobody who may only search', async () => {
  const administrator = graphCaller(there, await there.token('globalAdministrator'));
  expect((await administrator('GET', address)).status).toBe(403);
  const entries = await there.db.query<{ after: unknown }>(sql`
    select after from audit_entry where tenant_id = ${there.tenant.tenantId} and activity = 'Export eDiscovery search'`);
  expect(entries).toMatchObject([{ after: { case: 'Case', query: 'budget', items: 451 } }]);
});
