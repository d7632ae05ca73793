import { type Sql, sql } from '../../base/sql.ts';
import type { Database } from '../../store/database.ts';

/**
 * The drives of people whose licenses give one from now on: what is left of an earlier one is opened again with all its
 * files (T-3); whoever has none gets a new, empty one.
 */
export async function openDrives(tx: Database, tenantId: string, people: Sql, at: Date): Promise<void> {
  await tx.query(sql`
    update drive d set unlicensed_since = null, reactivated_until = null,
      state = 'active', state_since = case when d.state = 'active' then d.state_since else ${at} end
    from (${people}) p where d.tenant_id = ${tenantId} and d.user_id = p.user_id and d.unlicensed_since is not null`);
  await tx.query(sql`
    insert into drive (tenant_id, id, user_id, display_name, state_since, created_at)
    select ${tenantId}, gen_random_uuid(), u.id, u.display_name, ${at}, ${at}
    from (${people}) p join users u on u.tenant_id = ${tenantId} and u.id = p.user_id and u.deleted_at is null
    on conflict (tenant_id, user_id) do nothing`);
}

/** Notes since when the drives of people have no license (T-3). Nothing closes yet: that has its days. */
export async function unlicenseDrives(tx: Database, tenantId: string, people: Sql, at: Date): Promise<void> {
  await tx.query(sql`
    update drive d set unlicensed_since = ${at}
    from (${people}) p where d.tenant_id = ${tenantId} and d.user_id = p.user_id and d.unlicensed_since is null`);
}

/** How the drive of a person stands, as far as a deletion looks at it. */
export async function readDriveStanding(
  db: Database,
  tenantId: string,
  userId: string,
): Promise<'none' | 'licensed' | 'unlicensed'> {
  const [row] = await db.query<{ unlicensed: boolean }>(sql`
    select unlicensed_since is not null as unlicensed from drive where tenant_id = ${tenantId} and user_id = ${userId}`);
  return row === undefined ? 'none' : row.unlicensed ? 'unlicensed' : 'licensed';
}

/**
 * The drive of a person who is being deleted: it counts as unlicensed from now on, and the manager, if there is one, may
 * open it (T-6). Gives the manager.
 */
export async function orphanDrive(tx: Database, tenantId: string, userId: string, at: Date): Promise<string | null> {
  const [drive] = await tx.query<{ id: string; managerId: string | null }>(sql`
    update drive d set orphaned_since = ${at}, unlicensed_since = coalesce(d.unlicensed_since, ${at}), display_name = u.display_name
    from users u where d.tenant_id = ${tenantId} and d.user_id = ${userId} and u.tenant_id = d.tenant_id and u.id = d.user_id
    returning d.id, (select m.id from users m where m.tenant_id = u.tenant_id and m.id = u.manager_id and m.deleted_at is null) as "managerId"`);
  if (!drive?.managerId) return null;
  await tx.query(sql`
    insert into drive_access (tenant_id, drive_id, user_id, reason, since)
    values (${tenantId}, ${drive.id}, ${drive.managerId}, 'manager', ${at}) on conflict do nothing`);
  return drive.managerId;
}

/**
 * The drive of a person who is restored: theirs again. With a license it is open as before; without one its days go on
 * from when the license was lost.
 */
export async function returnDrive(
  tx: Database,
  tenantId: string,
  userId: string,
  { licensed, at }: { readonly licensed: boolean; readonly at: Date },
): Promise<void> {
  await tx.query(sql`
    delete from drive_access a using drive d
    where a.tenant_id = ${tenantId} and d.tenant_id = ${tenantId} and d.user_id = ${userId} and a.drive_id = d.id and a.reason = 'manager'`);
  await tx.query(sql`
    update drive set orphaned_since = null,
      unlicensed_since = case when ${licensed} then null else unlicensed_since end,
      state = case when ${licensed} or state = 'recycleBin' then 'active' else state end,
      state_since = case when ${licensed} and state <> 'active' or state = 'recycleBin' then ${at} else state_since end
    where tenant_id = ${tenantId} and user_id = ${userId}`);
}
