import fastifyCookie from '@fastify/cookie';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ownApi } from '../api/app.ts';
import { fileContentRoutes } from '../api/file-content-routes.ts';
import type { SecretBox } from '../base/secret-box.ts';
import { rawSql } from '../base/sql.ts';
import { type Clock, systemClock } from '../base/time.ts';
import type { Principal } from '../domain/access/actions.ts';
import { graphApi } from '../graph/app.ts';
import { authenticate, type TokenFault } from '../identity/access-tokens.ts';
import { accountRoutes } from '../identity/account-routes.ts';
import { currentSession } from '../identity/current-session.ts';
import { identityRoutes } from '../identity/routes.ts';
import { isForged } from '../identity/session-cookie.ts';
import { signInRoutes } from '../identity/sign-in-routes.ts';
import { ssoRoutes } from '../identity/sso/routes.ts';
import type { Context } from '../operations/context.ts';
import type { Database } from '../store/database.ts';
import { principalOf } from '../store/principals.ts';
import { findTenant } from '../store/tenants.ts';
import { consoleFiles } from './console-files.ts';
import { secureAnswers, setSecurityHeaders } from './security-headers.ts';

export interface AppOptions {
  readonly db: Database;
  /** What keys and secrets in the database are encrypted with. */
  readonly secrets: SecretBox;
  readonly clock?: Clock;
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Log requests that fail. */
  readonly log?: boolean;
  /** Whoever calls is this principal, whatever they send: for the command line, which works on its own database. */
  readonly operator?: Principal;
  /** Where the built console is, if not in its usual place. */
  readonly consoleFolder?: string;
}

/** The whole server, not yet listening. */
export async function buildApp({
  db,
  secrets,
  clock = systemClock,
  tls,
  log = false,
  operator,
  consoleFolder,
}: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    ...(tls ? { https: tls } : {}),
    logger: log ? { level: 'warn', stream: process.stderr } : false,
    genReqId: () => crypto.randomUUID(),
    bodyLimit: 4 * 1024 * 1024,
    routerOptions: { maxParamLength: 2_048 },
    // A slow or silent client does not hold a connection for ever.
    requestTimeout: 300_000,
    forceCloseConnections: true,
    // What is refused before there is a route, such as a badly encoded path, has the form that clients of Graph read.
    frameworkErrors: (error, request, given) => {
      const reply = given as unknown as FastifyReply;
      setSecurityHeaders(request as unknown as FastifyRequest, reply);
      reply.code(error.statusCode ?? 400).send({ error: { code: 'BadRequest', message: error.message } });
    },
  }) as unknown as FastifyInstance;

  const host = {
    authenticate: async (request: FastifyRequest): Promise<Principal | TokenFault | 'forged'> => {
      if (operator) return operator;
      if (request.headers.authorization !== undefined) return authenticate(db, secrets, request.headers.authorization);
      const open = await currentSession(db, request, clock.now());
      if (!open) return 'missing';
      return isForged(request, open.csrfToken) ? 'forged' : principalOf(open.tenant.tenantId, open.person);
    },
    contextFor: async (principal: Principal, channel: string, requestId: string): Promise<Context | undefined> => {
      // From here on the database itself shows nothing of any other tenant.
      const sealed = db.ofTenant(principal.tenantId);
      const tenant = await findTenant(sealed, principal.tenantId);
      return (
        tenant && {
          db: sealed,
          tenant,
          principal,
          secrets,
          channel: principal.kind === 'user' && principal.delegated === undefined ? 'console' : channel,
          requestId,
          now: clock.now() + tenant.clockOffsetMs,
        }
      );
    },
    originOf,
  };

  secureAnswers(app);
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await db.query(rawSql('select 1'));
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'the database does not answer' });
    }
  });
  await app.register(fastifyCookie);
  await consoleFiles(app, consoleFolder);
  await app.register((scope) => graphApi(scope, host));
  await app.register((scope) => identityRoutes(scope, { db, secrets, originOf, now: () => clock.now() }));
  const signIn = { db, secrets, originOf, now: () => clock.now() };
  await app.register((scope) => signInRoutes(scope, signIn), { prefix: '/api' });
  await app.register((scope) => accountRoutes(scope, signIn), { prefix: '/api' });
  await app.register(async (scope) => ssoRoutes(scope, signIn), { prefix: '/api' });
  await app.register((scope) => fileContentRoutes(scope, { ...host, secrets, now: () => clock.now() }), {
    prefix: '/api',
  });
  await app.register((scope) => ownApi(scope, host), { prefix: '/api' });
  return app;
}

function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}
