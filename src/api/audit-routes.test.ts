import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { newId } from '../base/id.ts';
import { sql } from '../base/sql.ts';
import { giveRole } from '../operations/access/assign-role.ts';
import { changeUser } from '../operations/directory/update-user.ts';
import { changed, forget, give, take } from '../operations/licensing/stories-for-tests.ts';
import { auditChange } from '../store/audit.ts';

const EVIL = '=HYPERLINK("https://evil.example")';
let there: TestTenant;
let token: string;
let ada: string;
let ben: string;
let operation: number;

/**
 * 1 and 2: Ada and Ben get E3; 3: Ben moves; 4: Ben's license goes; 5: Ada gets a role; 6: something said by somebody whose
 * name is a formula, with a number and a time that JavaScript cannot hold.
 */
beforeAll(async () => {
  there = await testTenant();
  token = await there.token('reportsReader');
  await forget(there);
  await there.own(SKU.e3, 5);
  ada = await there.user('Ada Lovelace');
  ben = await there.user('Ben');
  await changed(there, give(SKU.e3), [ada, ben]);
  const later = { ...there.context, now: there.context.now + 1_000 };
  await changeUser(later, ben, { fields: { city: 'Lyon' } });
  operation = await changed(there, take(SKU.e3), [ben]);
  await giveRole(there.context, { principalId: ada, role: 'licenseAdministrator', unitId: null });
  const origin = { actorId: ada, actorName: EVIL, channel: 'cli', requestId: newId(), at: new Date(later.now + 1_000) };
  const change = {
    activity: 'Something',
    targetType: 'Other',
    targetId: null,
    targetName: '{"a": "\\u0041\\"',
    after: {},
  };
  await there.context.db.transaction(async (tx) => {
    await auditChange(tx, there.tenant.tenantId, change, origin);
  });
});
afterAll(() => there.close());

async function get(path: string, headers: Record<string, string> = {}) {
  return there.app.inject({ url: `/api${path}`, headers: { authorization: `Bearer ${token}`, ...headers } });
}

interface View {
  readonly id: number;
  readonly sentence: string;
  readonly text: string;
  readonly hash: string;
  readonly previousHash: string;
  readonly before: unknown;
}

const idsOf = async (query: string) => {
  const response = await get(`/audit?${query}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json<{ value: View[] }>().value.map(({ id }) => id);
};

describe('the log is read', () => {
  test('newest first, with sentences in the reader’s language', async () => {
    const { value } = (await get('/audit')).json<{ value: View[] }>();
    expect(value.map(({ id }) => id)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(value[2]?.sentence).toBe(
      `tester took Office 365 E3 from Ben, through the API, with the plan #${operation}; mailbox held until 31 March 2026, OneDrive read-only from 30 April 2026.`,
    );
    const french = (await get('/audit', { 'accept-language': 'fr' })).json<{ value: View[] }>();
    expect(french.value[2]?.sentence).toMatch(
      /^tester a retiré Office 365 E3 à Ben, par l’API, avec le plan n° \d+ ; /,
    );
    expect(french.value[1]?.sentence).toBe(
      'tester a donné le rôle Administrateur de licences à Ada Lovelace, par l’API.',
    );
  });

  test('page by page, whatever is written meanwhile', async () => {
    const seen: number[] = [];
    for (let before: number | null | undefined; before !== null; ) {
      const response = await get(`/audit?top=2${before === undefined ? '' : `&before=${before}`}`);
      const page = response.json<{ value: View[]; next: number | null }>();
      seen.push(...page.value.map(({ id }) => id));
      before = page.next;
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1]);
  });

  test.each([
    ['activity=change user license', [4, 2, 1]],
    ['activity=nothing', []],
    ['target=BEN', [4, 3, 2]],
    ['target=be', [4, 3, 2]],
    ['target=lovelace', []],
    ['actor=TEST', [5, 4, 3, 2, 1]],
    ['text=lovelace', [5, 1]],
    ['text=hyperlink', [6]],
    ['text=50%25', []],
    ['channel=cli', [6]],
    ['channel=api&activity=Update user', [3]],
    ['from=2026-03-01T09:00:01Z', [6, 3]],
    ['to=2026-03-01T09:00:01Z', [5, 4, 2, 1]],
    ['from=2026-03-01T10:00:01%2B01:00&to=2026-03-01T09:00:02Z', [3]],
  ])('with the filter %s', async (query, ids) => {
    expect(await idsOf(query)).toEqual(ids);
  });

  test('with ids and operation numbers', async () => {
    expect(await idsOf(`target=${ada}`)).toEqual([5, 1]);
    expect(await idsOf(`target=${ada.toUpperCase()}`)).toEqual([5, 1]);
    expect(await idsOf(`actor=${ada}`)).toEqual([6]);
    expect(await idsOf(`actor=${newId()}`)).toEqual([]);
    expect(await idsOf(`operation=${operation}`)).toEqual([4]);
  });

  test('names are found by an index, behind row-level security too', async () => {
    const { tenantId } = there.tenant;
    const plan = await there.context.db.transaction(async (tx) => {
      await tx.query(sql`set local enable_seqscan = off`);
      return tx.query<{ 'QUERY PLAN': string }>(sql`
        explain select id from audit_entry a where a.tenant_id = ${tenantId}
          and a.target_key >= lower(${'Ben'}) and a.target_key < lower(${'Ben'}) || ${'\u{10ffff}'}`);
    });
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(
      /audit_by_target_name[\s\S]*Index Cond: .*target_key >= .*target_key </,
    );
  });

  test.each(['top=0', 'top=1001', 'before=x', 'from=yesterday', 'operation=0', 'actor=%00', `text=${'x'.repeat(300)}`])(
    'and refuses %s',
    async (query) => {
      expect((await get(`/audit?${query}`)).statusCode).toBe(400);
    },
  );
});

describe('the export', () => {
  test('as JSON lines gives all that the hashes cover, exactly: whoever computes them anew gets the same', async () => {
    const response = await get('/audit/export?format=jsonl');
    expect(response.headers['content-type']).toContain('application/x-ndjson');
    const lines = response.body.trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as View);
    expect(entries.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
    let hash = '0'.repeat(64);
    for (const entry of entries) {
      expect(entry.previousHash).toBe(hash);
      hash = createHash('sha256').update(Buffer.from(hash, 'hex')).update(entry.text, 'utf8').digest('hex');
      expect(entry.hash).toBe(hash);
      const [tenantId, id, , activity, , actorName] = JSON.parse(entry.text);
      expect([tenantId, id]).toEqual([there.tenant.tenantId, entry.id]);
      expect({ activity, actorName }).toEqual({
        activity: (entry as View & { activity: string }).activity,
        actorName: (entry as View & { actorName: string }).actorName,
      });
    }
    const verified = (await get('/audit/verify')).json();
    expect(verified.head).toEqual({ id: 6, hash });
    expect(entries[3]?.before).toEqual([{ skuId: SKU.e3, disabledPlans: [] }]);
  });

  test('of a part of the log proves each of its lines, too', async () => {
    const lines = (await get(`/audit/export?format=jsonl&target=${ben}`)).body.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      const { previousHash, text, hash } = JSON.parse(line) as View;
      const computed = createHash('sha256').update(Buffer.from(previousHash, 'hex')).update(text, 'utf8').digest('hex');
      expect(computed).toBe(hash);
    }
  });

  test('as CSV opens in a spreadsheet without running anything', async () => {
    const response = await get('/audit/export');
    expect(response.headers['content-disposition']).toBe('attachment; filename="audit.csv"');
    const rows: Record<string, string>[] = parse(response.body, { columns: true, bom: true });
    expect(rows.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(rows[5]?.actorName).toBe(`'${EVIL}`);
    expect(JSON.parse(rows[3]?.before ?? '')).toEqual([{ skuId: SKU.e3, disabledPlans: [] }]);
  });

  test('is longer than one page of it', async () => {
    const other = await testTenant();
    try {
      await other.own(SKU.e3, 5_000);
      await other.db.query(sql`
        insert into users (tenant_id, id, user_principal_name, upn_key, display_name, sort_key, usage_location, created_at)
        select ${other.tenant.tenantId}, gen_random_uuid(), 'u' || n, 'u' || n, 'U ' || n, 'u ' || n, 'FR', now()
        from generate_series(1, 4500) n`);
      const people = await other.db.query<{ id: string }>(sql`select id from users order by upn_key`);
      await changed(
        other,
        give(SKU.e3),
        people.map(({ id }) => id),
      );
      const headers = { authorization: `Bearer ${await other.token('globalReader')}` };
      const response = await other.app.inject({ url: '/api/audit/export?format=jsonl', headers });
      const ids = response.body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).id);
      expect(ids).toEqual(Array.from({ length: 4_500 }, (_, index) => index + 1));
    } finally {
      await other.close();
    }
  });
});

describe('the proof', () => {
  test('is told on the way to those who listen', async () => {
    const response = await get('/audit/verify', { accept: 'application/x-ndjson' });
    const lines = response.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toEqual({ progress: { done: 6, total: 6 } });
    expect(lines.at(-1).result).toMatchObject({ kind: 'whole', entries: 6, from: 1, to: 6, kept: null });
  });

  test('compares a head that was kept', async () => {
    const { head } = (await get('/audit/verify')).json();
    expect((await get(`/audit/verify?head=${head.id}:${head.hash}`)).json().kept).toBe('same');
    const wrong = await get(`/audit/verify?head=5:${head.hash}`);
    expect([wrong.statusCode, wrong.json().error]).toEqual([
      409,
      expect.objectContaining({ code: 'auditBroken', at: 5, why: 'rewritten' }),
    ]);
    expect((await get('/audit/verify?head=5')).statusCode).toBe(400);
  });
});

describe('settings', () => {
  let administrator: string;
  const patch = (payload: object) =>
    there.app.inject({
      method: 'PATCH',
      url: '/api/settings',
      headers: { authorization: `Bearer ${administrator}` },
      payload,
    });
  beforeAll(async () => {
    administrator = await there.token('globalAdministrator');
  });

  test('are changed and audited with what they were, and only what did change', async () => {
    const response = await patch({ sessionHours: 8, approvalAbove: null, purgeNeedsApproval: true });
    expect(response.json()).toMatchObject({ sessionHours: 8, approvalAbove: null, purgeNeedsApproval: true });
    const [entry] = await there.db.query(sql`
      select before, after from audit_entry where activity = 'Update tenant settings' order by id desc limit 1`);
    expect(entry).toEqual({
      before: { sessionHours: 12, approvalAbove: 1000 },
      after: { sessionHours: 8, approvalAbove: null },
    });
    const count = () => there.db.query(sql`select count(*)::int as n from audit_entry`);
    const before = await count();
    await patch({ sessionHours: 8 });
    expect(await count()).toEqual(before);
  });

  test('of several administrators at once are each audited with the true ones before', async () => {
    await Promise.all([10, 11, 12, 13, 14].map((sessionHours) => patch({ sessionHours })));
    const rows = await there.db.query<{ before: { sessionHours: number }; after: { sessionHours: number } }>(sql`
      select before, after from audit_entry where activity = 'Update tenant settings' order by id desc limit 5`);
    const steps = rows.reverse();
    for (const [index, { before }] of steps.entries()) {
      expect(before.sessionHours).toBe(index === 0 ? 8 : steps[index - 1]?.after.sessionHours);
    }
  });

  test.each([
    { sessionIdleMinutes: 4 },
    { sessionIdleMinutes: 1441 },
    { sessionHours: 0 },
    { auditRetentionDays: 1 },
    { approvalAbove: -1 },
    { nonsense: 1 },
    { purgeNeedsApproval: 'no' },
  ])('refuse %j', async (wrong) => {
    expect((await patch(wrong)).statusCode).toBe(400);
  });
});

test('whoever administers something else does not read the log', async () => {
  const helpdesk = await there.token('helpdeskAdministrator');
  for (const path of ['/audit', '/audit/export', '/audit/verify']) {
    const response = await there.app.inject({ url: `/api${path}`, headers: { authorization: `Bearer ${helpdesk}` } });
    expect(response.statusCode).toBe(403);
  }
});
