import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { databaseOf } from '../../../tests/support/server.ts';
import { SKU, type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { rawSql, sql } from '../../base/sql.ts';
import { auditChange } from '../../store/audit.ts';
import { type DatabasePool, openDatabase } from '../../store/database.ts';
import { changeUser } from '../directory/update-user.ts';
import { change, changed, forget, give, take } from '../licensing/stories-for-tests.ts';
import { verifyAudit } from './verify-audit.ts';

let there: TestTenant;
/** Somebody with all rights in the database, whom no trigger stops. */
let intruder: DatabasePool;

beforeAll(async () => {
  there = await testTenant();
  const [row] = await there.db.query<{ name: string }>(sql`select current_database() as name`);
  intruder = openDatabase({ ...databaseOf(inject('postgres'), row?.name ?? ''), max: 1 });
});
afterAll(async () => {
  await intruder.close();
  await there.close();
});
beforeEach(async () => {
  await forget(there);
  await there.own(SKU.e3, 50);
  const people = [];
  for (const name of ['Ada', 'Ben', 'Cleo', 'Dan']) people.push(await there.user(name));
  await changed(there, give(SKU.e3), people);
  await changeUser(there.context, people[0] ?? '', { fields: { city: 'Paris' } });
  await changed(there, take(SKU.e3), people.slice(0, 2));
});

/** What an entry consists of; the rest of its columns is made from these. */
const COLUMNS = `tenant_id, id, at, activity, actor_id, actor_name, channel, target_type, target_id, target_name, before,
  after, operation_id, request_id, hash`;

/** Does to the log what nobody should, and takes it back afterwards. */
async function tampered(statement: string, check: () => Promise<void>): Promise<void> {
  const table = `audit_entry_kept`;
  await intruder.query(rawSql(`create table ${table} as select ${COLUMNS} from audit_entry`));
  await intruder.query(rawSql('alter table audit_entry disable trigger user'));
  const chain = await intruder.query<{ text: string }>(rawSql('select to_jsonb(c)::text as text from audit_chain c'));
  try {
    await intruder.query(rawSql(statement));
    await check();
  } finally {
    await intruder.query(rawSql('delete from audit_entry'));
    await intruder.query(rawSql(`insert into audit_entry (${COLUMNS}) select ${COLUMNS} from ${table}`));
    await intruder.query(rawSql(`drop table ${table}`));
    await intruder.query(rawSql('delete from audit_chain'));
    for (const { text } of chain) {
      await intruder.query(
        sql`insert into audit_chain select * from jsonb_populate_record(null::audit_chain, ${text}::jsonb)`,
      );
    }
    await intruder.query(rawSql('alter table audit_entry enable trigger user'));
  }
}

test('a log that nobody touched is whole, from the first entry to its head', async () => {
  const result = await verifyAudit(there.context);
  expect(result).toMatchObject({ kind: 'whole', entries: 7, from: 1, to: 7, head: { id: 7 }, kept: null });
  expect(await verifyAudit(there.context, result.kind === 'whole' ? result.head : undefined)).toMatchObject({
    kind: 'whole',
    kept: 'same',
  });
});

const CHANGES: Readonly<Record<string, string>> = {
  at: `at + interval '1 microsecond'`,
  activity: `activity || ' '`,
  actor_id: 'gen_random_uuid()',
  actor_name: `actor_name || '.'`,
  channel: `'elsewhere'`,
  target_type: `'Nobody'`,
  target_id: 'gen_random_uuid()',
  target_name: `target_name || '\u200b'`,
  before: `'{"nothing": true}'`,
  after: `'{"nothing": true}'`,
  operation_id: 'coalesce(operation_id, 0) + 1',
  request_id: 'gen_random_uuid()',
  hash: `sha256(hash)`,
};

test('whatever is changed in whichever entry is found, and the entry named', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(CHANGES)), fc.integer({ min: 1, max: 7 }), async (column, id) => {
      await tampered(`update audit_entry set ${column} = ${CHANGES[column]} where id = ${id}`, async () => {
        expect(await verifyAudit(there.context)).toEqual({ kind: 'broken', at: id, why: 'changed' });
      });
    }),
    { numRuns: 40 },
  );
});

test('the table has no column that is neither covered by the hash nor made from such columns', async () => {
  const rows = await intruder.query<{ name: string }>(
    rawSql(`
    select column_name as name from information_schema.columns
    where table_name = 'audit_entry' and is_generated = 'NEVER' and column_name not in ('tenant_id', 'id')`),
  );
  expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(CHANGES).sort());
});

test('an entry that was removed, or two that were exchanged, are found', async () => {
  for (const id of [1, 3]) {
    await tampered(`delete from audit_entry where id = ${id}`, async () => {
      expect(await verifyAudit(there.context)).toEqual({ kind: 'broken', at: id, why: 'missing' });
    });
  }
  await tampered(
    // One after the other: in one statement, which of the two goes first is the database's choice.
    'update audit_entry set id = 1000 where id = 3; update audit_entry set id = 3 where id = 4',
    async () => {
      expect(await verifyAudit(there.context)).toMatchObject({ kind: 'broken', at: 3 });
    },
  );
  const exchanged = `
    update audit_entry set id = 1000 where id = 3; update audit_entry set id = 3 where id = 4;
    update audit_entry set id = 4 where id = 1000`;
  await tampered(exchanged, async () => {
    expect(await verifyAudit(there.context)).toEqual({ kind: 'broken', at: 3, why: 'changed' });
  });
});

/** Adds an entry with this number, which is otherwise like the last one. */
const inserted = (id: number) => `
  insert into audit_entry (${COLUMNS})
  select ${COLUMNS.replace('id, at', `${id}, at`)} from audit_entry where id = 7`;

test('an entry that was put between others is found', async () => {
  const statement = `
    update audit_entry set id = id + 1000 where id > 3; ${inserted(4).replace('id = 7', 'id = 1007')};
    update audit_entry set id = id - 999 where id > 1000; update audit_chain set last_id = 8`;
  await tampered(statement, async () => {
    expect(await verifyAudit(there.context)).toEqual({ kind: 'broken', at: 4, why: 'changed' });
  });
});

test('an end that was cut off, or added, is found by the chain’s own head', async () => {
  await tampered('delete from audit_entry where id = 7', async () => {
    expect(await verifyAudit(there.context)).toEqual({ kind: 'broken', at: 7, why: 'missing' });
  });
  await tampered(inserted(8), async () => {
    expect(await verifyAudit(there.context)).toEqual({ kind: 'broken', at: 8, why: 'head' });
  });
  await tampered(`update audit_chain set last_hash = sha256(last_hash)`, async () => {
    expect(await verifyAudit(there.context)).toEqual({ kind: 'broken', at: 7, why: 'head' });
  });
});

test('an end that was cut off together with the chain’s own head is found by a head that was kept elsewhere', async () => {
  const kept = await verifyAudit(there.context);
  if (kept.kind !== 'whole') throw new Error('broken');
  const cutOff = `
    delete from audit_entry where id > 5;
    update audit_chain set last_id = 5, last_hash = (select hash from audit_entry where id = 5)`;
  await tampered(cutOff, async () => {
    expect((await verifyAudit(there.context)).kind).toBe('whole');
    expect(await verifyAudit(there.context, kept.head)).toEqual({ kind: 'broken', at: 6, why: 'missing' });
  });
});

test('a beginning that was cut off is found, though the chain says that it begins there', async () => {
  const cut = `
    update audit_chain set cut_id = 3, cut_hash = (select hash from audit_entry where id = 3);
    delete from audit_entry where id <= 3`;
  await tampered(cut, async () => {
    expect(await verifyAudit(there.context)).toEqual({ kind: 'broken', at: 4, why: 'cut' });
  });
});

test('who rewrites the whole log with all its hashes is found by a head that was kept elsewhere', async () => {
  const kept = await verifyAudit(there.context);
  if (kept.kind !== 'whole') throw new Error('broken');
  const rewrite = `
    update audit_entry set actor_name = 'somebody else' where id = 2;
    with chained as (
      select tenant_id, id, audit_chain_hash('\\x${'00'.repeat(32)}'::bytea, audit_text(tenant_id, id, at, activity, actor_id, actor_name,
        channel, target_type, target_id, target_name, before, after, operation_id, request_id)) over (order by id) as hash from audit_entry)
    update audit_entry a set hash = c.hash from chained c where c.id = a.id;
    update audit_chain c set last_hash = a.hash from audit_entry a where a.id = c.last_id`;
  await tampered(rewrite, async () => {
    expect((await verifyAudit(there.context)).kind).toBe('whole');
    expect(await verifyAudit(there.context, kept.head)).toEqual({ kind: 'broken', at: 7, why: 'rewritten' });
  });
});

test('twenty writers at the same time leave a chain without gaps', async () => {
  const people = await Promise.all(Array.from({ length: 20 }, (_, number) => there.user(`P${number}`)));
  const changes = people.flatMap((id, number) => [
    change(there, give(SKU.e3), [id]),
    changeUser(there.context, id, { fields: { city: `City ${number}` } }),
  ]);
  await Promise.all(changes);
  const result = await verifyAudit(there.context);
  expect(result).toMatchObject({ kind: 'whole', entries: 7 + 40, from: 1, to: 47 });
  const rows = await there.db.query<{ id: number }>(rawSql('select id from audit_entry order by id'));
  expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 47 }, (_, index) => index + 1));
});

test('what is rolled back leaves no gap', async () => {
  await there.context.db
    .transaction(async (tx) => {
      const origin = { actorId: null, actorName: 'x', channel: 'cli', requestId: null, at: new Date(0) };
      const entry = { activity: 'Nothing', targetType: 'Other', targetId: null, targetName: '' };
      await auditChange(tx, there.tenant.tenantId, entry, origin);
      throw new Error('rolled back');
    })
    .catch(() => {});
  expect(await verifyAudit(there.context)).toMatchObject({ kind: 'whole', entries: 7 });
});

test('the server itself can neither change nor remove an entry', async () => {
  for (const statement of [
    `update audit_entry set actor_name = 'x'`,
    'delete from audit_entry',
    'truncate audit_entry',
    `insert into audit_entry select * from audit_entry limit 1`,
  ]) {
    await expect(there.db.query(rawSql(statement)), statement).rejects.toThrow();
  }
});
