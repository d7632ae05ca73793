import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { must } from '../../base/assert.ts';
import { newId } from '../../base/id.ts';
import { sql } from '../../base/sql.ts';
import type { Kql } from '../../domain/compliance/kql.ts';
import { parseKql } from '../../domain/compliance/parse-kql.ts';
import type { SearchScope } from '../../domain/compliance/search-scope.ts';
import { placeLitigationHold } from '../../operations/compliance/litigation-hold.ts';
import { deleteUser } from '../../operations/directory/delete-user.ts';
import { changed, give, take } from '../../operations/licensing/stories-for-tests.ts';
import { putMail } from './mail-for-tests.ts';
import { readExportPart, readHits } from './search-hits.ts';
import { readLeftOut, type SearchQuestion } from './search-places.ts';
import { readStatistics } from './search-statistics.ts';

let there: TestTenant;
const ids: Record<string, string> = {};

const NOW = Date.parse('2026-03-01T09:00:00Z');
const EVERYONE: SearchScope = { mailboxes: 'everyone', drives: 'none', users: [] };
const to = (name: string, address: string, kind = 'to') => ({ kind, name, address });

beforeAll(async () => {
  there = await testTenant();
  await there.own(SKU.e3, 20);
  for (const name of ['Ada', 'Ben', 'Cora', 'Dan', 'Eva']) {
    const id = await there.user(name);
    ids[name] = id;
    await changed(there, give(SKU.e3), [id]);
  }
  const ada = ids.Ada as string;
  await putMail(there, ada, {
    subject: 'Réunion du budget',
    body: 'Le budget annuel, chiffres de 2026.',
    from: ['Émile Zola', 'emile.zola@paris.example'],
    recipients: [to('Ada', 'ada@test.example'), to('Ben', 'ben@test.example', 'cc')],
    received: '2026-02-10T08:00:00Z',
    attachments: ['Budget-2026.xlsx'],
    importance: 'high',
  });
  await putMail(there, ada, {
    subject: 'Lunch',
    body: 'No budget for lunch, says the accountant of the annual meeting.',
    from: ['Ben Budget', 'ben@test.example'],
    recipients: [to('Ada', 'ada@test.example', 'bcc')],
    received: '2026-02-20T08:00:00Z',
  });
  await putMail(there, ids.Ben as string, {
    subject: 'Budgets and more',
    body: 'x'.repeat(5_000),
    recipients: [to('Ben', 'ben@test.example')],
    received: '2026-01-05T23:59:59Z',
  });
  for (const name of ['Cora', 'Dan', 'Eva'])
    await putMail(there, ids[name] as string, { subject: `Secret of ${name}` });
});
afterAll(() => there.close());

function questionOf(query: string, scope = EVERYONE): SearchQuestion {
  return { caseId: there.tenant.tenantId, scope, query: treeOf(query) };
}

function treeOf(query: string): Kql {
  const tree = parseKql(query, NOW);
  if ('fault' in tree) throw new Error(JSON.stringify(tree));
  return tree;
}

async function found(query: string, scope = EVERYONE): Promise<string[]> {
  const hits = await readHits(
    there.db.ofTenant(there.tenant.tenantId),
    there.tenant.tenantId,
    questionOf(query, scope),
    null,
    50,
  );
  return hits.map(({ subject }) => subject).sort();
}

describe('a search finds', () => {
  const [meeting, lunch, more] = ['Réunion du budget', 'Lunch', 'Budgets and more'];
  test.each<[string, string[]]>([
    ['budget', [lunch, meeting]],
    ['budget*', [more, lunch, meeting]],
    ['REUNION', [meeting]],
    ['"budget annuel"', [meeting]],
    ['"annuel budget"', []],
    ['budget -lunch', [meeting]],
    ['budget NOT subject:lunch', [meeting]],
    ['subject:budget', [meeting]],
    ['subject:budget*', [more, meeting]],
    ['from:budget', [lunch]],
    ['from:emile', [meeting]],
    ['from:"emile zola"', [meeting]],
    ['from:emile.zola@PARIS.example', [meeting]],
    ['from:zola@paris.example', []],
    ['from:paris.example', [meeting]],
    ['to:ada@test.example', [meeting]],
    ['bcc:ada', [lunch]],
    ['cc:ben', [meeting]],
    ['recipients:ben@test.example', [more, meeting]],
    ['participants:ben@test.example', [more, lunch, meeting]],
    ['attachmentnames:budget', [meeting]],
    ['hasattachment:true', [meeting]],
    ['importance:high', [meeting]],
    ['received:2026-02', ['Lunch', 'Réunion du budget', 'Secret of Cora', 'Secret of Dan', 'Secret of Eva']],
    ['received<2026-01-06', [more]],
    ['sent:2026-02-10..2026-02-20', [lunch, meeting]],
    ['size>4KB', [more]],
    ['no NEAR(2) lunch', []],
    ['no NEAR(3) lunch', [lunch]],
    ['lunch ONEAR(12) no', [lunch]],
    ['meeting ONEAR(3) annual', []],
    ['kind:docs', []],
    ['kind:email budget', [lunch, meeting]],
    ['filename:budget', []],
    ['subject:budget OR from:ben@test.example', [lunch, meeting]],
    ['NOT (subject:secret OR budget*)', []],
  ])('%s: %j', async (query, subjects) => {
    expect(await found(query)).toEqual([...subjects].sort());
  });

  test('only where it looks', async () => {
    const named = (name: string): SearchScope => ({ ...EVERYONE, mailboxes: 'named', users: [ids[name] as string] });
    expect(await found('budget*', named('Ben'))).toEqual([more]);
    expect(await found('budget*', { ...EVERYONE, mailboxes: 'custodians' })).toEqual([]);
  });

  test('page by page the same as at once', async () => {
    const { db, tenant } = there;
    const all = await readHits(db, tenant.tenantId, questionOf(''), null, 50);
    const pages = [];
    for (let last = null; ; ) {
      const page: typeof all = await readHits(db, tenant.tenantId, questionOf(''), last, 2);
      pages.push(...page);
      if (page.length < 2) break;
      last = page.at(-1) ?? null;
    }
    expect(pages).toEqual(all);
    expect(all.map(({ date }) => date.getTime())).toEqual(all.map(({ date }) => date.getTime()).sort((a, b) => b - a));
  });
});

describe('files', () => {
  const drives: SearchScope = { mailboxes: 'none', drives: 'everyone', users: [] };
  const [report, photo] = ['Rapport d’été.docx', 'IMG_0042.JPG'];

  beforeAll(async () => {
    const drive = await driveOf('Ada');
    const folder = await putFile(drive, { name: 'Budget', folder: true });
    await putFile(drive, { name: report, parent: folder, size: 3_000, modified: '2026-02-11T10:00:00Z' });
    await putFile(drive, { name: photo, size: 2_000_000, modified: '2026-01-11T10:00:00Z' });
    await putFile(drive, { name: 'budget thrown away.txt', deleted: true });
    const bin = await driveOf('Ben');
    await putFile(bin, { name: 'budget in the bin.txt' });
    await there.db.query(sql`update drive set state = 'recycleBin' where id = ${bin}`);
  });

  test.each<[string, string[]]>([
    ['', [photo, report]],
    ['ete', [report]],
    ['filename:rapp*', [report]],
    ['filetype:docx', [report]],
    ['filetype:jpg', [photo]],
    ['author:ada', [photo, report]],
    ['size>1MB', [photo]],
    ['lastmodifiedtime:2026-02', [report]],
    ['kind:docs', [photo, report]],
    ['kind:email', []],
    ['subject:ete', []],
    ['budget', []],
    ['NOT filetype:docx', [photo]],
  ])('are found by %j: %j', async (query, names) => {
    expect(await found(query, drives)).toEqual([...names].sort());
  });

  test('are counted as not looked into by their text; a drive in the recycle bin is left out', async () => {
    const { db, tenant } = there;
    const question = questionOf('ete', drives);
    expect(await readStatistics(db, tenant.tenantId, question, [])).toMatchObject({
      items: 1,
      bytes: 3_000,
      unindexed: { items: 2 },
      drives: { withHits: 1 },
      places: [{ kind: 'drive', displayName: 'Ada' }],
    });
    expect((await readLeftOut(db, tenant.tenantId, question)).first).toMatchObject([
      { kind: 'drive', displayName: 'Ben', why: 'recycleBin' },
    ]);
  });

  test('and mail are paged through and exported together, each with its folder', async () => {
    const { db, tenant } = there;
    const question = questionOf('', { ...EVERYONE, drives: 'everyone' });
    const pages = [];
    for (let last = null; ; ) {
      const page: Awaited<ReturnType<typeof readHits>> = await readHits(db, tenant.tenantId, question, last, 2);
      pages.push(...page);
      if (page.length < 2) break;
      last = page.at(-1) ?? null;
    }
    const exported = [];
    for (let last = null; ; ) {
      const part: Awaited<ReturnType<typeof readExportPart>> = await readExportPart(
        db,
        tenant.tenantId,
        question,
        last,
        2,
      );
      exported.push(...part);
      if (part.length < 2) break;
      last = part.at(-1) ?? null;
    }
    const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id).sort();
    expect(ids(exported)).toEqual(ids(pages));
    expect(pages.filter(({ kind }) => kind === 'file')).toHaveLength(2);
    expect(exported.find(({ subject }) => subject === report)?.path).toBe('Budget');
  });

  async function driveOf(name: string): Promise<string> {
    const [row] = await there.db.query<{ id: string }>(
      sql`select id from drive where user_id = ${ids[name] as string}`,
    );
    return must(row, name).id;
  }

  async function putFile(
    driveId: string,
    file: { name: string; parent?: string; size?: number; modified?: string; folder?: boolean; deleted?: boolean },
  ): Promise<string> {
    const id = newId();
    const at = new Date(file.modified ?? '2026-02-01T10:00:00Z');
    const hash = file.folder ? null : Buffer.alloc(32, 1);
    await there.db.query(sql`
      insert into drive_item (tenant_id, drive_id, id, parent_id, name, name_key, content_hash, size, created_at, modified_at, created_by, deleted_at)
      select tenant_id, id, ${id}, ${file.parent ?? driveId}, ${file.name}, ${file.name.toLowerCase()}, ${hash}, ${file.size ?? 10}, ${at}, ${at},
        user_id, ${file.deleted ? at : null} from drive where id = ${driveId}`);
    return id;
  }
});

test('statistics count items and bytes, place by place and row by row', async () => {
  const { db, tenant } = there;
  const rows = [treeOf('lunch'), treeOf('nothing')];
  const told = await readStatistics(db, tenant.tenantId, questionOf('budget*'), rows);
  expect(told).toMatchObject({ items: 3, mailboxes: { searched: 5, withHits: 2 }, unindexed: { items: 0 } });
  expect(told.places.map(({ displayName, items }) => [displayName, items])).toEqual([
    ['Ada', 2],
    ['Ben', 1],
  ]);
  expect(told.bytes).toBe(told.places.reduce((sum, { bytes }) => sum + bytes, 0));
  expect(told.rows.map(({ items }) => items)).toEqual([1, 0]);
});

test('what lost its license unheld is left out and said to be (X-7, R-CO-7); what a hold keeps is in (X-6)', async () => {
  const { db, tenant, context } = there;
  await placeLitigationHold(context, ids.Dan as string, null);
  for (const name of ['Cora', 'Dan']) await changed(there, take(SKU.e3), [ids[name] as string]);
  await placeLitigationHold(context, ids.Eva as string, null);
  await deleteUser(context, ids.Eva as string);
  expect(await found('secret')).toEqual(['Secret of Dan', 'Secret of Eva']);
  const { count, first } = await readLeftOut(db, tenant.tenantId, questionOf('secret'));
  expect(count).toBe(1);
  expect(first).toMatchObject([
    { kind: 'mailbox', displayName: 'Cora', why: 'unlicensed', deletedOn: new Date('2026-03-31T09:00:00Z') },
  ]);
});
