import { type DiscoveryFault, discoverProvider } from '../../base/openid-discovery.ts';
import { auditChange } from '../../store/audit.ts';
import {
  deleteIdentityProvider,
  findIdentityProvider,
  type IdentityProvider,
  lockIdentityProvider,
  secretPurpose,
  writeIdentityProvider,
} from '../../store/identity-providers.ts';
import { type Context, originOf } from '../context.ts';

export interface IdentityProviderToSet {
  readonly issuer: string;
  readonly clientId: string;
  /** Left out: the one that is kept already. Null: the client keeps none. */
  readonly clientSecret?: string | null | undefined;
  readonly displayName: string;
  readonly userClaim: string;
  readonly passwordsToo: boolean;
}

export type IdentityProviderFault =
  | DiscoveryFault
  /** The provider takes a secret in none of the ways that we can send it. */
  | { readonly fault: 'secretNotTaken' }
  /** The secret that is kept was given for another issuer or client. */
  | { readonly fault: 'secretNeeded' };

/** What may be shown of a provider. */
export type ShownProvider = Omit<IdentityProvider, 'clientSecret'> & { readonly hasClientSecret: boolean };

/** The tenant's provider, without its secret. */
export async function showIdentityProvider({ db, tenant }: Context): Promise<ShownProvider | undefined> {
  const provider = await findIdentityProvider(db, tenant.tenantId);
  return provider && shown(provider);
}

/**
 * Sets the provider that signs the tenant's people in, once it has answered to its name. Only who works on the machine
 * itself may name one within the server's own network; a tenant's administrator may then change the rest about it.
 */
export async function setIdentityProvider(
  context: Context,
  wanted: IdentityProviderToSet,
): Promise<ShownProvider | IdentityProviderFault> {
  const { db, tenant, principal, secrets } = context;
  const { tenantId } = tenant;
  const issuer = issuerOf(wanted.issuer);
  const known = await findIdentityProvider(db, tenantId);
  const isOperator = principal.kind === 'operator';
  const anyAddress = isOperator || (known?.anyAddress === true && isSame(known.issuer, issuer));
  const found = await discoverProvider(issuer, anyAddress);
  if ('fault' in found) return found;
  const { metadata } = found;
  if (wanted.clientSecret && !takesSecret(metadata.token_endpoint_auth_methods_supported))
    return { fault: 'secretNotTaken' };

  return db.transaction(async (tx) => {
    const before = await lockIdentityProvider(tx, tenantId);
    const isSameClient = before?.issuer === metadata.issuer && before.clientId === wanted.clientId;
    if (wanted.clientSecret === undefined && before && before.clientSecret !== null && !isSameClient)
      return { fault: 'secretNeeded' };
    const after: IdentityProvider = {
      issuer: metadata.issuer,
      clientId: wanted.clientId,
      clientSecret: wanted.clientSecret
        ? secrets.seal(wanted.clientSecret, secretPurpose(tenantId, metadata.issuer))
        : wanted.clientSecret === undefined && isSameClient
          ? before.clientSecret
          : null,
      displayName: wanted.displayName,
      userClaim: wanted.userClaim,
      passwordsToo: wanted.passwordsToo,
      anyAddress,
      createdAt: before?.createdAt ?? new Date(context.now),
    };
    await writeIdentityProvider(tx, tenantId, after);
    await auditChange(
      tx,
      tenantId,
      {
        activity: 'Set identity provider',
        ...targetOf(after),
        ...(before ? { before: shown(before) } : {}),
        after: { ...shown(after), clientSecretChanged: after.clientSecret !== (before?.clientSecret ?? null) },
      },
      originOf(context),
    );
    return shown(after);
  });
}

/** Removes it; from now on the tenant's people sign in with what this server knows of them. Gives whether there was one. */
export async function removeIdentityProvider(context: Context): Promise<boolean> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    const before = await lockIdentityProvider(tx, tenantId);
    if (!before) return false;
    await deleteIdentityProvider(tx, tenantId);
    await auditChange(
      tx,
      tenantId,
      { activity: 'Remove identity provider', ...targetOf(before), before: shown(before) },
      originOf(context),
    );
    return true;
  });
}

/** People copy the address of the description as often as that of the issuer. */
function issuerOf(text: string): string {
  return text.trim().replace(/\/\.well-known\/openid-configuration\/?$/, '');
}

function isSame(issuer: string, other: string): boolean {
  return issuer.replace(/\/+$/, '') === other.replace(/\/+$/, '');
}

/** What says nothing takes the header (OpenID Connect Discovery 1.0 §3). */
function takesSecret(methods: readonly string[] = ['client_secret_basic']): boolean {
  return methods.includes('client_secret_basic') || methods.includes('client_secret_post');
}

function shown({ clientSecret, ...provider }: IdentityProvider): ShownProvider {
  return { ...provider, hasClientSecret: clientSecret !== null };
}

function targetOf({ displayName }: IdentityProvider) {
  return { targetType: 'IdentityProvider', targetId: null, targetName: displayName };
}
