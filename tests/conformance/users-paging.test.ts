import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import { NOW, SKU, type TestTenant, testTenant } from '../support/tenant.ts';
import { errorOf, graphCaller } from './graph-caller.ts';

const PEOPLE = 250;
const EVENTUAL = { consistencylevel: 'eventual' };
const HOST = { host: 'licenses.test.example:8443' };
const EXPIRED = [
  400,
  'Directory_ExpiredPageToken',
  'The specified page token value has expired and can no longer be included in your request.',
];

let there: TestTenant;
let call: ReturnType<typeof graphCaller>;

beforeAll(async () => {
  there = await testTenant();
  call = graphCaller(there, await there.token('globalReader'));
  const { tenantId } = there.tenant;
  // Names come thrice each, so that a page can end between people of one name.
  await there.db.query(sql`
    insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, department, created_at)
    select ${tenantId}, gen_random_uuid(), upn, upn, name, lower(name), case when n % 2 = 0 then 'Even' end,
      ${new Date(NOW)}::timestamptz + n % 7 * interval '1 microsecond'
    from generate_series(1, ${PEOPLE}::int) n, lateral (select 'p' || n || '@test.example' as upn,
      'Person ' || lpad((n / 3)::text, 3, '0') as name) p`);
  const people = await there.db.query<{ id: string }>(
    sql`select id from users where tenant_id = ${tenantId} order by id limit 120`,
  );
  await there.own(SKU.e3, 200);
  await there.group(
    'All',
    SKU.e3,
    people.map(({ id }) => id),
  );
});
afterAll(() => there.close());

/** Follows nextLink to the end, as clients do: verbatim, with the same headers. */
async function pagesOf(address: string, headers: Record<string, string> = {}) {
  const pages: { body: Record<string, unknown> & { value: Record<string, unknown>[] }; url: string }[] = [];
  let url: string | undefined = address;
  while (url !== undefined) {
    const answer: { status: number; body: (typeof pages)[number]['body'] } = await call('GET', url, {
      headers: { ...HOST, ...headers },
    });
    expect([answer.status, answer.body.error]).toEqual([200, undefined]);
    pages.push({ body: answer.body, url });
    const next = answer.body['@odata.nextLink'] as string | undefined;
    if (next !== undefined) expect(next).toMatch(/^http:\/\/licenses\.test\.example:8443\/(v1\.0|beta)\/users\?/);
    url = next?.slice(`http://${HOST.host}`.length);
    expect(pages.length).toBeLessThan(60);
  }
  return pages;
}

describe('all people, page by page', () => {
  test.each<[string, Record<string, string>, number[]]>([
    ['/v1.0/users', {}, [100, 100, 50]],
    ['/v1.0/users?$top=100', {}, [100, 100, 50]],
    ['/v1.0/users?$top=125', {}, [125, 125]],
    ['/v1.0/users?$top=999', {}, [250]],
    ['/v1.0/users?$top=100&$select=id', {}, [100, 100, 50]],
    ['/beta/users?$top=200', {}, [200, 50]],
    ['/v1.0/users?$orderby=displayName desc&$top=100', {}, [100, 100, 50]],
    ['/v1.0/users?$orderby=userPrincipalName&$top=100', {}, [100, 100, 50]],
    ['/v1.0/users?$orderby=createdDateTime desc&$count=true&$top=100', EVENTUAL, [100, 100, 50]],
    ['/v1.0/users?$orderby=createdDateTime desc,displayName asc&$count=true&$top=99', EVENTUAL, [99, 99, 52]],
    ["/v1.0/users?$filter=department eq 'Even'&$top=100", {}, [100, 25]],
    ["/v1.0/users?%24filter=department+eq+'Even'&%24top=100", {}, [100, 25]],
    [`/v1.0/users?$filter=assignedLicenses/any(x:x/skuId eq ${SKU.e3})&$top=50`, {}, [50, 50, 20]],
    ['/v1.0/users?$filter=assignedLicenses/$count eq 0&$count=true&$top=100', EVENTUAL, [100, 30]],
    ['/v1.0/users?$search="displayName:person"&$top=100', EVENTUAL, [100, 100, 50]],
    ['/v1.0/users?$filter=department eq null&$count=true&ConsistencyLevel=eventual&$top=100', {}, [100, 25]],
  ])('%s', async (url, headers, sizes) => {
    const pages = await pagesOf(url, headers);
    expect(pages.map(({ body }) => body.value.length)).toEqual(sizes);
    const ids = pages.flatMap(({ body }) => body.value.map(({ id }) => id));
    expect(new Set(ids).size).toBe(sizes.reduce((sum, size) => sum + size));
  });

  test('they come in the order that was asked for', async () => {
    const up = namesIn(await pagesOf('/v1.0/users?$orderby=displayName&$top=90'));
    expect(up).toEqual([...up].sort());
    const down = namesIn(await pagesOf('/v1.0/users?$orderby=displayName desc&$top=90'));
    expect(down).toEqual([...up].reverse());
  });

  test('the count stands on the first page only', async () => {
    const pages = await pagesOf('/v1.0/users?$count=true&$top=100', EVENTUAL);
    expect(pages.map(({ body }) => body['@odata.count'])).toEqual([PEOPLE, undefined, undefined]);
  });

  test('nextLink repeats every option, and brings one token', async () => {
    const url =
      "/v1.0/users?$filter=startsWith(displayName,'Person')&$select=id,displayName&$top=40&$count=true&$orderby=displayName&mine=a%26b";
    const pages = await pagesOf(url, EVENTUAL);
    const first = optionsOf(url);
    for (const { url: link } of pages.slice(1)) {
      const { $skiptoken, ...options } = optionsOf(link);
      expect(options).toEqual(first);
      expect($skiptoken).toMatch(/^[\w-]+$/);
      expect(link.match(/skiptoken/g)).toHaveLength(1);
    }
  });

  test('without annotations, the link and the count stay', async () => {
    const accept = 'application/json;odata.metadata=none';
    const answer = await call('GET', '/v1.0/users?$top=1&$count=true', { headers: { ...EVENTUAL, accept } });
    expect(Object.keys(answer.body)).toEqual(['@odata.count', '@odata.nextLink', 'value']);
  });

  test('nobody is told twice and nobody is left out when people come and go between two pages', async () => {
    const [before] = await pagesOf('/v1.0/users?$top=999&$select=id');
    const first = await call('GET', '/v1.0/users?$top=100', { headers: HOST });
    const late = await there.user('AAA, who comes before everybody');
    const next = String(first.body['@odata.nextLink']).slice(`http://${HOST.host}`.length);
    const rest = await pagesOf(next);
    const ids = [first.body.value, ...rest.map(({ body }) => body.value)].flat().map(({ id }: { id?: unknown }) => id);
    await there.db.query(sql`delete from users where id = ${late}`);
    expect(ids).toEqual(before?.body.value.map(({ id }) => id));
  });
});

describe('a page token', () => {
  const tokenOf = async (url: string, headers: Record<string, string> = {}) => {
    const { body } = await call('GET', url, { headers });
    return optionsOf(body['@odata.nextLink']).$skiptoken;
  };

  test.each<[string, string, string, Record<string, string>]>([
    ['of another filter', "$filter=department eq 'Even'&$top=10", "$filter=department eq 'Odd'&$top=10", {}],
    ['of a list without a filter', '$top=10', "$filter=department eq 'Even'&$top=10", {}],
    ['of another order', '$orderby=displayName&$top=10', '$orderby=userPrincipalName&$top=10', {}],
    ['whose header was lost between pages', '$count=true&$top=10', '$count=true&$top=10', EVENTUAL],
  ])('%s has expired', async (_, first, second, firstHeaders) => {
    const token = await tokenOf(`/v1.0/users?${first}`, firstHeaders);
    expect(errorOf(await call('GET', `/v1.0/users?${second}&$skiptoken=${token}`))).toEqual(EXPIRED);
  });

  test.each(['', 'nonsense', 'W10', 'WyJhIl0', 'eyJhIjoxfQ'])('"%s" has expired', async (token) => {
    expect(errorOf(await call('GET', `/v1.0/users?$skiptoken=${token}`))).toEqual(EXPIRED);
  });

  test('that somebody bent has expired, whatever stands in it', async () => {
    const token = await tokenOf('/v1.0/users?$top=10');
    const [digest, name, id] = JSON.parse(Buffer.from(token ?? '', 'base64url').toString());
    for (const parts of [
      [digest],
      [digest, name],
      [digest, name, 'no id'],
      [digest, name, id, 'more'],
      [digest, 'a\0', id],
    ]) {
      const bent = Buffer.from(JSON.stringify(parts)).toString('base64url');
      expect(errorOf(await call('GET', `/v1.0/users?$top=10&$skiptoken=${bent}`))).toEqual(EXPIRED);
    }
  });

  test('is good for the same question whatever the order of its options', async () => {
    const token = await tokenOf('/v1.0/users?$top=10&$select=id');
    const { status, body } = await call('GET', `/v1.0/users?$skiptoken=${token}&$select=id&$top=10`);
    expect([status, body.value.length]).toEqual([200, 10]);
  });
});

function optionsOf(link: string): Record<string, string> {
  return Object.fromEntries(new URL(link, 'http://localhost').searchParams);
}

function namesIn(pages: readonly { body: { value: Record<string, unknown>[] } }[]): string[] {
  return pages.flatMap(({ body }) => body.value.map(({ displayName }) => String(displayName)));
}
