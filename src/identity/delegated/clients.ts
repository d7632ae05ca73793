import type { AdapterPayload } from 'oidc-provider';
import { isGuid } from '../../base/id.ts';
import { findApp } from '../../store/apps.ts';
import type { Database } from '../../store/database.ts';
import { KNOWN_CLIENTS, KNOWN_REDIRECTS } from './known-clients.ts';
import { DELEGATED_PERMISSIONS, SELF_READ } from './permissions.ts';

/** An app that acts for people. */
export interface DelegatedClient {
  readonly id: string;
  readonly name: string;
  /** Null where it is public: then it has no secret. */
  readonly secretHash: string | null;
  readonly redirectUris: readonly string[];
  /** What it may ask people for. Everybody lets an app read who they are. */
  readonly permissions: readonly string[];
}

/** The client with this id, as it is now: a known one, or an app of the tenant that is not switched off. */
export async function findClient(db: Database, tenantId: string, id: string): Promise<DelegatedClient | undefined> {
  const key = id.toLowerCase();
  const known = KNOWN_CLIENTS.get(key);
  if (known !== undefined) {
    return {
      id: key,
      name: known,
      secretHash: null,
      redirectUris: KNOWN_REDIRECTS,
      permissions: DELEGATED_PERMISSIONS,
    };
  }
  const app = isGuid(key) ? await findApp(db, tenantId, key) : undefined;
  if (!app || app.disabled) return undefined;
  return {
    id: app.id,
    name: app.displayName,
    secretHash: app.isPublic ? null : app.secretHash,
    redirectUris: app.redirectUris,
    permissions: [...new Set([SELF_READ, ...app.permissions])],
  };
}

/** The client as the OpenID library wants it described. Secrets are checked before the library is asked. */
export function clientMetadata({ id, name, secretHash, redirectUris }: DelegatedClient): AdapterPayload {
  const takesCodes = redirectUris.length > 0;
  return {
    client_id: id,
    client_name: name,
    // Codes for http://localhost reach any port; addresses elsewhere are compared letter by letter all the same.
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: [...redirectUris],
    response_types: takesCodes ? ['code'] : [],
    grant_types: [
      ...(takesCodes ? ['authorization_code'] : []),
      ...(secretHash === null ? [DEVICE_CODE_GRANT] : []),
      'refresh_token',
    ],
  };
}

export const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
