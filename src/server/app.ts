import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ownApi } from '../api/app.ts';
import type { SecretBox } from '../base/secret-box.ts';
import { rawSql } from '../base/sql.ts';
import { type Clock, systemClock } from '../base/time.ts';
import type { Principal } from '../domain/access/actions.ts';
import { graphApi } from '../graph/app.ts';
import { authenticate, type TokenFault } from '../identity/access-tokens.ts';
import { identityRoutes } from '../identity/routes.ts';
import type { Context } from '../operations/context.ts';
import type { Database } from '../store/database.ts';
import { findTenant } from '../store/tenants.ts';
import { landingPage } from './landing-page.ts';

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
}

/** The whole server, not yet listening. */
export async function buildApp({
  db,
  secrets,
  clock = systemClock,
  tls,
  log = false,
  operator,
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
    frameworkErrors: (error, _request, reply) => {
      (reply as unknown as FastifyReply)
        .code(error.statusCode ?? 400)
        .send({ error: { code: 'BadRequest', message: error.message } });
    },
  }) as unknown as FastifyInstance;

  const host = {
    authenticate: async (request: FastifyRequest): Promise<Principal | TokenFault> =>
      operator ?? authenticate(db, secrets, request.headers.authorization),
    contextFor: async (principal: Principal, channel: string, requestId: string): Promise<Context | undefined> => {
      const tenant = await findTenant(db, principal.tenantId);
      return (
        tenant && {
          db: db.ofTenant(tenant.tenantId),
          tenant,
          principal,
          secrets,
          channel,
          requestId,
          now: clock.now() + tenant.clockOffsetMs,
        }
      );
    },
    originOf,
  };

  app.addHook('onSend', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000');
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await db.query(rawSql('select 1'));
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'the database does not answer' });
    }
  });
  app.get('/', (request, reply) =>
    reply.type('text/html; charset=utf-8').send(landingPage(request.headers['accept-language'])),
  );
  await app.register((scope) => graphApi(scope, host));
  await app.register((scope) => identityRoutes(scope, { db, secrets, originOf }));
  await app.register((scope) => ownApi(scope, host), { prefix: '/api' });
  return app;
}

function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}
