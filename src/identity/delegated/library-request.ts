import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { errors, Provider } from 'oidc-provider';
import type { WantedScopes, WrongScope } from './scopes.ts';

/** What is known about a request besides what the OpenID library reads, and what is found out while it is answered. */
export interface RequestNotes {
  readonly origin: string;
  readonly correlationId: string | undefined;
  /** Set once the client is known. */
  scopes?: WantedScopes | WrongScope | undefined;
  readonly wantsClientInfo: boolean;
  readonly language: string | undefined;
  /** Why the person's grant is worth nothing any more. */
  refusal?: GrantRefusal;
  failure?: errors.OIDCProviderError;
  readonly log: (error: unknown) => void;
}

export interface GrantRefusal {
  readonly code: number;
  readonly text: string;
}

const notes = new WeakMap<object, RequestNotes>();

/** The notes of a request, by the object that the library was given. */
export function notesOf(request: object): RequestNotes {
  const found = notes.get(request);
  if (!found) throw new Error('A request reached the OpenID library by another way.');
  return found;
}

export interface LibraryRequest {
  readonly method: string;
  /** Below the tenant, with query: /oauth2/v2.0/authorize?… */
  readonly path: string;
  readonly form?: URLSearchParams;
  /** A browser sends it and wants a page; otherwise a client, which reads JSON whatever it says it accepts. */
  readonly isPage?: boolean;
  readonly tenantId: string;
  /** The library's own session goes along; without it, each request begins anew. */
  readonly withSession: boolean;
  readonly notes: RequestNotes;
}

/** Cookie of the library's session, which lasts for one sign-in of an app and says nothing about who is signed in here. */
export const LIBRARY_SESSION = 'seatwise_app_sign_in';

/**
 * A request as the OpenID library should see it: the tenant in front of the address taken off, the form as we read it,
 * the origin as the client used it. It reads requests of Node, so this is one in all that it looks at.
 */
export function libraryRequest(request: FastifyRequest, wanted: LibraryRequest): IncomingMessage {
  const { method, path, form, isPage = form === undefined, tenantId, withSession, notes: known } = wanted;
  const { authorization: _secret, origin: _cors, 'transfer-encoding': _coding, ...headers } = request.headers;
  const body = form === undefined ? undefined : Buffer.from(form.toString());
  const url = new URL(known.origin);
  const stream = Object.assign(Readable.from(body ? [body] : []), {
    method,
    url: path,
    originalUrl: `/${tenantId}${path}`,
    httpVersion: '1.1',
    httpVersionMajor: 1,
    httpVersionMinor: 1,
    complete: true,
    socket: { encrypted: url.protocol === 'https:', remoteAddress: request.ip },
    headers: {
      ...headers,
      host: url.host,
      accept: isPage ? 'text/html' : 'application/json',
      'content-type': body && 'application/x-www-form-urlencoded',
      'content-length': body && String(body.length),
      cookie: withSession ? headers.cookie : withoutSession(headers.cookie),
    },
  });
  notes.set(stream, known);
  return stream as unknown as IncomingMessage;
}

/** Lets the library answer, on top of the headers that every answer of this server carries. */
export async function answerByLibrary(
  provider: Provider,
  request: IncomingMessage,
  reply: FastifyReply,
): Promise<void> {
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  await provider.callback()(request, reply.raw);
}

function withoutSession(cookie: string | undefined): string {
  return (cookie ?? '')
    .split(/;\s*/)
    .filter((one) => !one.startsWith(`${LIBRARY_SESSION}=`))
    .join('; ');
}
