import { sql } from '../base/sql.ts';
import type { Principal, ScopedRole } from '../domain/access/actions.ts';
import type { Database } from './database.ts';

/** What is true of a living person right now, as far as it decides who they are and what they may do. */
export interface PersonFacts {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly mail: string | null;
  readonly preferredLanguage: string | null;
  readonly accountEnabled: boolean;
  /** Sessions and tokens from before are void; null: none was ever ended this way. */
  readonly sessionsValidFrom: Date | null;
  /** Template ids of the roles that are held for the whole directory. */
  readonly roleIds: readonly string[];
  readonly scopedRoles: readonly ScopedRole[];
}

/** The columns of PersonFacts, for a statement in which `u` is the table users. */
export const PERSON_FACTS = `u.id, u.display_name as "displayName", u.user_principal_name as "userPrincipalName",
  u.given_name as "givenName", u.surname, u.mail, u.preferred_language as "preferredLanguage",
  u.account_enabled as "accountEnabled", u.sessions_valid_from as "sessionsValidFrom",
  array(select r.role_template_id::text from role_assignment r
    where r.tenant_id = u.tenant_id and r.principal_id = u.id and r.scope = '/' order by 1) as "roleIds",
  coalesce((
    select jsonb_agg(jsonb_build_object('roleId', r.role_template_id,
      'unit', jsonb_build_object('department', n.department, 'usageLocation', n.usage_location)) order by r.role_template_id, n.id)
    from role_assignment r
    join administrative_unit n on n.tenant_id = r.tenant_id and r.scope = '/administrativeUnits/' || n.id
    where r.tenant_id = u.tenant_id and r.principal_id = u.id), '[]') as "scopedRoles"`;

/** A living person with their roles as they are now; undefined where there is none. */
export async function findPerson(db: Database, tenantId: string, userId: string): Promise<PersonFacts | undefined> {
  const [person] = await db.query<PersonFacts>({
    name: 'person-facts',
    text: `select ${PERSON_FACTS} from users u where u.tenant_id = $1 and u.id = $2 and u.deleted_at is null`,
    values: [tenantId, userId],
  });
  return person;
}

/** The person as the one who asks; `delegated` is what an app that acts for them was allowed to do. */
export function principalOf(tenantId: string, person: PersonFacts, delegated?: readonly string[]): Principal {
  const { id, displayName, roleIds, scopedRoles } = person;
  return {
    kind: 'user',
    id,
    name: displayName,
    tenantId,
    roleIds,
    scopedRoles,
    permissions: [],
    ...(delegated ? { delegated } : {}),
  };
}

/** Ends all sessions and tokens of a person that were begun before a moment, which is of the machine's time. */
export async function endSessionsBefore(tx: Database, tenantId: string, userId: string, moment: Date): Promise<void> {
  await tx.query(sql`
    update users set sessions_valid_from = greatest(sessions_valid_from, ${moment})
    where tenant_id = ${tenantId} and id = ${userId}`);
  await tx.query(sql`
    update session set ended_at = ${moment}
    where tenant_id = ${tenantId} and user_id = ${userId} and ended_at is null`);
}
