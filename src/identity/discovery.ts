import type { SecretBox } from '../base/secret-box.ts';
import type { Database } from '../store/database.ts';
import { DEVICE_CODE_GRANT } from './delegated/clients.ts';
import { PATHS } from './delegated/paths.ts';
import { OPENID_SCOPES } from './delegated/permissions.ts';
import { signingKeys } from './signing.ts';
import { signInTenant } from './tenant-named.ts';

/** The OpenID configuration of a tenant, with addresses under the origin that the client used; undefined: no such tenant. */
export async function openIdConfiguration(
  db: Database,
  tenantName: string,
  origin: string,
): Promise<Record<string, unknown> | undefined> {
  const tenant = await signInTenant(db, tenantName);
  if (!tenant) return undefined;
  const base = `${origin}/${tenant.tenantId}`;
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}${PATHS.authorize}`,
    token_endpoint: `${base}${PATHS.token}`,
    device_authorization_endpoint: `${base}${PATHS.deviceCode}`,
    end_session_endpoint: `${base}${PATHS.logout}`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: ['client_credentials', 'authorization_code', 'refresh_token', DEVICE_CODE_GRANT],
    code_challenge_methods_supported: ['S256'],
    subject_types_supported: ['pairwise'],
    scopes_supported: OPENID_SCOPES,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'none'],
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'nonce',
      'oid',
      'tid',
      'ver',
      'name',
      'preferred_username',
      'email',
    ],
    request_uri_parameter_supported: false,
    msgraph_host: new URL(origin).host,
    cloud_graph_host_name: new URL(origin).host,
  };
}

/** The public keys that a tenant's tokens are signed with; undefined: no such tenant. */
export async function publishedKeys(
  db: Database,
  secrets: SecretBox,
  tenantName: string,
): Promise<{ keys: readonly unknown[] } | undefined> {
  const tenant = await signInTenant(db, tenantName);
  return tenant && { keys: (await signingKeys(db, secrets, tenant.tenantId)).published };
}

/**
 * What MSAL asks before it trusts a host: this server vouches for itself, and leads on to the tenant of the
 * authorization endpoint that the question is about.
 */
export function instanceDiscovery(origin: string, authorizationEndpoint: string): Record<string, unknown> {
  const { host } = new URL(origin);
  const tenantName = URL.parse(authorizationEndpoint)?.pathname.split('/')[1] || 'common';
  return {
    tenant_discovery_endpoint: `${origin}/${tenantName}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
