import { newId } from '../base/id.ts';
import { rawSql, sql } from '../base/sql.ts';
import { foldName } from '../domain/directory/fold-name.ts';
import { LIST_FIELDS, TEXT_FIELDS } from '../domain/directory/user-fields.ts';
import type { ImportedUser } from '../domain/directory/user-row.ts';
import type { Database } from './database.ts';

/** The properties of an imported person, with their types in the staging table. */
const PROPERTIES: readonly (readonly [property: string, type: string])[] = [
  ['line', 'integer'],
  ['id', 'uuid'],
  ['userPrincipalName', 'text'],
  ...Object.keys(TEXT_FIELDS).map((property) => [property, 'text'] as const),
  ...Object.keys(LIST_FIELDS).map((property) => [property, 'text[]'] as const),
  ['proxyAddresses', 'text[]'],
  ['accountEnabled', 'boolean'],
  ['onPremisesSyncEnabled', 'boolean'],
  ['litigationHold', 'boolean'],
  ['createdDateTime', 'timestamptz'],
  ['manager', 'text'],
  ['skuIds', 'uuid[]'],
  // Worked out when staged: the id and the name of a person who is new, and the sort key of the name that counts.
  ['freshId', 'uuid'],
  ['nameIfNew', 'text'],
  ['sortKey', 'text'],
];

const COLUMNS = PROPERTIES.map(([property, type]) => `"${property}" ${type}`).join(', ');

/** Why a staged person is not taken, as only the directory can tell. */
export type StageRefusal =
  /** The person was deleted; a restore would bring them back, an import does not. */
  | { readonly reason: 'deletedPerson' }
  /** Somebody else who stays has this user principal name. */
  | { readonly reason: 'userPrincipalNameTaken' }
  /** Two rows mean the same person, one by id and one by name. */
  | { readonly reason: 'duplicateInFile'; readonly firstLine: number }
  | { readonly reason: 'unknownManager'; readonly value: string };

export type RefusedPerson = {
  readonly line: number;
  readonly id: string | null;
  readonly userPrincipalName: string;
} & StageRefusal;

/**
 * Makes room for the people of an import, until the transaction ends or `closeUserStage`: import_user has what the file
 * says of each; import_person, which is narrow and read often, who that is and whether they are taken.
 */
export async function openUserStage(tx: Database): Promise<void> {
  // An import sorts and joins more than other work does.
  await tx.query(rawSql("set local work_mem = '64MB'"));
  await tx.query(rawSql(`create temp table import_user (${COLUMNS}) on commit drop`));
  await tx.query(sql`
    create temp table import_person (line integer, id uuid, upn_key text, user_id uuid, existing boolean, manager text,
      manager_id uuid, sku_ids uuid[], refusal text, first_line integer) on commit drop`);
}

/** Adds people to the stage. A few thousand at a time are best. */
export async function stageUsers(tx: Database, users: readonly ImportedUser[]): Promise<void> {
  const rows = users.map((user) => {
    const nameIfNew = user.displayName ?? spokenName(user);
    return { ...user, freshId: newId(), nameIfNew, sortKey: foldName(nameIfNew) };
  });
  await tx.query(sql`
    with r as (select * from json_to_recordset(${JSON.stringify(rows)}) as r(${rawSql(COLUMNS)})),
    people as (
      insert into import_person (line, id, upn_key, user_id, manager, sku_ids)
      select line, id, lower("userPrincipalName"), coalesce(id, "freshId"), manager, "skuIds" from r)
    insert into import_user select * from r`);
}

/**
 * Finds out who is who, and who can't be taken: a person is known by id, else by user principal name. A manager whom
 * nobody answers to is a refusal, or left out. The tenant's lock must be held, so that what is found stays so.
 */
export async function settleUserStage(
  tx: Database,
  tenantId: string,
  unknownManagers: 'refuse' | 'leaveOut',
): Promise<RefusedPerson[]> {
  await tx.query(sql`analyze import_person`);
  await tx.query(sql`
    update import_person r set user_id = m.user_id, existing = m.existing, refusal = m.refusal
    from (
      select s.line, coalesce(i.id, n.id, s.user_id) as user_id, i.id is not null or n.id is not null as existing,
        case when i.deleted_at is not null then 'deletedPerson' end as refusal
      from import_person s
      left join users i on i.tenant_id = ${tenantId} and i.id = s.id
      left join users n on n.tenant_id = ${tenantId} and n.upn_key = s.upn_key) m
    where m.line = r.line`);
  await tx.query(sql`
    update import_person r set refusal = 'duplicateInFile', first_line = d.first_line
    from (select line, first_value(line) over (partition by user_id order by line) as first_line
      from import_person where refusal is null) d
    where d.line = r.line and d.first_line <> d.line`);
  await refuseUntilSettled(tx, tenantId, unknownManagers);
  return readRefused(tx);
}

/** Ends the stage, so that another import may follow in the same transaction. */
export async function closeUserStage(tx: Database): Promise<void> {
  await tx.query(sql`drop table import_user, import_person`);
}

/** Who is refused may be somebody's manager, or keep a name that another was to get: so again until nothing moves. */
async function refuseUntilSettled(
  tx: Database,
  tenantId: string,
  unknownManagers: 'refuse' | 'leaveOut',
): Promise<void> {
  for (let refused = 1; refused > 0; ) {
    const taken = await tx.query(sql`
      update import_person r set refusal = 'userPrincipalNameTaken'
      from users o
      where r.refusal is null and o.tenant_id = ${tenantId} and o.upn_key = r.upn_key and o.id <> r.user_id
        and not exists (select from import_person s where s.user_id = o.id and s.refusal is null and s.upn_key <> o.upn_key)
      returning 1`);
    const [managers] = await tx.query<{ any: boolean }>(sql`
      select exists (select from import_person where manager is not null) as any`);
    const lost = managers?.any ? await settleManagers(tx, tenantId, unknownManagers) : 0;
    refused = taken.length + lost;
  }
}

async function settleManagers(tx: Database, tenantId: string, unknownManagers: 'refuse' | 'leaveOut'): Promise<number> {
  await tx.query(sql`
    update import_person r set manager_id = m.id
    from (
      select s.line, coalesce(f.user_id, k.id) as id
      from import_person s
      left join (
        select upn_key as key, user_id from import_person where refusal is null
        union select id::text, user_id from import_person where refusal is null and id is not null) f on f.key = lower(s.manager)
      left join (
        select u.id, u.upn_key as key from users u
        where u.tenant_id = ${tenantId} and u.deleted_at is null
          and not exists (select from import_person o where o.user_id = u.id and o.refusal is null)
        union all select u.id, u.id::text from users u where u.tenant_id = ${tenantId} and u.deleted_at is null) k
        on k.key = lower(s.manager)
      where s.manager is not null and s.refusal is null) m
    where m.line = r.line`);
  if (unknownManagers === 'leaveOut') return 0;
  const lost = await tx.query(sql`
    update import_person set refusal = 'unknownManager' where refusal is null and manager is not null and manager_id is null
    returning 1`);
  return lost.length;
}

async function readRefused(tx: Database): Promise<RefusedPerson[]> {
  const rows = await tx.query<{
    line: number;
    id: string | null;
    userPrincipalName: string;
    reason: StageRefusal['reason'];
    firstLine: number | null;
    manager: string | null;
  }>(sql`
    select line, p.id, r."userPrincipalName", p.refusal as reason, p.first_line as "firstLine", p.manager
    from import_person p join import_user r using (line) where p.refusal is not null order by line`);
  return rows.map(({ reason, firstLine, manager, ...person }): RefusedPerson => {
    switch (reason) {
      case 'duplicateInFile':
        return { ...person, reason, firstLine: firstLine ?? person.line };
      case 'unknownManager':
        return { ...person, reason, value: manager ?? '' };
      default:
        return { ...person, reason };
    }
  });
}

/** The name of a person whose display name nobody says. */
function spokenName({ givenName, surname, userPrincipalName }: ImportedUser): string {
  const parts = [givenName, surname].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' ') : userPrincipalName.slice(0, userPrincipalName.indexOf('@'));
}
