import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import { isAllowed, type Principal } from '../domain/access/actions.ts';
import type { TokenFault } from '../identity/access-tokens.ts';
import type { Context } from '../operations/context.ts';
import { errorEnvelope, type GraphError, type GraphReply, INSUFFICIENT_PRIVILEGES, Refused } from './errors.ts';
import { firstUnknownSegment, graphSegments, matchPath } from './path.ts';
import { ROUTES } from './routes.ts';

/** What the Graph API needs from the server around it. */
export interface GraphHost {
  readonly authenticate: (request: FastifyRequest) => Promise<Principal | TokenFault>;
  readonly contextFor: (principal: Principal, channel: string, requestId: string) => Promise<Context | undefined>;
  /** Scheme, host and port as the client used them. */
  readonly originOf: (request: FastifyRequest) => string;
}

/** Serves Graph under /v1.0, and the same under /beta, where many scripts look for licensing. */
export async function graphApi(app: FastifyInstance, host: GraphHost): Promise<void> {
  app.removeAllContentTypeParsers();
  // Clients send JSON types with parameters, JSON types with empty bodies, and no type at all.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  for (const version of ['v1.0', 'beta']) {
    app.all(`/${version}`, (request, reply) => answer(request, reply, version, host));
    app.all(`/${version}/*`, (request, reply) => answer(request, reply, version, host));
  }
}

async function answer(request: FastifyRequest, reply: FastifyReply, version: string, host: GraphHost): Promise<void> {
  const requestId = crypto.randomUUID();
  const clientRequestId = header(request, 'client-request-id') ?? requestId;
  const finish = ({ status, body, headers }: GraphReply) => {
    reply
      .code(status)
      .headers({
        'request-id': requestId,
        'client-request-id': clientRequestId,
        'cache-control': 'no-cache',
        vary: 'Accept-Encoding',
        'odata-version': '4.0',
        'x-ms-ags-diagnostic':
          '{"ServerInfo":{"DataCenter":"Seatwise","Slice":"E","Ring":"1","ScaleUnit":"001","RoleInstance":"SW01"}}',
        ...headers,
      });
    if (body === undefined) return reply.send();
    if (typeof body === 'string') return reply.type('text/plain').send(body);
    const plain = /odata\.metadata=none/i.test(header(request, 'accept') ?? '');
    const metadata = plain ? 'none' : 'minimal';
    return reply
      .type(`application/json;odata.metadata=${metadata};odata.streaming=true;IEEE754Compatible=false;charset=utf-8`)
      .send(JSON.stringify(plain ? withoutAnnotations(body) : body));
  };
  const fail = (error: GraphError) =>
    finish({ status: error.status, body: errorEnvelope(error, requestId, clientRequestId), ...(error.headers ? { headers: error.headers } : {}) });

  try {
    await finish(await handle(request, version, host, requestId));
  } catch (error) {
    if (error instanceof Refused) await fail(error.error);
    else if (error instanceof ZodError) await fail(INVALID_VALUES);
    else {
      request.log.error({ err: error, requestId }, 'A Graph request failed');
      await fail({ status: 500, code: 'InternalServerError', message: 'The server failed to answer; see its log for this request-id.' });
    }
  }
}

async function handle(request: FastifyRequest, version: string, host: GraphHost, requestId: string): Promise<GraphReply> {
  const principal = await host.authenticate(request);
  if (typeof principal === 'string') throw new Refused(tokenError(principal, host.originOf(request)));
  const [rawPath = '', query = ''] = splitOnce(request.url, '?');
  const path = rawPath.slice(`/${version}`.length);
  const segments = graphSegments(path);
  if (!segments) throw new Refused({ status: 400, code: 'BadRequest', message: 'The path is not well encoded.' });
  const matches = ROUTES.flatMap((route) => {
    const keys = matchPath(route.path, segments);
    return keys ? [{ route, keys }] : [];
  });
  if (matches.length === 0) {
    const unknown = firstUnknownSegment(ROUTES.map((route) => route.path), segments);
    throw new Refused({ status: 400, code: 'BadRequest', message: `Resource not found for the segment '${unknown}'.` });
  }
  // The first route of a path names its most literal form: /users/$count is no user.
  const nearest = matches[0]?.route.path;
  const match = matches.find(({ route }) => route.method === request.method && route.path === nearest);
  if (!match) throw new Refused(WRONG_METHOD);
  if (!isAllowed(principal, match.route.action)) throw new Refused(INSUFFICIENT_PRIVILEGES);
  const context = await host.contextFor(principal, 'graph', requestId);
  if (!context) throw new Refused(tokenError('revoked', host.originOf(request)));
  return match.route.handle({
    context,
    keys: match.keys,
    query,
    body: parseBody(request.body),
    consistencyEventual: (header(request, 'consistencylevel') ?? '').toLowerCase() === 'eventual',
    baseUrl: `${host.originOf(request)}/${version}`,
    path,
  });
}

const WRONG_METHOD: GraphError = {
  status: 405,
  code: 'Request_BadRequest',
  message: 'Specified HTTP method is not allowed for the request target.',
};

const INVALID_VALUES: GraphError = {
  status: 400,
  code: 'Request_BadRequest',
  message: 'One or more properties contains invalid values.',
};

const TOKEN_MESSAGES: Readonly<Record<TokenFault, string>> = {
  missing: 'Access token is empty.',
  malformed: 'CompactToken parsing failed with error code: 80049217',
  expired: 'Lifetime validation failed, the token is expired.',
  wrongAudience: 'Access token validation failure. Invalid audience.',
  revoked: 'Access token has expired or is not yet valid.',
};

function tokenError(fault: TokenFault, origin: string): GraphError {
  return {
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: TOKEN_MESSAGES[fault],
    headers: {
      'www-authenticate': `Bearer realm="", authorization_uri="${origin}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`,
    },
  };
}

function parseBody(body: unknown): unknown {
  if (typeof body !== 'string' || body.trim() === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw new Refused({ status: 400, code: 'BadRequest', message: 'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.' });
  }
}

/** With odata.metadata=none only what a client needs to page stays of the annotations. */
function withoutAnnotations(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withoutAnnotations);
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body)
      .filter(([name]) => !name.includes('@odata.') || /@odata\.(nextLink|deltaLink|count)$/.test(name))
      .map(([name, value]) => [name, withoutAnnotations(value)]),
  );
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
