import { SignJWT } from 'jose';
import { must } from '../../src/base/assert.ts';
import { findClient } from '../../src/identity/delegated/clients.ts';
import { accessTokenClaims } from '../../src/identity/delegated/user-claims.ts';
import { signingKeys } from '../../src/identity/signing.ts';
import { findPerson } from '../../src/store/principals.ts';
import { TEST_SECRETS, type TestTenant } from './tenant.ts';

/** Microsoft Graph Command Line Tools, which every tenant knows. */
export const GRAPH_TOOLS = '14d82eec-204b-4c2f-b7e8-296a70dab67e';

/** A token with which an app acts for a person, as if the person had just let it in; `claims` replaces some. */
export async function userToken(
  { db, tenant }: Pick<TestTenant, 'db' | 'tenant'>,
  userId: string,
  scopes: readonly string[],
  { clientId = GRAPH_TOOLS, claims = {} }: { clientId?: string; claims?: Record<string, unknown> } = {},
): Promise<string> {
  const { tenantId } = tenant;
  const newest = must((await signingKeys(db, TEST_SECRETS, tenantId)).newest, 'key');
  const now = Date.now();
  const good = accessTokenClaims({
    person: must(await findPerson(db, tenantId, userId), 'person'),
    client: must(await findClient(db, tenantId, clientId), 'client'),
    tenantId,
    issuer: `http://localhost:80/${tenantId}/v2.0`,
    scopes: scopes.join(' '),
    tokenId: crypto.randomUUID(),
    expires: Math.floor(now / 1000) + 3599,
    now,
  });
  return new SignJWT(JSON.parse(JSON.stringify({ ...good, ...claims })))
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: newest.keyId })
    .sign(newest.key);
}
