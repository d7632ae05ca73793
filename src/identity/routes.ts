import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SecretBox } from '../base/secret-box.ts';
import type { Database } from '../store/database.ts';
import { instanceDiscovery, openIdConfiguration, publishedKeys } from './discovery.ts';
import { answerTokenRequest } from './token-endpoint.ts';

interface TenantParams {
  Params: { tenant: string };
}

/** Where clients get tokens, and what their libraries ask before they do. */
export async function identityRoutes(
  app: FastifyInstance,
  { db, secrets, originOf }: { db: Database; secrets: SecretBox; originOf: (request: FastifyRequest) => string },
): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  app.post<TenantParams>('/:tenant/oauth2/v2.0/token', async (request, reply) => {
    const body = typeof request.body === 'string' ? request.body : '';
    const { status, body: answer } = await answerTokenRequest(db, secrets, {
      tenant: request.params.tenant,
      form: Object.fromEntries(new URLSearchParams(body)),
      authorization: request.headers.authorization,
      origin: originOf(request),
      correlationId: clientRequestId(request),
    });
    return reply.code(status).headers({ 'cache-control': 'no-store', pragma: 'no-cache' }).send(answer);
  });

  for (const path of ['/:tenant/v2.0/.well-known/openid-configuration', '/:tenant/.well-known/openid-configuration']) {
    app.get<TenantParams>(path, async (request, reply) => {
      const found = await openIdConfiguration(db, request.params.tenant, originOf(request));
      return found ?? reply.code(400).send(unknownTenant(request.params.tenant));
    });
  }
  for (const path of ['/:tenant/discovery/v2.0/keys', '/:tenant/discovery/keys']) {
    app.get<TenantParams>(path, async (request, reply) => {
      const found = await publishedKeys(db, secrets, request.params.tenant);
      return found ?? reply.code(400).send(unknownTenant(request.params.tenant));
    });
  }
  app.get('/common/discovery/instance', async (request) =>
    instanceDiscovery(originOf(request), queryOption(request, 'authorization_endpoint') ?? ''),
  );
}

function clientRequestId(request: FastifyRequest): string | undefined {
  const inHeader = request.headers['client-request-id'];
  return queryOption(request, 'client-request-id') ?? (typeof inHeader === 'string' ? inHeader : undefined);
}

function queryOption(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}

function unknownTenant(tenant: string) {
  return {
    error: 'invalid_tenant',
    error_description: `AADSTS90002: Tenant '${tenant}' not found.`,
    error_codes: [90002],
  };
}
