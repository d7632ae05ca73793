import { isGuid, newId } from '../base/id.ts';
import { hashPassword, isStrongPassword } from '../base/passwords.ts';
import { hashSecret } from '../base/secrets.ts';
import { ROLES } from '../domain/access/roles.ts';
import type { Tenant } from '../domain/directory/tenant.ts';
import { auditChange } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { endSessionsBefore } from '../store/principals.ts';
import { insertRole } from '../store/roles.ts';
import { lockSetupLink, markSetupLinkUsed } from '../store/setup-links.ts';
import { clearGuard, findSigningIn } from '../store/sign-in.ts';
import { findTenant, readDomains } from '../store/tenants.ts';
import { insertUser, isNameTaken, updatePassword } from '../store/users.ts';
import { type Browser, proceed, type SignInAnswer, type SignInFault, type SignInHost } from './sign-in.ts';

export interface Invitation {
  readonly tenantName: string;
  readonly kind: 'first' | 'reset';
  readonly userPrincipalName: string | null;
  readonly domain: string;
}

/** What a link is for; undefined: it was used, has run out, or never was. */
export async function readInvitation(host: SignInHost, token: string): Promise<Invitation | undefined> {
  const found = await findLink(host, token);
  if (!found) return undefined;
  const { tenant, sealed, userId } = found;
  const person = userId === null ? undefined : await findSigningIn(sealed, tenant.tenantId, { id: userId });
  if (userId !== null && !person) return undefined;
  return {
    tenantName: tenant.displayName,
    kind: userId === null ? 'first' : 'reset',
    userPrincipalName: person?.userPrincipalName ?? null,
    domain: tenant.defaultDomain,
  };
}

export type SetupFault = SignInFault | { readonly fault: 'invalidName' | 'nameTaken' };

/** Accepts an invitation: the password is set, the first administrator made, and the person signed in. */
export async function acceptInvitation(
  host: SignInHost,
  token: string,
  choices: { readonly displayName?: string; readonly userPrincipalName?: string; readonly password: string },
  browser: Browser,
): Promise<SignInAnswer | SetupFault> {
  if (!isStrongPassword(choices.password)) return { fault: 'weakPassword' };
  const hash = await hashPassword(choices.password);
  const found = await findLink(host, token);
  if (!found) return { fault: 'flowExpired' };
  const { sealed, tenant } = found;
  const userId = await sealed.transaction(async (tx): Promise<string | SetupFault> => {
    const link = await lockSetupLink(tx, tenant.tenantId, hashSecret(secretOf(token)), new Date(host.now()));
    if (!link) return { fault: 'flowExpired' };
    const who = link.userId ?? (await addFirstAdministrator(tx, host, tenant, choices));
    if (typeof who !== 'string') return who;
    await markSetupLinkUsed(tx, tenant.tenantId, hashSecret(secretOf(token)), new Date(host.now()));
    await updatePassword(tx, tenant.tenantId, who, hash, false);
    await endSessionsBefore(tx, tenant.tenantId, who, new Date(host.now()));
    await clearGuard(tx, tenant.tenantId, who, null);
    if (link.userId !== null) await auditOwn(tx, host, tenant, who, 'Change password', {});
    return who;
  });
  if (typeof userId !== 'string') return userId;
  return proceed(host, sealed, tenant, userId, ['setup'], browser);
}

async function addFirstAdministrator(
  tx: Database,
  host: SignInHost,
  tenant: Tenant,
  { displayName = '', userPrincipalName = '' }: { readonly displayName?: string; readonly userPrincipalName?: string },
): Promise<string | SetupFault> {
  const [, alias = '', domain = ''] = /^([^@\s]+)@([^@\s]+)$/.exec(userPrincipalName) ?? [];
  const isName = displayName.trim() !== '' && displayName.length <= 256 && userPrincipalName.length <= 200;
  const isOurs = (await readDomains(tx, tenant.tenantId)).includes(domain.toLowerCase());
  if (!isName || alias === '' || !isOurs || `${displayName}${userPrincipalName}`.includes('\0'))
    return { fault: 'invalidName' };
  if (await isNameTaken(tx, tenant.tenantId, userPrincipalName)) return { fault: 'nameTaken' };
  const id = newId();
  await insertUser(tx, tenant.tenantId, {
    id,
    userPrincipalName,
    displayName: displayName.trim(),
    mail: userPrincipalName,
    userType: 'Member',
    usageLocation: tenant.country,
    passwordHash: null,
    forceChangePassword: false,
    createdAt: new Date(host.now()),
  });
  await insertRole(tx, tenant.tenantId, id, ROLES.globalAdministrator.id, null);
  await auditOwn(tx, host, tenant, id, 'Add first administrator', { userPrincipalName });
  return id;
}

async function auditOwn(
  tx: Database,
  { now }: SignInHost,
  tenant: Tenant,
  userId: string,
  activity: string,
  after: Readonly<Record<string, unknown>>,
): Promise<void> {
  const person = await findSigningIn(tx, tenant.tenantId, { id: userId });
  const name = person?.displayName ?? userId;
  await auditChange(
    tx,
    tenant.tenantId,
    { activity, targetType: 'User', targetId: userId, targetName: name, after },
    {
      actorId: userId,
      actorName: name,
      channel: 'console',
      requestId: null,
      at: new Date(now() + tenant.clockOffsetMs),
    },
  );
}

async function findLink(
  host: SignInHost,
  token: string,
): Promise<{ tenant: Tenant; sealed: Database; userId: string | null } | undefined> {
  const [tenantId = ''] = token.split('.');
  if (!isGuid(tenantId)) return undefined;
  const sealed = host.db.ofTenant(tenantId);
  const tenant = await findTenant(sealed, tenantId);
  const link = await lockSetupLink(sealed, tenantId, hashSecret(secretOf(token)), new Date(host.now()));
  return tenant && link && { tenant, sealed, userId: link.userId };
}

function secretOf(token: string): string {
  return token.split('.').slice(1).join('.');
}
