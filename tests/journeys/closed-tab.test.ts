import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { sql } from '../../src/base/sql.ts';
import { changed, give } from '../../src/operations/licensing/stories-for-tests.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';

/** Fewer than what a second administrator must agree to. */
const PEOPLE = 900;
let there: TestTenant;
let url: string;
let headers: Record<string, string>;

beforeAll(async () => {
  there = await testTenant();
  headers = {
    authorization: `Bearer ${await there.token('licenseAdministrator')}`,
    'content-type': 'application/json',
    accept: 'application/x-ndjson',
  };
  await there.own(SKU.e3, PEOPLE);
  const ids = Array.from({ length: PEOPLE }, () => newId());
  await there.db.query(sql`
    insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, usage_location, created_at)
    select ${there.tenant.tenantId}, id, id || '@test.example', id || '@test.example', id, id, 'FR', now()
    from unnest(${ids}::uuid[]) as given (id)`);
  await changed(there, give(SKU.e3), ids);
  await there.app.listen({ host: 'localhost', port: 0 });
  url = `http://localhost:${(there.app.server.address() as AddressInfo).port}/api`;
});
afterAll(() => there.close());

const send = (path: string, body: object, signal?: AbortSignal) =>
  fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body), ...(signal ? { signal } : {}) });

test('a bulk change goes on when whoever began it closes the tab, and is found under operations', async () => {
  const lines = (
    await (
      await send('/plans', {
        change: { kind: 'unassign', products: [SKU.e3] },
        people: { where: `assignedLicenses/any(x:x/skuId eq ${SKU.e3})` },
      })
    ).text()
  ).trim();
  const plan = JSON.parse(lines.slice(lines.lastIndexOf('\n') + 1)).result;
  expect(plan.totals.changed).toBe(PEOPLE);

  const tab = new AbortController();
  const answer = await send(`/plans/${plan.id}/apply`, { digest: plan.digest }, tab.signal);
  expect(answer.status).toBe(200);
  // The head of the answer is there, and nothing of the change.
  tab.abort();
  const status = async (): Promise<string> => {
    const response = await fetch(`${url}/operations/${plan.id}`, { headers });
    return ((await response.json()) as { status: string }).status;
  };
  for (let tries = 0; (await status()) === 'planned' && tries < 200; tries += 1) await sleep(50);
  expect(await status()).toBe('applied');
  const [left] = await there.db.query(sql`select count(*)::int as left from holding`);
  expect(left).toEqual({ left: 0 });
});
