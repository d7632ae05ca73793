import { rawSql, type Sql, sql } from '../src/base/sql.ts';
import { DIRECT } from '../src/domain/licensing/profile.ts';
import type { Database } from '../src/store/database.ts';
import { SKU } from './prepare-tenant.ts';

/**
 * Keeps what an operation of ours found and wrote, so that plain SQL can write the same rows and need not find out who
 * loses what: its profiles, and its deadlines in the order in which they were written.
 */
export async function rememberOperation(db: Database, tenantId: string, operationId: number): Promise<void> {
  await db.query(rawSql('drop table if exists bench_profile, bench_due, bench_person'));
  const own = sql`tenant_id = ${tenantId} and operation_id = ${operationId}`;
  await db.query(
    rawSql('create table bench_profile (change_no int, facts_hash uuid, people int, facts jsonb, outcome jsonb)'),
  );
  await db.query(rawSql('create table bench_due (subject_id uuid, kind text, due_at timestamptz)'));
  await db.query(rawSql('create table bench_person (user_id uuid primary key, facts_hash uuid)'));
  await db.query(sql`
    insert into bench_profile select change_no, facts_hash, people, facts, outcome from operation_profile where ${own}`);
  await db.query(sql`insert into bench_due select subject_id, kind, due_at from deadline where ${own}`);
  await db.query(sql`insert into bench_person select user_id, facts_hash from operation_person where ${own}`);
}

/** Takes the product from everybody who holds it: the rows of an operation in one transaction, and nothing else. */
export async function unassignAllPlainly(db: Database, tenantId: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(rawSql(`set local work_mem = '64MB'`));
    const [operation] = await tx.query<{ id: number }>(sql`
      insert into operation (tenant_id, status, request, digest, totals, actor, channel, created_at, planned_at, applied_at)
      values (${tenantId}, 'applied', ${REQUEST}, ${DIGEST}, '{}', ${ACTOR}, 'cli', now(), now(), now()) returning id`);
    const id = operation?.id;
    await tx.query(sql`
      insert into operation_person (tenant_id, operation_id, position, user_id, change_no, facts_hash)
      select ${tenantId}, ${id}, row_number() over (order by sort_key collate "C", user_id), user_id, 0, ${DIRECT}
      from holding where tenant_id = ${tenantId} and sku_id = ${SKU}`);
    await tx.query(sql`
      insert into operation_profile (tenant_id, operation_id, change_no, facts_hash, people, facts, outcome)
      select ${tenantId}, ${id}, change_no, facts_hash, people, facts, outcome from bench_profile`);
    await tx.query(sql`
      insert into audit_entry (tenant_id, id, at, activity, actor_name, channel, target_type, target_id, target_name, before, after,
        operation_id, hash)
      select ${tenantId}, (select last_id from audit_chain where tenant_id = ${tenantId}) + row_number() over (), now(),
        'Change user license', 'bench', 'cli', 'User', u.id, u.display_name, ${TAKEN}::jsonb, '[]', ${id}, ${NO_HASH}
      from holding h join users u on u.tenant_id = ${tenantId} and u.id = h.user_id
      where h.tenant_id = ${tenantId} and h.sku_id = ${SKU}`);
    await tx.query(sql`
      update audit_chain set last_id = (select max(id) from audit_entry where tenant_id = ${tenantId}) where tenant_id = ${tenantId}`);
    await tx.query(sql`
      insert into deadline (tenant_id, subject_id, kind, due_at, since, operation_id)
      select ${tenantId}, subject_id, kind, due_at, now(), ${id} from bench_due`);
    await tx.query(sql`
      update mailbox m set state = 'held', state_since = now() from bench_due d
      where m.tenant_id = ${tenantId} and m.user_id = d.subject_id and d.kind = 'mailboxPurge'`);
    await tx.query(sql`
      delete from assignment where tenant_id = ${tenantId} and sku_id = ${SKU} and source = ${DIRECT}`);
    await tx.query(sql`delete from holding where tenant_id = ${tenantId} and sku_id = ${SKU}`);
    await tx.query(sql`
      update subscribed_sku set consumed = 0 where tenant_id = ${tenantId} and sku_id = ${SKU}`);
  });
}

/** Puts back what `unassignAllPlainly` took, so that the next round meets the same. */
export async function giveBackPlainly(db: Database, tenantId: string): Promise<void> {
  const last = sql`select max(id) from operation where tenant_id = ${tenantId}`;
  await db.query(sql`
    with gone as (
      select p.user_id, u.sort_key from operation_person p join users u on u.tenant_id = p.tenant_id and u.id = p.user_id
      where p.tenant_id = ${tenantId} and p.operation_id = (${last})),
    assigned as (
      insert into assignment (tenant_id, user_id, sku_id, source, updated_at)
      select ${tenantId}, user_id, ${SKU}, ${DIRECT}, now() from gone),
    held as (insert into holding (tenant_id, user_id, sku_id, sort_key) select ${tenantId}, user_id, ${SKU}, sort_key from gone)
    update subscribed_sku set consumed = consumed + (select count(*) from gone) where tenant_id = ${tenantId} and sku_id = ${SKU}`);
  await db.query(sql`
    update mailbox m set state = 'active', state_since = now() from bench_due d
    where m.tenant_id = ${tenantId} and m.user_id = d.subject_id and d.kind = 'mailboxPurge'`);
  await db.query(sql`delete from deadline where tenant_id = ${tenantId} and operation_id = (${last})`);
}

/** One person, with what is known about them beforehand. */
export interface KnownPerson {
  readonly id: string;
  readonly factsHash: string;
  readonly facts: string;
  readonly outcome: string;
  readonly kinds: readonly string[];
  readonly dueAt: readonly Date[];
}

/** People who lose their mailbox with the product, so that it can be given back without a conflict. */
export function findKnownPeople(db: Database, count: number): Promise<KnownPerson[]> {
  return db.query(sql`
    select p.user_id as id, p.facts_hash as "factsHash", f.facts::text, f.outcome::text,
      (select array_agg(d.kind order by d.kind) from bench_due d where d.subject_id = p.user_id) as kinds,
      (select array_agg(d.due_at order by d.kind) from bench_due d where d.subject_id = p.user_id) as "dueAt"
    from bench_person p join bench_profile f using (facts_hash)
    where p.user_id in (select subject_id from bench_due where kind = 'mailboxPurge' order by md5(subject_id::text) limit ${count})`);
}

/** Takes the product from one person, or gives it back: prepared statements in one transaction, and nothing else. */
export async function changeOnePlainly(
  db: Database,
  tenantId: string,
  person: KnownPerson,
  give: boolean,
): Promise<void> {
  await db.transaction(async (tx) => {
    const [operation] = await tx.query<{ id: number }>(
      prepared(
        'operation',
        sql`
        insert into operation (tenant_id, status, request, digest, totals, actor, channel, created_at, planned_at, applied_at)
        values (${tenantId}, 'applied', ${REQUEST}, ${DIGEST}, '{}', ${ACTOR}, 'cli', now(), now(), now()) returning id`,
      ),
    );
    const id = operation?.id;
    await tx.query(
      prepared(
        'person',
        sql`
        insert into operation_person (tenant_id, operation_id, position, user_id, change_no, facts_hash)
        values (${tenantId}, ${id}, 1, ${person.id}, 0, ${person.factsHash})`,
      ),
    );
    await tx.query(
      prepared(
        'profile',
        sql`
        insert into operation_profile (tenant_id, operation_id, change_no, facts_hash, people, facts, outcome)
        values (${tenantId}, ${id}, 0, ${person.factsHash}, 1, ${person.facts}, ${person.outcome})`,
      ),
    );
    for (const statement of give ? gives(tenantId, person) : takes(tenantId, person, id)) await tx.query(statement);
    await tx.query(
      prepared(
        'audit',
        sql`
        with head as (update audit_chain set last_id = last_id + 1 where tenant_id = ${tenantId} returning last_id)
        insert into audit_entry (tenant_id, id, at, activity, actor_name, channel, target_type, target_id, target_name, before, after,
          operation_id, hash)
        select tenant_id, last_id, now(), 'Change user license', 'bench', 'cli', 'User', id, display_name,
          ${give ? '[]' : TAKEN}::jsonb, ${give ? TAKEN : '[]'}::jsonb, ${id}::bigint, ${NO_HASH}
        from users cross join head where tenant_id = ${tenantId} and id = ${person.id}`,
      ),
    );
    await tx.query(
      prepared(
        'seat',
        sql`
        update subscribed_sku set consumed = consumed + ${give ? 1 : -1} where tenant_id = ${tenantId} and sku_id = ${SKU}`,
      ),
    );
  });
}

function takes(tenantId: string, { id, kinds, dueAt }: KnownPerson, operationId: number | undefined): Sql[] {
  return [
    prepared(
      'take assignment',
      sql`
      delete from assignment where tenant_id = ${tenantId} and user_id = ${id} and sku_id = ${SKU} and source = ${DIRECT}`,
    ),
    prepared(
      'take holding',
      sql`
      delete from holding where tenant_id = ${tenantId} and user_id = ${id} and sku_id = ${SKU}`,
    ),
    prepared(
      'set deadlines',
      sql`
      insert into deadline (tenant_id, subject_id, kind, due_at, since, operation_id)
      select ${tenantId}, ${id}, kind, due_at, now(), ${operationId} from unnest(${kinds}::text[], ${dueAt}::timestamptz[]) as t(kind, due_at)`,
    ),
  ];
}

function gives(tenantId: string, { id, kinds }: KnownPerson): Sql[] {
  return [
    prepared(
      'give assignment',
      sql`
      insert into assignment (tenant_id, user_id, sku_id, source, updated_at)
      values (${tenantId}, ${id}, ${SKU}, ${DIRECT}, now())`,
    ),
    prepared(
      'give holding',
      sql`
      insert into holding (tenant_id, user_id, sku_id, sort_key)
      select tenant_id, id, ${SKU}::uuid, sort_key from users where tenant_id = ${tenantId} and id = ${id}`,
    ),
    prepared(
      'end deadlines',
      sql`
      delete from deadline where tenant_id = ${tenantId} and subject_id = ${id} and kind = any(${kinds}::text[])`,
    ),
  ];
}

function prepared(name: string, { text, values }: Sql): Sql {
  return { text, values, name: `bench ${name}` };
}

const TAKEN = JSON.stringify([{ skuId: SKU, disabledPlans: [] }]);
const ACTOR = JSON.stringify({ id: null, name: 'bench', kind: 'operator' });
const DIGEST = '0'.repeat(64);
/** Plain SQL chains nothing: what the chain costs is ours. */
const NO_HASH = Buffer.alloc(32);
const REQUEST = JSON.stringify({
  kind: 'unassign',
  changes: [{ kind: 'change', add: [], remove: [SKU] }],
  selection: { by: 'holders', skuId: SKU },
});
