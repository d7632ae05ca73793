import { sql } from '../../base/sql.ts';
import { isAllowed, type Principal } from '../../domain/access/actions.ts';
import { driveQuota } from '../../domain/files/drive-quota.ts';
import { effectivePlans } from '../../domain/licensing/profile.ts';
import { readPaths } from '../../store/assignments.ts';
import { currentCatalog } from '../../store/catalog-cache.ts';
import type { Database } from '../../store/database.ts';
import { openDrives } from '../../workloads/onedrive/drives.ts';
import { type Drive, findDrive, hasAccess } from '../../workloads/onedrive/items.ts';
import type { Context } from '../context.ts';

/** Why a drive can't be opened. */
export type DriveFault =
  | { readonly fault: 'noDrive' }
  | { readonly fault: 'notAllowed' }
  /** Archived, or in the recycle bin, since its owner has no license or is deleted (T-3, T-6). */
  | { readonly fault: 'closed'; readonly state: 'archived' | 'recycleBin' }
  | { readonly fault: 'readOnly' };

export type DriveName = { readonly driveId: string } | { readonly userId: string };

/** What lets an app do this to the files of the person who lets it in. */
const OWN = { read: ['Files.Read', 'Files.ReadWrite'], write: ['Files.ReadWrite'] } as const;

/**
 * A drive that somebody opens, once it is clear that they may: an app by its permissions, a person their own, and to read
 * those they were given access to. No role gives a look into other people's files. A licensed person's first access
 * makes their drive.
 */
export async function openDrive(context: Context, name: DriveName, how: 'read' | 'write'): Promise<Drive | DriveFault> {
  const { db, tenant, principal } = context;
  const { tenantId } = tenant;
  const drive = (await findDrive(db, tenantId, name)) ?? (await provisioned(context, name));
  if (!drive) return { fault: 'noDrive' };
  if (!(await mayOpen(db, principal, drive, how))) return { fault: 'notAllowed' };
  if (drive.state === 'archived' || drive.state === 'recycleBin') return { fault: 'closed', state: drive.state };
  if (how === 'write' && (drive.state === 'readOnly' || drive.orphanedSince !== null)) return { fault: 'readOnly' };
  return drive;
}

async function provisioned({ db, tenant, now }: Context, name: DriveName): Promise<Drive | undefined> {
  if (!('userId' in name) || (await quotaOf(db, tenant.tenantId, name.userId)) === null) return undefined;
  await openDrives(db, tenant.tenantId, sql`select ${name.userId}::uuid as user_id`, new Date(now));
  return findDrive(db, tenant.tenantId, name);
}

async function mayOpen(db: Database, principal: Principal, drive: Drive, how: 'read' | 'write'): Promise<boolean> {
  const action = how === 'read' ? 'readFiles' : 'writeFiles';
  if (isAllowed(principal, action)) return true;
  if (principal.kind !== 'user' || principal.id === null) return false;
  const { delegated } = principal;
  const isLetIn =
    delegated === undefined ||
    OWN[how].some((own) => delegated.some((given) => given === own || given === `${own}.All`));
  if (!isLetIn) return false;
  if (principal.id === drive.userId) return true;
  return how === 'read' && (await hasAccess(db, principal.tenantId, drive.id, principal.id));
}

/** How many bytes a person's licenses give room for; null: none. */
export async function quotaOf(db: Database, tenantId: string, userId: string): Promise<number | null> {
  const [paths, catalog] = [await readPaths(db, tenantId, userId), await currentCatalog(db)];
  const plans = [...effectivePlans(paths, catalog).keys()];
  return driveQuota(plans.flatMap((planId) => catalog.plans.get(planId)?.name ?? []));
}
