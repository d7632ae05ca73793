import type { PersonFacts } from '../../store/principals.ts';
import { GRAPH_AUDIENCE, ISSUED_AT_MS } from '../access-tokens.ts';
import type { DelegatedClient } from './clients.ts';

/** Stands for "an ordinary user" among the directory roles of every person's token. */
const DEFAULT_USER_WID = 'b79fbf4d-3ef9-4689-8143-76b194e85509';

/** The claims of an access token with which an app acts for a person, in the layout that Graph clients read. */
export function accessTokenClaims(token: {
  readonly person: PersonFacts;
  readonly client: DelegatedClient;
  readonly tenantId: string;
  readonly issuer: string;
  readonly scopes: string;
  readonly tokenId: string;
  /** In seconds. */
  readonly expires: number;
  /** In milliseconds. */
  readonly now: number;
}): Record<string, unknown> {
  const { person, client, tenantId, now } = token;
  const seconds = Math.floor(now / 1000);
  return {
    aud: GRAPH_AUDIENCE,
    iss: token.issuer,
    iat: seconds,
    nbf: seconds,
    exp: token.expires,
    acct: 0,
    acr: '1',
    app_displayname: client.name,
    appid: client.id,
    appidacr: client.secretHash === null ? '0' : '1',
    ...(person.surname === null ? {} : { family_name: person.surname }),
    ...(person.givenName === null ? {} : { given_name: person.givenName }),
    idtyp: 'user',
    name: person.displayName,
    oid: person.id,
    scp: token.scopes,
    sub: person.id,
    tid: tenantId,
    unique_name: person.userPrincipalName,
    upn: person.userPrincipalName,
    uti: token.tokenId,
    ver: '1.0',
    wids: [...person.roleIds, DEFAULT_USER_WID],
    [ISSUED_AT_MS]: now,
  };
}

/** The claims of an ID token; the library adds issuer, audience, times and nonce. */
export function idTokenClaims(person: PersonFacts, tenantId: string): Record<string, unknown> {
  return {
    sub: person.id,
    oid: person.id,
    tid: tenantId,
    ver: '2.0',
    name: person.displayName,
    preferred_username: person.userPrincipalName,
    given_name: person.givenName ?? undefined,
    family_name: person.surname ?? undefined,
    email: person.mail ?? undefined,
  };
}

/** The claims of an ID token by the scope that asks for them. */
export const ID_TOKEN_SCOPES = {
  openid: ['sub', 'oid', 'tid', 'ver'],
  profile: ['name', 'preferred_username', 'given_name', 'family_name'],
  email: ['email'],
};
