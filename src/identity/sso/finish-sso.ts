import { AuthorizationResponseError, authorizationCodeGrant, type Configuration, fetchUserInfo } from 'openid-client';
import { isGuid } from '../../base/id.ts';
import { providerFailure } from '../../base/openid-discovery.ts';
import { hashSecret } from '../../base/secrets.ts';
import type { Tenant } from '../../domain/directory/tenant.ts';
import type { Database } from '../../store/database.ts';
import { findIdentityProvider } from '../../store/identity-providers.ts';
import { deleteFlow, lockFlow, type SigningIn } from '../../store/sign-in.ts';
import type { SignInHost } from '../sign-in.ts';
import type { SsoState } from './begin-sso.ts';
import { findClaimedPerson, hadSecondFactor, isDoubtful } from './claimed-person.ts';
import { knownProvider } from './known-providers.ts';
import { openIdClient } from './openid-client.ts';
import type { SsoError } from './sso-error.ts';

type Arrival =
  | { readonly person: SigningIn; readonly secondFactor: boolean; readonly returnTo: string }
  | { readonly error: SsoError; readonly returnTo?: string; readonly detail?: string };

/**
 * What came of a browser's way to the provider, by what it brings back: the person, or why there is none. A flow serves
 * once, whatever comes of it, and only the browser and the tenant that it was begun for.
 */
export async function finishSso(
  { db, secrets, now }: SignInHost,
  { tenantId }: Tenant,
  answer: URLSearchParams,
  browserSecret: string | undefined,
): Promise<Arrival> {
  const sealed = db.ofTenant(tenantId);
  const at = now();
  const flow = await takeFlow(sealed, tenantId, flowIdOf(answer), browserSecret, new Date(at));
  if (!flow) return { error: 'ssoExpired' };
  const { returnTo } = flow;
  const provider = await findIdentityProvider(sealed, tenantId);
  if (!provider || provider.issuer !== flow.issuer || provider.clientId !== flow.clientId)
    return { error: 'ssoExpired', returnTo };
  const found = await knownProvider(provider, at);
  if ('fault' in found) {
    const error = found.fault === 'unreachable' ? 'ssoUnreachable' : 'ssoRefused';
    return { error, returnTo, detail: JSON.stringify(found) };
  }
  const read = await readClaims(
    openIdClient(found.metadata, tenantId, provider, secrets),
    flow,
    answer,
    provider.userClaim,
  );
  if ('error' in read) return { ...read, returnTo };
  const { claims } = read;
  if (isDoubtful(provider.userClaim, claims))
    return { error: 'ssoRefused', returnTo, detail: 'email_verified is false' };
  const person = await findClaimedPerson(sealed, tenantId, provider.userClaim, claims);
  if (!person)
    return { error: 'ssoUnknownPerson', returnTo, detail: `no living person by the claim ${provider.userClaim}` };
  if (!person.accountEnabled) return { error: 'ssoBlocked', returnTo };
  return { person, secondFactor: hadSecondFactor(claims), returnTo };
}

/** The flow that a state belongs to. */
export function flowIdOf(answer: URLSearchParams): string {
  return (answer.get('state') ?? '').split('.')[0] ?? '';
}

async function takeFlow(
  db: Database,
  tenantId: string,
  flowId: string,
  browserSecret: string | undefined,
  now: Date,
): Promise<SsoState | undefined> {
  if (!isGuid(flowId) || browserSecret === undefined) return undefined;
  return db.transaction(async (tx) => {
    const flow = await lockFlow(tx, tenantId, flowId, hashSecret(browserSecret), now);
    if (flow?.kind !== 'sso') return undefined;
    await deleteFlow(tx, tenantId, flowId);
    return flow.state as unknown as SsoState;
  });
}

type Read =
  | { readonly claims: Readonly<Record<string, unknown>> }
  | { readonly error: SsoError; readonly detail: string };

/** Redeems the code. What the ID token leaves out is asked of the provider's userinfo. */
async function readClaims(
  client: Configuration,
  flow: SsoState,
  answer: URLSearchParams,
  userClaim: string,
): Promise<Read> {
  try {
    const tokens = await authorizationCodeGrant(client, new URL(`${flow.redirectUri}?${answer}`), {
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      pkceCodeVerifier: flow.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) return { error: 'ssoRefused', detail: 'no ID token' };
    if (claims[userClaim] !== undefined || client.serverMetadata().userinfo_endpoint === undefined) return { claims };
    return { claims: { ...(await fetchUserInfo(client, tokens.access_token, claims.sub)), ...claims } };
  } catch (error) {
    if (error instanceof AuthorizationResponseError) return { error: 'ssoRefused', detail: error.error };
    const { kind, detail } = providerFailure(error);
    return { error: kind === 'unreachable' ? 'ssoUnreachable' : 'ssoRefused', detail };
  }
}
