import type { Configuration, errors, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { must } from '../../base/assert.ts';
import type { SecretBox } from '../../base/secret-box.ts';
import type { Database } from '../../store/database.ts';
import { findGrantStart } from '../../store/oidc-records.ts';
import { findPerson } from '../../store/principals.ts';
import { GRAPH_AUDIENCE, TOKEN_SECONDS } from '../access-tokens.ts';
import { signingKeys } from '../signing.ts';
import { type Account, accountOf, personOf } from './account.ts';
import { adapterOf } from './adapter.ts';
import { finishAnswer, wrongScope } from './answers.ts';
import { type DelegatedClient, findClient } from './clients.ts';
import { deviceCodePage, deviceDonePage, failurePage } from './device-pages.ts';
import { LIBRARY_SESSION, notesOf } from './library-request.ts';
import { PATHS } from './paths.ts';
import { OPENID_SCOPES } from './permissions.ts';
import { accessTokenClaims, ID_TOKEN_SCOPES } from './user-claims.ts';

const MINUTE = 60;
const DAY = 86_400;

/** How long what the library keeps is good for, in seconds. */
const LIFETIMES = {
  AccessToken: TOKEN_SECONDS,
  IdToken: TOKEN_SECONDS,
  AuthorizationCode: 5 * MINUTE,
  DeviceCode: 15 * MINUTE,
  Interaction: 30 * MINUTE,
  Session: 30 * MINUTE,
  // Whoever lets an app in does so anew after this, even if the app was used all along.
  Grant: 90 * DAY,
  RefreshToken: 90 * DAY,
};

const MOST_PROVIDERS = 50;
const providers = new WeakMap<object, Map<string, Promise<Provider>>>();

/** The OpenID provider of a tenant, under the origin that the client used, signing with the tenant's newest key. */
export async function providerOf(
  db: Database,
  secrets: SecretBox,
  tenantId: string,
  origin: string,
): Promise<Provider> {
  const newest = must((await signingKeys(db, secrets, tenantId)).newest, 'signing key');
  const known = providers.get(db.identity) ?? new Map<string, Promise<Provider>>();
  providers.set(db.identity, known);
  const key = `${tenantId} ${origin} ${newest.keyId}`;
  const provider = known.get(key) ?? makeProvider(db.ofTenant(tenantId), secrets, tenantId, origin, newest.privateJwk);
  // The most recently used is last; the name of the host is the client's to choose, so there is an end to them.
  known.delete(key);
  if (known.size >= MOST_PROVIDERS) known.delete(known.keys().next().value ?? '');
  known.set(key, provider);
  provider.catch(() => known.delete(key));
  return provider;
}

async function makeProvider(
  db: Database,
  secrets: SecretBox,
  tenantId: string,
  origin: string,
  signingKey: object,
): Promise<Provider> {
  // Loaded on first use: the command line builds the same app and never comes here.
  const { Provider, interactionPolicy, errors: failures } = await import('oidc-provider');
  const issuer = `${origin}/${tenantId}/v2.0`;
  const { Check, base } = interactionPolicy;
  const policy = base();
  // Who is signed in is for the console's session to say, and an app is let in each time: one page does both.
  policy
    .get('login')
    ?.checks.add(
      new Check('not_let_in', 'a person must let the app in', (ctx) => ctx.oidc.result?.login === undefined),
    );

  const clientOf = async (ctx: KoaContextWithOIDC): Promise<DelegatedClient> =>
    must(await findClient(db, tenantId, must(ctx.oidc.client, 'client').clientId), 'client');

  const configuration: Configuration = {
    adapter: adapterOf(db, secrets, tenantId, () => new failures.InvalidGrant('used already')),
    jwks: { keys: [signingKey] },
    routes: {
      authorization: PATHS.authorize,
      token: PATHS.token,
      device_authorization: PATHS.deviceCode,
      code_verification: PATHS.devicePage,
    },
    cookies: {
      names: { session: LIBRARY_SESSION, interaction: 'seatwise_app_consent', resume: 'seatwise_app_resume' },
      long: { httpOnly: true, sameSite: 'lax', path: `/${tenantId}/oauth2` },
      short: { httpOnly: true, sameSite: 'lax' },
    },
    features: {
      devInteractions: { enabled: false },
      deviceFlow: {
        enabled: true,
        charset: 'base-20',
        mask: '****-****',
        deviceInfo: (ctx) => ({ ip: ctx.ip, ua: ctx.get('user-agent').slice(0, 200) }),
        userCodeInputSource: deviceCodePage,
        userCodeConfirmSource: (ctx) => deviceCodePage(ctx, ''),
        successSource: deviceDonePage,
      },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      userinfo: { enabled: false },
      // The session that ends at sign-out is the console's, which the library knows nothing of.
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => GRAPH_AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: async (ctx) => {
          const { scopes } = notesOf(ctx.req);
          if (scopes && 'wrong' in scopes) {
            throw new failures.InvalidScope(wrongScope(scopes.wrong, scopes.why).text, scopes.wrong);
          }
          return {
            scope: (await clientOf(ctx)).permissions.join(' '),
            audience: GRAPH_AUDIENCE,
            accessTokenFormat: 'jwt',
            accessTokenTTL: TOKEN_SECONDS,
            jwt: { sign: { alg: 'RS256' } },
          };
        },
      },
    },
    scopes: [...OPENID_SCOPES],
    claims: ID_TOKEN_SCOPES,
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    allowOmittingSingleRegisteredRedirectUri: false,
    ttl: LIFETIMES,
    issueRefreshToken: async (_ctx, _client, source) => source.scopes.has('offline_access'),
    rotateRefreshToken: () => true,
    expiresWithSession: async () => false,
    loadExistingGrant: async (ctx) => {
      const grantId = ctx.oidc.result?.consent?.grantId;
      return grantId === undefined ? undefined : ctx.oidc.provider.Grant.find(grantId);
    },
    findAccount: async (ctx, userId): Promise<Account | undefined> => {
      const person = await findPerson(db, tenantId, userId);
      const grantId = ctx.oidc.grant?.jti;
      const grantedAt = grantId === undefined ? undefined : await findGrantStart(db, tenantId, grantId);
      return accountOf(notesOf(ctx.req), tenantId, person, grantedAt);
    },
    formats: {
      customizers: {
        jwt: async (ctx, _token, jwt) => {
          const person = personOf(ctx);
          const { jti, scope, exp } = jwt.payload;
          jwt.header = { typ: 'JWT' };
          jwt.payload = accessTokenClaims({
            person,
            client: await clientOf(ctx),
            tenantId,
            issuer,
            scopes: String(scope ?? ''),
            tokenId: String(jti),
            expires: Number(exp),
            now: Date.now(),
          });
        },
      },
    },
    interactions: { policy, url: (_ctx, { uid }) => `/${tenantId}${PATHS.consent}/${uid}` },
    renderError: failurePage,
  };

  const provider = new Provider(issuer, configuration);
  provider.on('server_error', (ctx, error) => notesOf(ctx.req).log(error));
  const noteFailure = (ctx: KoaContextWithOIDC, error: errors.OIDCProviderError) => {
    notesOf(ctx.req).failure = error;
  };
  provider.on('grant.error', noteFailure);
  provider.on('device_authorization.error', noteFailure);
  provider.use(async (ctx, next) => {
    await next();
    finishAnswer(ctx as KoaContextWithOIDC, tenantId);
  });
  return provider;
}
