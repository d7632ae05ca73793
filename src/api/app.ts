import type { IncomingMessage, ServerResponse } from 'node:http';
import swagger from '@fastify/swagger';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { type Action, isAllowed, type Principal } from '../domain/access/actions.ts';
import type { TokenFault } from '../identity/access-tokens.ts';
import type { TextContext } from '../messages/license-texts.ts';
import { preferredLanguage, translator } from '../messages/translate.ts';
import type { Context } from '../operations/context.ts';
import { readCurrentCatalog } from '../queries/catalog.ts';
import { readGroupNames } from '../queries/operations.ts';
import { approvalRoutes } from './approval-routes.ts';
import { auditDestinationRoutes } from './audit-destination-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { clockRoutes } from './clock-routes.ts';
import { caseRoutes } from './compliance/case-routes.ts';
import { custodianRoutes } from './compliance/custodian-routes.ts';
import { holdRoutes } from './compliance/hold-routes.ts';
import { policyRoutes } from './compliance/policy-routes.ts';
import { searchRoutes } from './compliance/search-routes.ts';
import { deletedUserRoutes } from './deleted-user-routes.ts';
import { deletionRoutes } from './deletion-routes.ts';
import { identityProviderRoutes } from './identity-provider-routes.ts';
import { importRoutes } from './import-routes.ts';
import { mailboxRoutes } from './mailbox-routes.ts';
import { operationResultsRoutes } from './operation-results-routes.ts';
import { operationRoutes } from './operation-routes.ts';
import { overviewRoutes } from './overview-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { personRoutes } from './person-routes.ts';
import { fail, ProblemError } from './problems.ts';
import { roleRoutes } from './role-routes.ts';
import { securityRoutes } from './security-routes.ts';
import { settingsRoutes } from './settings-routes.ts';
import { skuRoutes } from './sku-routes.ts';
import { viewRoutes } from './view-routes.ts';

/** What our own API needs from the server around it. */
export interface ApiHost {
  readonly authenticate: (request: FastifyRequest) => Promise<Principal | TokenFault | 'forged'>;
  readonly contextFor: (principal: Principal, channel: string, requestId: string) => Promise<Context | undefined>;
}

/** A call once it is clear who asks and in which language. */
export interface ApiCall {
  readonly context: Context;
  /** Words, for the reader's language; read when first needed. */
  readonly text: () => Promise<TextContext>;
}

export type ApiInstance = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Gives a route its call, or ends it: who is not known, or may not. Of several rights, one is enough. */
export type Enter = (request: FastifyRequest, action: Action | readonly Action[]) => Promise<ApiCall>;

/** Serves what Graph lacks under /api: plans, operations, undo, imports, with an OpenAPI description. */
export async function ownApi(app: FastifyInstance, host: ApiHost): Promise<void> {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Seatwise', description: 'What Graph lacks: plans, operations, undo.', version: '1' },
    },
    transform: jsonSchemaTransform,
  });
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof ProblemError) return reply.code(error.problem.status).send({ error: error.problem });
    if (hasZodFastifySchemaValidationErrors(error)) {
      const fields = error.validation.map(({ instancePath, message }) => ({ field: instancePath, message }));
      const told = fields.map(({ field, message }) => `${field || 'body'}: ${message}`).join('; ');
      return reply.code(400).send({ error: { status: 400, code: 'invalidInput', message: told, fields } });
    }
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    if (status < 500)
      return reply.code(status).send({ error: { status, code: 'invalidInput', message: (error as Error).message } });
    request.log.error({ err: error }, 'A request failed');
    return reply
      .code(500)
      .send({ error: { status: 500, code: 'internal', message: 'The server failed to answer; see its log.' } });
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      error: { status: 404, code: 'notFound', message: `There is no ${request.method} ${request.url} here.` },
    }),
  );

  const enter: Enter = async (request, action) => {
    const principal = await host.authenticate(request);
    if (principal === 'forged') fail(403, 'csrf', 'This request was not sent by the console of this session.');
    if (typeof principal === 'string')
      fail(401, 'unauthorized', 'Send an access token: Authorization: Bearer …', { fault: principal });
    if (![action].flat().some((one) => isAllowed(principal, one)))
      fail(403, 'forbidden', `${principal.name} has no role that allows this.`);
    const channel = principal.kind === 'operator' ? 'cli' : 'api';
    const context = await host.contextFor(principal, channel, request.id);
    if (!context) fail(401, 'unauthorized', 'The tenant of this token is gone.');
    return { context, text: () => textFor(context, languagesOf(request)) };
  };
  const typed = app.withTypeProvider<ZodTypeProvider>();
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  clockRoutes(typed, enter);
  skuRoutes(typed, enter);
  operationRoutes(typed, enter);
  operationResultsRoutes(typed, enter);
  importRoutes(typed, enter);
  roleRoutes(typed, enter);
  approvalRoutes(typed, enter);
  deletedUserRoutes(typed, enter);
  deletionRoutes(typed, enter);
  securityRoutes(typed, enter);
  auditRoutes(typed, enter);
  auditDestinationRoutes(typed, enter);
  settingsRoutes(typed, enter);
  identityProviderRoutes(typed, enter);
  overviewRoutes(typed, enter);
  peopleRoutes(typed, enter);
  personRoutes(typed, enter);
  viewRoutes(typed, enter);
  mailboxRoutes(typed, enter);
  holdRoutes(typed, enter);
  policyRoutes(typed, enter);
  caseRoutes(typed, enter);
  custodianRoutes(typed, enter);
  searchRoutes(typed, enter);
}

/** A link that downloads a file names the page's language itself: the browser would send its own. */
function languagesOf({ url, headers }: FastifyRequest): string | undefined {
  return new URL(url, 'http://localhost').searchParams.get('language') ?? headers['accept-language'];
}

async function textFor(context: Context, languages: string | undefined): Promise<TextContext> {
  const { db, tenant } = context;
  const [catalog, groupNames] = await Promise.all([readCurrentCatalog(db), readGroupNames(db, tenant.tenantId)]);
  return {
    t: translator(preferredLanguage(languages)),
    catalog,
    groupNames,
    timeZone: tenant.timeZone,
    currency: tenant.currency,
  };
}
