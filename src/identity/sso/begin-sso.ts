import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  type ServerMetadata,
} from 'openid-client';
import { newId } from '../../base/id.ts';
import { hashSecret, newSecret } from '../../base/secrets.ts';
import type { Tenant } from '../../domain/directory/tenant.ts';
import { findIdentityProvider } from '../../store/identity-providers.ts';
import { insertFlow } from '../../store/sign-in.ts';
import type { SignInHost } from '../sign-in.ts';
import { knownProvider } from './known-providers.ts';
import { openIdClient } from './openid-client.ts';
import type { SsoError } from './sso-error.ts';

/** So long a person may take at the provider. */
export const FLOW_SECONDS = 600;

/** What is remembered while a browser is at the provider. */
export interface SsoState {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE: proves to the provider that the code is ours to redeem. */
  readonly verifier: string;
  readonly redirectUri: string;
  readonly returnTo: string;
  /** To whom the browser was sent: nothing is taken from anybody else. */
  readonly issuer: string;
  readonly clientId: string;
}

interface Departure {
  /** The provider's page, with our request. */
  readonly location: string;
  readonly flowId: string;
  /** What this browser alone gets, and must bring back. */
  readonly browserSecret: string;
}

/** Sends a browser off to a tenant's provider: authorization code with PKCE, state and nonce. */
export async function beginSso(
  { db, secrets, now }: SignInHost,
  { tenantId }: Tenant,
  { redirectUri, returnTo }: { readonly redirectUri: string; readonly returnTo: string },
): Promise<Departure | { readonly error: SsoError; readonly detail?: string }> {
  const sealed = db.ofTenant(tenantId);
  const provider = await findIdentityProvider(sealed, tenantId);
  if (!provider) return { error: 'ssoNotConfigured' };
  const at = now();
  const found = await knownProvider(provider, at);
  if ('fault' in found)
    return { error: found.fault === 'unreachable' ? 'ssoUnreachable' : 'ssoRefused', detail: JSON.stringify(found) };

  const flowId = newId();
  const browserSecret = newSecret();
  const flow: SsoState = {
    state: `${flowId}.${newSecret()}`,
    nonce: randomNonce(),
    verifier: randomPKCECodeVerifier(),
    redirectUri,
    returnTo,
    issuer: provider.issuer,
    clientId: provider.clientId,
  };
  const location = buildAuthorizationUrl(openIdClient(found.metadata, tenantId, provider, secrets), {
    redirect_uri: redirectUri,
    scope: scopesOf(found.metadata),
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: await calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: 'S256',
  });
  await insertFlow(
    sealed,
    tenantId,
    {
      id: flowId,
      kind: 'sso',
      userId: null,
      state: { ...flow },
      tokenHash: hashSecret(browserSecret),
      expiresAt: new Date(at + FLOW_SECONDS * 1000),
    },
    new Date(at),
  );
  return { location: location.href, flowId, browserSecret };
}

/** Which of the usual scopes a provider has, as far as it says. */
function scopesOf({ scopes_supported: supported }: ServerMetadata): string {
  return ['openid', 'profile', 'email']
    .filter((scope) => scope === 'openid' || supported?.includes(scope) !== false)
    .join(' ');
}
