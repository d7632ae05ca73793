import { newId } from '../../base/id.ts';
import { hashSecret, newSecret } from '../../base/secrets.ts';
import { ACCESS } from '../../domain/access/actions.ts';
import { findRole, ROLES } from '../../domain/access/roles.ts';
import { deleteApp, insertApp } from '../../store/apps.ts';
import { auditChange } from '../../store/audit.ts';
import { type Context, originOf } from '../context.ts';

export interface AppToRegister {
  readonly name: string;
  /** Directory roles by name or template id. */
  readonly role?: readonly string[];
  /** Graph application permissions by name. */
  readonly permission?: readonly string[];
}

export type RegisteredApp =
  | { readonly tenantId: string; readonly clientId: string; readonly clientSecret: string }
  | { readonly unknown: string; readonly what: 'role' | 'permission'; readonly known: readonly string[] };

/** Registers an app that may get tokens. The secret is given this once; only its hash is kept. */
export async function registerApp(
  context: Context,
  { name, role = [], permission = [] }: AppToRegister,
): Promise<RegisteredApp> {
  const { db, tenant } = context;
  const roles = role.map((text) => ({ text, found: findRole(text) }));
  const wrongRole = roles.find(({ found }) => found === undefined);
  if (wrongRole) return { unknown: wrongRole.text, what: 'role', known: Object.values(ROLES).map(({ name }) => name) };
  const known = [...new Set(Object.values(ACCESS).flatMap(({ permissions }) => permissions))].sort();
  const permissions = permission.map((text) => ({
    text,
    found: known.find((one) => one.toLowerCase() === text.toLowerCase()),
  }));
  const wrong = permissions.find(({ found }) => found === undefined);
  if (wrong) return { unknown: wrong.text, what: 'permission', known };

  const clientId = newId();
  const clientSecret = newSecret();
  const app = {
    id: clientId,
    displayName: name,
    secretHash: hashSecret(clientSecret),
    permissions: permissions.flatMap(({ found }) => found ?? []),
    roleIds: [...new Set(roles.flatMap(({ found }) => (found ? [ROLES[found].id] : [])))],
    disabled: false,
  };
  await db.transaction(async (tx) => {
    await insertApp(tx, tenant.tenantId, app);
    await auditChange(
      tx,
      tenant.tenantId,
      {
        activity: 'Add service principal',
        targetType: 'ServicePrincipal',
        targetId: clientId,
        targetName: name,
        after: { roleIds: app.roleIds, permissions: app.permissions },
      },
      originOf(context),
    );
  });
  return { tenantId: tenant.tenantId, clientId, clientSecret };
}

/** Removes an app; its tokens stop working at once. Gives whether there was one. */
export async function removeApp(context: Context, clientId: string): Promise<boolean> {
  const { db, tenant } = context;
  return db.transaction(async (tx) => {
    if (!(await deleteApp(tx, tenant.tenantId, clientId))) return false;
    await auditChange(
      tx,
      tenant.tenantId,
      {
        activity: 'Remove service principal',
        targetType: 'ServicePrincipal',
        targetId: clientId,
        targetName: clientId,
      },
      originOf(context),
    );
    return true;
  });
}
