import { newId } from '../../base/id.ts';
import { hashSecret, newSecret } from '../../base/secrets.ts';
import { ACCESS } from '../../domain/access/actions.ts';
import { findRole, ROLES } from '../../domain/access/roles.ts';
import { deleteApp, insertApp } from '../../store/apps.ts';
import { auditChange } from '../../store/audit.ts';
import { type Context, originOf } from '../context.ts';
import { isRedirectAddress } from './redirect-address.ts';

export interface AppToRegister {
  readonly name: string;
  /** Directory roles by name or template id. */
  readonly role?: readonly string[];
  /** Graph permissions by name: what the app may do on its own, and what it may ask people to let it do for them. */
  readonly permission?: readonly string[];
  /** It runs where it can keep no secret, such as on people's own machines. */
  readonly public?: boolean;
  /** Where codes of people who let it in may be sent. */
  readonly redirect?: readonly string[];
}

export type RegisteredApp =
  /** A public app has no secret. */
  | { readonly tenantId: string; readonly clientId: string; readonly clientSecret: string | null }
  | { readonly unknown: string; readonly what: 'role' | 'permission' | 'redirect'; readonly known: readonly string[] };

/** Registers an app that may get tokens. The secret is given this once; only its hash is kept. */
export async function registerApp(
  context: Context,
  { name, role = [], permission = [], public: isPublic = false, redirect = [] }: AppToRegister,
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
  const wrongRedirect = redirect.find((address) => !isRedirectAddress(address));
  if (wrongRedirect !== undefined) return { unknown: wrongRedirect, what: 'redirect', known: [] };

  const clientId = newId();
  // A public app's is told to nobody, so that the app can't get tokens of its own.
  const clientSecret = newSecret();
  const app = {
    id: clientId,
    displayName: name,
    secretHash: hashSecret(clientSecret),
    permissions: permissions.flatMap(({ found }) => found ?? []),
    roleIds: [...new Set(roles.flatMap(({ found }) => (found ? [ROLES[found].id] : [])))],
    disabled: false,
    isPublic,
    redirectUris: [...new Set(redirect)],
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
        after: { roleIds: app.roleIds, permissions: app.permissions, isPublic, redirectUris: app.redirectUris },
      },
      originOf(context),
    );
  });
  return { tenantId: tenant.tenantId, clientId, clientSecret: isPublic ? null : clientSecret };
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
