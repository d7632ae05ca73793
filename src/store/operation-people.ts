import { joinSql, rawSql, type Sql, sql } from '../base/sql.ts';
import type { Reach } from '../domain/access/reach.ts';
import type { PersonFacts } from '../domain/licensing/plan.ts';
import type { ProfileKey } from '../domain/licensing/profile.ts';
import { DEFAULT_SETTINGS } from '../domain/retention/settings.ts';
import type { Database } from './database.ts';

/** Whom an operation is about. `condition` is over `users u`. */
export type People =
  | { readonly kind: 'ids'; readonly userIds: readonly string[] }
  | { readonly kind: 'filter'; readonly condition: Sql }
  | { readonly kind: 'holders'; readonly skuId: string }
  /** Who was really changed by an earlier operation, with that profile. */
  | { readonly kind: 'changedBy'; readonly operationId: number; readonly profile: ProfileKey }
  /** Whom that change of an earlier operation was refused for, by the rules or for want of seats. */
  | { readonly kind: 'refusedOf'; readonly operationId: number; readonly changeNo: number };

/** Who asks, as far as the rules look at it: whom they may touch, and who they are if they must not touch themselves. */
export interface Asker {
  readonly reach: Reach;
  readonly self: string | null;
}

// A person's paths as one order-free hash, and everything else that the rules look at: two seeds make 128 bits. Each
// value's hash is the seed of the next, which is cheaper than hashing a record.
const PATH_HASH = (seed: 0 | 1) =>
  `coalesce(bit_xor(uuid_hash_extended(a.sku_id, uuid_hash_extended(a.source,
    hash_array_extended(a.disabled_plans, hashtextextended(a.state, ${seed}))))) filter (where a.sku_id is not null), 0)`;
// What is rare is looked up in small indexes once a statement, and not once a person.
const PERSON_HASH = (
  tenantId: string,
  seed: 0 | 1,
) => sql`hash_record_extended(row(u.usage_location, u.deleted_at is not null,
  u.on_hold, u.held_otherwise, u.id in (${sharedMailboxes(tenantId)}), u.id in (${sharedMailboxes(tenantId, 'large')}),
  u.id in (${forwarders(tenantId)})), ${rawSql(`${seed}`)})`;

/** Who has a shared mailbox; or only those whose is too large to go without a license (T-9). */
function sharedMailboxes(tenantId: string, which?: 'large'): Sql {
  return sql`select m.user_id from mailbox m where m.tenant_id = ${tenantId} and m.kind = 'shared'
    and ${
      which === undefined
        ? rawSql('true')
        : sql`m.size_bytes > 1024::bigint * 1024 * 1024 * (
            select coalesce((t.settings->>'sharedMailboxQuotaGB')::bigint, ${DEFAULT_SETTINGS.sharedMailboxQuotaGB})
            from tenant t where t.tenant_id = ${tenantId})`
    }`;
}

/** Whose mail is forwarded (R-UN-7). */
function forwarders(tenantId: string): Sql {
  return sql`select m.user_id from mailbox m where m.tenant_id = ${tenantId} and m.forward_to is not null`;
}

/** A hash of a person's facts. How the person stands to whoever asks counts among them where it can make a difference. */
function factsHash(tenantId: string, asker: Asker): Sql {
  const { isAsker, outOfReach } = standingTo(asker);
  const half = (seed: 0 | 1) => {
    const person = sql`${rawSql(PATH_HASH(seed))} # ${PERSON_HASH(tenantId, seed)}`;
    return isAsker || outOfReach
      ? sql`${person} # hash_record_extended(row(${isAsker ?? rawSql('false')}, ${outOfReach ?? rawSql('false')}), ${rawSql(`${seed}`)})`
      : person;
  };
  return sql`encode(int8send(${half(0)}) || int8send(${half(1)}), 'hex')::uuid`;
}

/** How `users u` stands to whoever asks, as far as that makes a difference. */
function standingTo({ reach, self }: Asker): { isAsker: Sql | undefined; outOfReach: Sql | undefined } {
  return {
    isAsker: self === null ? undefined : sql`u.id = ${self}`,
    outOfReach:
      reach === 'everybody'
        ? undefined
        : sql`not exists (select from jsonb_to_recordset(${JSON.stringify(reach)}) as r(department text, "usageLocation" text)
            where (r.department is null or lower(r.department) = u.department_key)
              and (r."usageLocation" is null or r."usageLocation" = u.usage_location))`,
  };
}

/**
 * Writes down whom an operation is about, in one statement: for each the change by its number in `groups`, and a hash
 * of the facts. People who do not exist (any more) are not written; deleted ones are, and refused later.
 */
export async function insertPeople(
  tx: Database,
  tenantId: string,
  operationId: number,
  groups: readonly People[],
  asker: Asker,
): Promise<void> {
  await tx.query(sql`
    with target as (${targetsOf(tenantId, groups)})
    insert into operation_person (tenant_id, operation_id, position, user_id, change_no, facts_hash)
    select ${tenantId}, ${operationId}, min(target.position), u.id, min(target.change_no), ${factsHash(tenantId, asker)}
    from target
    join users u on u.tenant_id = ${tenantId} and u.id = target.user_id
    left join assignment a on a.tenant_id = ${tenantId} and a.user_id = target.user_id
    group by u.tenant_id, u.id`);
}

/** Who, with which change, in which order. */
function targetsOf(tenantId: string, groups: readonly People[]): Sql {
  const [first, ...more] = groups;
  if (first && more.length === 0) return inOrder(peopleOf(tenantId, first, 0));
  const changed = groups.flatMap((people, as) => (people.kind === 'changedBy' ? [{ ...people, changeNo: as }] : []));
  const refused = groups.flatMap((people, as) => (people.kind === 'refusedOf' ? [{ ...people, as }] : []));
  const others = groups.flatMap((people, changeNo) =>
    people.kind === 'changedBy' || people.kind === 'refusedOf' ? [] : [peopleOf(tenantId, people, changeNo)],
  );
  return inOrder(
    joinSql(
      [
        ...(changed.length > 0 ? [changedEarlier(tenantId, changed)] : []),
        ...(refused.length > 0 ? [refusedEarlier(tenantId, refused)] : []),
        ...others,
      ],
      ' union all ',
    ),
  );
}

function inOrder(people: Sql): Sql {
  return sql`select user_id, change_no, (row_number() over (order by change_no, place))::int as position from (${people}) one`;
}

function peopleOf(tenantId: string, people: People, changeNo: number): Sql {
  const rank = rawSql('row_number() over');
  switch (people.kind) {
    case 'ids':
      return sql`select user_id, ${changeNo}::int as change_no, min(place) as place
        from unnest(${people.userIds}::uuid[]) with ordinality as t(user_id, place) group by user_id`;
    case 'filter':
      return sql`select u.id as user_id, ${changeNo}::int as change_no, ${rank} (order by u.sort_key collate "C", u.id) as place
        from users u where u.tenant_id = ${tenantId} and u.deleted_at is null and (${people.condition})`;
    case 'holders':
      return sql`select h.user_id, ${changeNo}::int as change_no, ${rank} (order by h.sort_key collate "C", h.user_id) as place
        from holding h where h.tenant_id = ${tenantId} and h.sku_id = ${people.skuId}`;
    case 'changedBy':
      return changedEarlier(tenantId, [{ ...people, changeNo }]);
    case 'refusedOf':
      return refusedEarlier(tenantId, [{ ...people, as: changeNo }]);
  }
}

/** Those whom an earlier operation really changed, each with the change that belongs to their profile of then. */
function changedEarlier(
  tenantId: string,
  groups: readonly (Extract<People, { kind: 'changedBy' }> & { readonly changeNo: number })[],
): Sql {
  const profiles = groups.map(({ operationId, profile, changeNo }) => ({
    operation_id: operationId,
    old_no: profile.changeNo,
    facts_hash: profile.factsHash,
    change_no: changeNo,
  }));
  // Adding nothing keeps the index out of the join: else an operation of 100,000 people, taken for one of average size,
  // would be read once for each profile.
  return sql`select p.user_id, w.change_no, p.position::bigint as place
    from jsonb_to_recordset(${JSON.stringify(profiles)}) as w(operation_id bigint, old_no int, facts_hash uuid, change_no int)
    join operation_person p on p.operation_id + 0 = w.operation_id and p.change_no = w.old_no and p.facts_hash = w.facts_hash
    where p.tenant_id = ${tenantId} and p.operation_id = any(${[...new Set(profiles.map((one) => one.operation_id))]}::bigint[])
      and p.short_of is null`;
}

/** Those whom an earlier operation refused, each with the change that they were refused, under its new number. */
function refusedEarlier(
  tenantId: string,
  groups: readonly (Extract<People, { kind: 'refusedOf' }> & { readonly as: number })[],
): Sql {
  const changes = groups.map(({ operationId, changeNo, as }) => ({
    operation_id: operationId,
    old_no: changeNo,
    change_no: as,
  }));
  // Adding nothing keeps the index out of the join, as above.
  return sql`select p.user_id, w.change_no, p.position::bigint as place
    from jsonb_to_recordset(${JSON.stringify(changes)}) as w(operation_id bigint, old_no int, change_no int)
    join operation_person p on p.operation_id + 0 = w.operation_id and p.change_no = w.old_no
    join operation_profile f on f.tenant_id = ${tenantId} and f.operation_id = p.operation_id
      and f.change_no = p.change_no and f.facts_hash = p.facts_hash
    where p.tenant_id = ${tenantId} and p.operation_id = any(${[...new Set(changes.map((one) => one.operation_id))]}::bigint[])
      and (p.short_of is not null or f.outcome->>'result' = 'refused')`;
}

/** The numbers of an operation's changes that somebody was refused, by the rules or for want of seats. */
export async function readRefused(tx: Database, tenantId: string, operationId: number): Promise<number[]> {
  const rows = await tx.query<{ changeNo: number }>(sql`
    select change_no as "changeNo" from operation_profile
    where tenant_id = ${tenantId} and operation_id = ${operationId} and outcome->>'result' = 'refused'
    union select change_no from operation_person
    where tenant_id = ${tenantId} and operation_id = ${operationId} and short_of is not null
    order by 1`);
  return rows.map(({ changeNo }) => changeNo);
}

export interface FoundProfile extends ProfileKey {
  readonly people: number;
  /** An order-free hash of who they are. */
  readonly members: string;
  readonly facts: PersonFacts;
}

/** The distinct facts among an operation's people, read from one of them each. */
export async function readProfiles(
  tx: Database,
  tenantId: string,
  operationId: number,
  asker: Asker,
): Promise<FoundProfile[]> {
  const { isAsker, outOfReach } = standingTo(asker);
  const rows = await tx.query<ProfileKey & { people: number; members: string } & PersonFacts>(sql`
    with profile as materialized (
      select change_no, facts_hash, count(*)::int as people, min(position) as first,
        (array_agg(user_id order by position))[1] as user_id, bit_xor(uuid_hash_extended(user_id, 0)) as members
      from operation_person where tenant_id = ${tenantId} and operation_id = ${operationId} group by change_no, facts_hash)
    select f.change_no as "changeNo", f.facts_hash as "factsHash", f.people, f.members::text,
      u.usage_location as "usageLocation", u.deleted_at is not null as deleted, u.on_hold as "onHold",
      u.held_otherwise as "filesOnHold", u.id in (${forwarders(tenantId)}) as "forwardsMail",
      case when u.id in (${sharedMailboxes(tenantId, 'large')}) then 'large'
        when u.id in (${sharedMailboxes(tenantId)}) then 'small' end as "sharedMailbox",
      ${isAsker ?? rawSql('false')} as "isAsker", ${outOfReach ?? rawSql('false')} as "outOfReach",
      (select coalesce(jsonb_agg(jsonb_build_object('skuId', a.sku_id, 'source', a.source,
          'disabledPlans', a.disabled_plans, 'state', a.state) order by a.sku_id, a.source), '[]')
        from assignment a where a.tenant_id = ${tenantId} and a.user_id = u.id) as paths
    from profile f join users u on u.tenant_id = ${tenantId} and u.id = f.user_id
    order by f.first`);
  return rows.map(({ changeNo, factsHash, people, members, ...facts }) => ({
    changeNo,
    factsHash,
    people,
    members,
    facts,
  }));
}

export interface MovedPerson {
  readonly userId: string;
  readonly displayName: string;
}

/** Those of an operation whose facts are no longer what they were when it was planned: how many, and the first twenty. */
export async function readMoved(
  tx: Database,
  tenantId: string,
  operationId: number,
  asker: Asker,
): Promise<{ count: number; first: MovedPerson[] }> {
  const rows = await tx.query<MovedPerson & { count: number }>(sql`
    with present as (
      select u.id as user_id, min(p.position) as position, (array_agg(p.facts_hash))[1] as planned, u.display_name, ${factsHash(tenantId, asker)} as now
      from operation_person p
      join users u on u.tenant_id = p.tenant_id and u.id = p.user_id
      left join assignment a on a.tenant_id = p.tenant_id and a.user_id = p.user_id
      where p.tenant_id = ${tenantId} and p.operation_id = ${operationId}
      group by u.tenant_id, u.id),
    moved as (select * from present where now <> planned)
    select user_id as "userId", display_name as "displayName", (select count(*)::int from moved) as count
    from moved order by position limit 20`);
  return { count: rows[0]?.count ?? 0, first: rows.map(({ userId, displayName }) => ({ userId, displayName })) };
}

/**
 * Marks everybody beyond the first `seats` of those profiles, in order of selection, as left without a seat of the
 * product. Gives how many that are, by profile.
 */
export async function markShort(
  tx: Database,
  tenantId: string,
  operationId: number,
  profiles: readonly ProfileKey[],
  skuId: string,
  seats: number,
): Promise<(ProfileKey & { people: number })[]> {
  // Nobody knows yet how many people a fresh operation has: what takes one pass here must not be left to be joined.
  const asking = sql`select p.position from operation_person p join w using (change_no, facts_hash)
    where p.tenant_id = ${tenantId} and p.operation_id = ${operationId} and p.short_of is null`;
  return tx.query(sql`
    with w as (select * from jsonb_to_recordset(${JSON.stringify(profiles.map(keyColumns))}) as w(change_no int, facts_hash uuid)),
    marked as (
      update operation_person p set short_of = ${skuId} from w
      where p.tenant_id = ${tenantId} and p.operation_id = ${operationId} and p.short_of is null
        and p.change_no = w.change_no and p.facts_hash = w.facts_hash
        and p.position >= (${asking} order by p.position offset ${Math.max(0, seats)} limit 1)
      returning p.change_no, p.facts_hash)
    select change_no as "changeNo", facts_hash as "factsHash", count(*)::int as people from marked group by 1, 2`);
}

/**
 * The people whom an operation really changes (not those without a seat), each with the rows that its profile brings.
 * `columns` declares the rows' columns beside the profile's key.
 */
export function changedPeople(
  tenantId: string,
  operationId: number,
  rows: readonly (ProfileKey & { readonly row: Readonly<Record<string, unknown>> })[],
  columns: string,
): Sql {
  const json = JSON.stringify(rows.map((row) => ({ ...keyColumns(row), ...row.row })));
  return sql`select p.user_id, p.position, w.* from operation_person p
    join jsonb_to_recordset(${json}) as w(change_no int, facts_hash uuid, ${rawSql(columns)})
      on w.change_no = p.change_no and w.facts_hash = p.facts_hash
    where p.tenant_id = ${tenantId} and p.operation_id = ${operationId} and p.short_of is null`;
}

function keyColumns({ changeNo, factsHash }: ProfileKey): { change_no: number; facts_hash: string } {
  return { change_no: changeNo, facts_hash: factsHash };
}
