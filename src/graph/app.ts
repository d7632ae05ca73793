import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import { ACCESS, isAllowed, type Principal } from '../domain/access/actions.ts';
import type { TokenFault } from '../identity/access-tokens.ts';
import type { Context } from '../operations/context.ts';
import { readJson, readText, streamOf } from './body.ts';
import { errorEnvelope, type GraphError, type GraphReply, INSUFFICIENT_PRIVILEGES, Refused } from './errors.ts';
import type { GraphRoute } from './handler.ts';
import { takeItemPath } from './item-path.ts';
import { firstUnknownSegment, graphSegments, matchPath } from './path.ts';
import { ROUTES } from './routes.ts';

/** Bytes of a body that is read at once. */
const TEXT_LIMIT = 4 * 1024 * 1024;

/** What the Graph API needs from the server around it. */
export interface GraphHost {
  readonly authenticate: (request: FastifyRequest) => Promise<Principal | TokenFault | 'forged'>;
  readonly contextFor: (principal: Principal, channel: string, requestId: string) => Promise<Context | undefined>;
  /** Scheme, host and port as the client used them. */
  readonly originOf: (request: FastifyRequest) => string;
}

/** Serves Graph under /v1.0, and the same under /beta, where many scripts look for licensing. */
export async function graphApi(app: FastifyInstance, host: GraphHost): Promise<void> {
  app.removeAllContentTypeParsers();
  // Clients send JSON types with parameters, JSON types with empty bodies, and no type at all; and files of any type,
  // JSON too. So the route says how a body is read.
  app.addContentTypeParser('*', (_request, body, done) => done(null, body));
  app.setErrorHandler((error, request, reply) => send(request, reply, errorReply(error, request)));
  for (const version of ['v1.0', 'beta']) {
    const answer = async (request: FastifyRequest, reply: FastifyReply) =>
      send(request, reply, await handle(request, version, host));
    app.all(`/${version}`, answer);
    app.all(`/${version}/*`, answer);
  }
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, body, bytes, headers }: GraphReply,
): FastifyReply {
  reply.code(status).headers({
    'request-id': request.id,
    'client-request-id': clientRequestId(request),
    'cache-control': 'no-cache',
    vary: 'Accept-Encoding',
    'odata-version': '4.0',
    'x-ms-ags-diagnostic':
      '{"ServerInfo":{"DataCenter":"Seatwise","Slice":"E","Ring":"1","ScaleUnit":"001","RoleInstance":"SW01"}}',
    ...headers,
  });
  if (bytes) return reply.type(bytes.type).send(Readable.from(bytes.stream));
  if (body === undefined) return reply.send();
  if (typeof body === 'string') return reply.type('text/plain').send(body);
  const plain = /odata\.metadata=none/i.test(header(request, 'accept') ?? '');
  const metadata = plain ? 'none' : 'minimal';
  return reply
    .type(`application/json;odata.metadata=${metadata};odata.streaming=true;IEEE754Compatible=false;charset=utf-8`)
    .send(JSON.stringify(plain ? withoutAnnotations(body) : body));
}

function errorReply(thrown: unknown, request: FastifyRequest): GraphReply {
  const known = graphErrorOf(thrown);
  if (!known) request.log.error({ err: thrown }, 'A Graph request failed');
  const error = known ?? FAILED;
  const body = errorEnvelope(error, request.id, clientRequestId(request));
  return { status: error.status, body, ...(error.headers ? { headers: error.headers } : {}) };
}

function graphErrorOf(thrown: unknown): GraphError | undefined {
  if (thrown instanceof Refused) return thrown.error;
  if (thrown instanceof ZodError) return INVALID_VALUES;
  // What the server itself refuses before a handler sees it, such as a body that is too large.
  const status = thrown instanceof Error && 'statusCode' in thrown ? Number(thrown.statusCode) : 500;
  return status < 500 ? { status, code: 'BadRequest', message: (thrown as Error).message } : undefined;
}

async function handle(request: FastifyRequest, version: string, host: GraphHost): Promise<GraphReply> {
  const principal = await host.authenticate(request);
  if (principal === 'forged') throw new Refused(FORGED);
  if (typeof principal === 'string') throw new Refused(tokenError(principal, host.originOf(request)));
  const [rawPath = '', query = ''] = splitOnce(request.url, '?');
  const fullPath = rawPath.slice(`/${version}`.length);
  const taken = takeItemPath(fullPath);
  const named = taken && graphSegments(taken.path);
  if (!named) throw new Refused({ status: 400, code: 'BadRequest', message: 'The path is not well encoded.' });
  const segments = withoutMe(named, principal);
  const matches = ROUTES.flatMap((route) => {
    const keys = matchPath(route.path, segments);
    return keys ? [{ route, keys }] : [];
  });
  if (matches.length === 0) {
    const unknown = firstUnknownSegment(
      ROUTES.map((route) => route.path),
      segments,
    );
    throw new Refused({ status: 400, code: 'BadRequest', message: `Resource not found for the segment '${unknown}'.` });
  }
  // The first route of a path names its most literal form: /users/$count is no user.
  const nearest = matches[0]?.route.path;
  const match = matches.find(({ route }) => route.method === request.method && route.path === nearest);
  if (!match) throw new Refused(WRONG_METHOD);
  const isPermitted =
    [match.route.action].flat().some((action) => isAllowed(principal, action)) ||
    isOwn(match.route, match.keys, principal) ||
    match.route.decides === 'handler';
  if (!isPermitted) throw new Refused(INSUFFICIENT_PRIVILEGES);
  const context = await host.contextFor(principal, 'graph', request.id);
  if (!context) throw new Refused(tokenError('revoked', host.originOf(request)));
  return match.route.handle({
    context,
    keys: match.keys,
    query,
    ...(match.route.takes === 'bytes'
      ? { body: undefined, bytes: streamOf(request.body) }
      : { body: readJson(await readText(request.body, TEXT_LIMIT)) }),
    headers: request.headers,
    consistencyEventual: (header(request, 'consistencylevel') ?? '').toLowerCase() === 'eventual',
    baseUrl: `${host.originOf(request)}/${version}`,
    path: taken.path,
    fullPath,
    ...(taken.names ? { itemNames: taken.names } : {}),
  });
}

/** `/me` is the person who asks: the same as /users and their id. An app on its own is nobody's "me". */
function withoutMe(segments: readonly string[], principal: Principal): readonly string[] {
  if (segments[0]?.toLowerCase() !== 'me') return segments;
  if (principal.kind !== 'user' || principal.id === null) throw new Refused(NOBODY_SIGNED_IN);
  return ['users', principal.id, ...segments.slice(1)];
}

/** Whether people ask about themselves what everybody may ask, through an app that they let ask it. */
function isOwn({ action, own }: GraphRoute, keys: Readonly<Record<string, string>>, principal: Principal): boolean {
  if (own === undefined || principal.kind !== 'user' || keys.id?.toLowerCase() !== principal.id) return false;
  const permissions = [own, ...[action].flat().flatMap((one) => ACCESS[one].permissions)];
  return principal.delegated === undefined || principal.delegated.some((given) => permissions.includes(given));
}

const WRONG_METHOD: GraphError = {
  status: 405,
  code: 'Request_BadRequest',
  message: 'Specified HTTP method is not allowed for the request target.',
};

const NOBODY_SIGNED_IN: GraphError = {
  status: 400,
  code: 'BadRequest',
  message: '/me request is only valid with delegated authentication flow.',
};

/** A browser's session acts for its own pages alone. */
const FORGED: GraphError = {
  status: 403,
  code: 'Authorization_RequestDenied',
  message: 'The request does not carry the token of its session.',
};

const FAILED: GraphError = {
  status: 500,
  code: 'InternalServerError',
  message: 'The server failed to answer; see its log for this request-id.',
};

const INVALID_VALUES: GraphError = {
  status: 400,
  code: 'Request_BadRequest',
  message: 'One or more properties contains invalid values.',
};

const TOKEN_MESSAGES: Readonly<Record<TokenFault, string>> = {
  missing: 'Access token is empty.',
  malformed: 'CompactToken parsing failed with error code: 80049217',
  notYetValid: 'Access token has expired or is not yet valid.',
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

function clientRequestId(request: FastifyRequest): string {
  return header(request, 'client-request-id') ?? request.id;
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
