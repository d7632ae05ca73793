import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** What a provider may get wrong, on purpose or not. All of it may change between two requests. */
export interface Misdeeds {
  /** Changes of what it says of itself. */
  metadata: Record<string, unknown>;
  /** Changes of the claims of the ID token; undefined leaves one out. */
  claims: Record<string, unknown>;
  /** Changes of what it sends back to the callback; undefined leaves one out. */
  answer: Record<string, string | undefined>;
  /** Signs with a key that it does not publish. */
  foreignKey: boolean;
  /** Answers all requests for a token so. */
  tokenAnswer: { status: number; body: unknown } | undefined;
  /** Answers to the discovery so. */
  discoveryAnswer: { status: number; type: string; body: string; location?: string } | undefined;
}

export interface RogueProvider {
  readonly issuer: string;
  readonly misdeeds: Misdeeds;
  /** What was sent to the token endpoint. */
  readonly tokenRequests: URLSearchParams[];
  stop(): Promise<void>;
}

/** The least that passes for an OpenID provider: signs everybody in at once, and does wrong as it is told. */
export async function startRogue(): Promise<RogueProvider> {
  const misdeeds: Misdeeds = {
    metadata: {},
    claims: {},
    answer: {},
    foreignKey: false,
    tokenAnswer: undefined,
    discoveryAnswer: undefined,
  };
  const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'RS256', use: 'sig' };
  const nonces = new Map<string, { nonce: string; clientId: string }>();
  const tokenRequests: URLSearchParams[] = [];

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', issuer);
    const json = (body: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    switch (url.pathname) {
      case '/.well-known/openid-configuration': {
        const instead = misdeeds.discoveryAnswer;
        if (instead) {
          const { status, type, body, location } = instead;
          return response.writeHead(status, { 'content-type': type, ...(location ? { location } : {}) }).end(body);
        }
        return json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          ...misdeeds.metadata,
        });
      }
      case '/keys':
        return json({ keys: [jwk] });
      case '/authorize': {
        const code = crypto.randomUUID();
        const { searchParams: asked } = url;
        nonces.set(code, { nonce: asked.get('nonce') ?? '', clientId: asked.get('client_id') ?? '' });
        const back = new URL(asked.get('redirect_uri') ?? '');
        const answer = { code, state: asked.get('state') ?? '', ...misdeeds.answer };
        for (const [name, value] of Object.entries(answer)) if (value !== undefined) back.searchParams.set(name, value);
        return response.writeHead(302, { location: back.href }).end();
      }
      case '/token': {
        let body = '';
        for await (const chunk of request) body += chunk;
        const form = new URLSearchParams(body);
        tokenRequests.push(form);
        if (misdeeds.tokenAnswer) return json(misdeeds.tokenAnswer.body, misdeeds.tokenAnswer.status);
        const { nonce, clientId } = nonces.get(form.get('code') ?? '') ?? { nonce: '', clientId: '' };
        const now = Math.floor(Date.now() / 1000);
        const claims = {
          iss: issuer,
          aud: clientId,
          sub: 'rogue',
          nonce,
          iat: now,
          exp: now + 300,
          ...misdeeds.claims,
        };
        const idToken = await new SignJWT(claims)
          .setProtectedHeader({ alg: 'RS256', kid: 'own' })
          .sign(misdeeds.foreignKey ? foreign.privateKey : own.privateKey);
        return json({ access_token: 'opaque', token_type: 'Bearer', expires_in: 300, id_token: idToken });
      }
      default:
        return response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    misdeeds,
    tokenRequests,
    stop: async () => {
      server.close().closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}
