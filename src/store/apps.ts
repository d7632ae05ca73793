import { rawSql, sql } from '../base/sql.ts';
import type { Database } from './database.ts';

export interface App {
  readonly id: string;
  readonly displayName: string;
  readonly secretHash: string;
  readonly permissions: readonly string[];
  readonly roleIds: readonly string[];
  readonly disabled: boolean;
  /** Runs where it can keep no secret, such as on a person's own machine. */
  readonly isPublic: boolean;
  /** Where codes of people who let it in may be sent. */
  readonly redirectUris: readonly string[];
}

export type NewApp = Omit<App, 'isPublic' | 'redirectUris'> & Partial<Pick<App, 'isPublic' | 'redirectUris'>>;

const COLUMNS = `a.id, a.display_name as "displayName", a.secret_hash as "secretHash", a.permissions,
  a.disabled_at is not null as disabled, a.is_public as "isPublic", a.redirect_uris as "redirectUris",
  array(select r.role_template_id::text from role_assignment r
    where r.tenant_id = a.tenant_id and r.principal_id = a.id and r.scope = '/') as "roleIds"`;

/** Registers an app with its directory roles. */
export async function insertApp(tx: Database, tenantId: string, app: NewApp): Promise<void> {
  await tx.query(sql`
    insert into app (tenant_id, id, display_name, secret_hash, permissions, is_public, redirect_uris, created_at)
    values (${tenantId}, ${app.id}, ${app.displayName}, ${app.secretHash}, ${app.permissions}, ${app.isPublic ?? false},
      ${app.redirectUris ?? []}::text[], now())`);
  await tx.query(sql`
    insert into role_assignment (tenant_id, principal_id, role_template_id)
    select ${tenantId}, ${app.id}, role from unnest(${app.roleIds}::uuid[]) role`);
}

/** The app with its roles as they are now; undefined when there is none. */
export async function findApp(db: Database, tenantId: string, id: string): Promise<App | undefined> {
  const [app] = await db.query<App>({
    name: 'app-by-id',
    text: `select ${COLUMNS} from app a where a.tenant_id = $1 and a.id = $2`,
    values: [tenantId, id],
  });
  return app;
}

/** All apps of a tenant, by name. */
export async function readApps(db: Database, tenantId: string): Promise<App[]> {
  return db.query<App>(sql`
    select ${rawSql(COLUMNS)} from app a where a.tenant_id = ${tenantId} order by a.display_name, a.id`);
}

/** Removes an app and its roles; its tokens stop working at once. Gives whether there was one. */
export async function deleteApp(tx: Database, tenantId: string, id: string): Promise<boolean> {
  await tx.query(sql`delete from role_assignment where tenant_id = ${tenantId} and principal_id = ${id}`);
  const gone = await tx.query(sql`delete from app where tenant_id = ${tenantId} and id = ${id} returning 1`);
  return gone.length > 0;
}
