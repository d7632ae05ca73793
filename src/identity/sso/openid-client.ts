import {
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  clockTolerance,
  customFetch,
  enableNonRepudiationChecks,
  None,
  type ServerMetadata,
} from 'openid-client';
import { fetchOptions } from '../../base/openid-discovery.ts';
import type { SecretBox } from '../../base/secret-box.ts';
import { type IdentityProvider, secretPurpose } from '../../store/identity-providers.ts';

/** How far the provider's clock may be off, in seconds. */
const CLOCK_TOLERANCE = 60;

/**
 * Ourselves as a client of a tenant's provider, for one sign-in: the signature of the ID token is checked against keys
 * that are fetched for it, so that keys may change at any time.
 */
export function openIdClient(
  metadata: ServerMetadata,
  tenantId: string,
  provider: IdentityProvider,
  secrets: SecretBox,
): Configuration {
  const { clientId, clientSecret, issuer, anyAddress } = provider;
  const authentication =
    clientSecret === null
      ? None()
      : authenticationOf(metadata)(secrets.open(clientSecret, secretPurpose(tenantId, issuer)));
  const client = new Configuration(metadata, clientId, { [clockTolerance]: CLOCK_TOLERANCE }, authentication);
  const { [customFetch]: reach, execute = [] } = fetchOptions(anyAddress);
  if (reach) client[customFetch] = reach;
  for (const extension of [...execute, enableNonRepudiationChecks]) extension(client);
  return client;
}

/** What says nothing takes the header (OpenID Connect Discovery 1.0 §3). */
function authenticationOf({
  token_endpoint_auth_methods_supported: methods = ['client_secret_basic'],
}: ServerMetadata) {
  return methods.includes('client_secret_post') ? ClientSecretPost : ClientSecretBasic;
}
