import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider, { type Adapter, type AdapterPayload, type Configuration } from 'oidc-provider';

/** What the provider knows of somebody; `sub` is the key in the list of people. */
type Claims = Readonly<Record<string, unknown>>;

export interface TestProvider {
  readonly issuer: string;
  readonly people: Map<string, Claims>;
  /** Registers where browsers may be sent back to. */
  allow(redirectUri: string): void;
  /** How often each path was asked for. */
  readonly asked: Map<string, number>;
  /** Signs with another key from now on; the one before is gone. */
  rotateKeys(): Promise<void>;
  /** No connection any more; `start` opens the same port again. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export const CLIENT_ID = 'seatwise';
export const CLIENT_SECRET = 'a+secret/with:characters that%need encoding';

/**
 * A certified OpenID provider on this machine. Its login page is a form with one field, `login`, for the key of a
 * person; whoever types anything else refuses to sign in.
 */
export async function startProvider(
  client: { readonly authentication?: 'client_secret_basic' | 'client_secret_post' | 'none' } = {},
  traits: Configuration = {},
): Promise<TestProvider> {
  const people = new Map<string, Claims>();
  const redirectUris: string[] = [];
  const asked = new Map<string, number>();
  const { authentication = 'client_secret_basic' } = client;
  const adapter = memoryAdapter();
  let key = await newKey();
  let provider: Provider | undefined;

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://provider');
    asked.set(url.pathname, (asked.get(url.pathname) ?? 0) + 1);
    provider ??= makeProvider();
    if (!url.pathname.startsWith('/login/')) return provider.callback()(request, response);
    if (request.method === 'GET') {
      response.setHeader('content-type', 'text/html');
      return response.end(`<form method="post" action="${url.pathname}"><input name="login"></form>`);
    }
    let body = '';
    for await (const chunk of request) body += chunk;
    const login = new URLSearchParams(body).get('login') ?? '';
    return provider.interactionFinished(
      request,
      response,
      people.has(login) ? { login: { accountId: login } } : { error: 'access_denied', error_description: 'Not today.' },
    );
  });
  let port = 0;
  const start = async () => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  await start();
  const issuer = `http://127.0.0.1:${port}`;

  function makeProvider(): Provider {
    return new Provider(issuer, {
      clients: [
        {
          client_id: CLIENT_ID,
          ...(authentication === 'none' ? {} : { client_secret: CLIENT_SECRET }),
          token_endpoint_auth_method: authentication,
          redirect_uris: redirectUris,
        },
      ],
      adapter,
      ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      jwks: { keys: [key] },
      cookies: { keys: ['for tests'] },
      claims: {
        openid: ['sub', 'amr'],
        email: ['email', 'email_verified'],
        profile: ['preferred_username', 'upn', 'employee'],
      },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, { uid }) => `/login/${uid}` },
      findAccount: (_context, accountId) => {
        const known = people.get(accountId);
        return known && { accountId, claims: async () => ({ ...known, sub: accountId }) };
      },
      // Nobody is asked for consent.
      loadExistingGrant: async ({ oidc }) => {
        const grant = new oidc.provider.Grant({
          accountId: oidc.session?.accountId ?? '',
          clientId: oidc.client?.clientId ?? '',
        });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
      ...traits,
    });
  }

  return {
    issuer,
    people,
    allow: (redirectUri) => {
      redirectUris.push(redirectUri);
      provider = undefined;
    },
    asked,
    rotateKeys: async () => {
      key = await newKey();
      provider = undefined;
    },
    stop: async () => {
      server.close().closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
    start,
  };
}

/** Outlives a change of keys, which makes the library anew. */
function memoryAdapter(): (kind: string) => Adapter {
  const records = new Map<string, AdapterPayload>();
  return (kind) => ({
    upsert: async (id, payload) => void records.set(`${kind} ${id}`, payload),
    find: async (id) => records.get(`${kind} ${id}`),
    findByUid: async (uid) => [...records.values()].find((record) => record.kind === kind && record.uid === uid),
    findByUserCode: async () => undefined,
    consume: async (id) => {
      const record = records.get(`${kind} ${id}`);
      if (record) record.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id) => void records.delete(`${kind} ${id}`),
    revokeByGrantId: async (grantId) => {
      for (const [id, record] of records) if (record.grantId === grantId) records.delete(id);
    },
  });
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: 'RS256', use: 'sig' };
}
