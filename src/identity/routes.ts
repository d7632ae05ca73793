import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { DelegatedHost } from './delegated/host.ts';
import { delegatedRoutes } from './delegated/routes.ts';
import { answerDelegatedGrant, isDelegatedGrant } from './delegated/token-grants.ts';
import { instanceDiscovery, openIdConfiguration, publishedKeys } from './discovery.ts';
import { answerTokenRequest } from './token-endpoint.ts';

interface TenantParams {
  Params: { tenant: string };
}

/** Where clients get tokens, and what their libraries ask before they do. */
export async function identityRoutes(app: FastifyInstance, host: DelegatedHost): Promise<void> {
  const { db, secrets, originOf } = host;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  app.post<TenantParams>('/:tenant/oauth2/v2.0/token', async (request, reply) => {
    const body = typeof request.body === 'string' ? request.body : '';
    const form: Readonly<Record<string, string>> = Object.fromEntries(new URLSearchParams(body));
    const tokenRequest = {
      tenant: request.params.tenant,
      form,
      authorization: request.headers.authorization,
      origin: originOf(request),
      correlationId: clientRequestId(request),
    };
    if (isDelegatedGrant(form.grant_type ?? '')) return answerDelegatedGrant(host, tokenRequest, request, reply);
    const { status, body: answer } = await answerTokenRequest(db, secrets, tokenRequest);
    return reply.code(status).headers({ 'cache-control': 'no-store', pragma: 'no-cache' }).send(answer);
  });

  delegatedRoutes(app, host);

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
