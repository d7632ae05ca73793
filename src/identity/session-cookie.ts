import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'seatwise_session';

/** Over HTTPS the name binds the cookie to this very host; without HTTPS browsers would refuse that name. */
function nameFor(request: FastifyRequest): string {
  return request.protocol === 'https' ? `__Host-${NAME}` : NAME;
}

/** The value of the session cookie that a browser sent. */
export function sessionCookieOf(request: FastifyRequest): string | undefined {
  return request.cookies[nameFor(request)];
}

/** Gives a browser its session: no script can read it, and other sites' requests do not carry it but for plain links. */
export function setSessionCookie(reply: FastifyReply, request: FastifyRequest, value: string, expires: Date): void {
  reply.setCookie(nameFor(request), value, { ...attributesFor(request), expires });
}

/** Takes the cookie back. */
export function clearSessionCookie(reply: FastifyReply, request: FastifyRequest): void {
  reply.clearCookie(nameFor(request), attributesFor(request));
}

function attributesFor(request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' } as const;
}

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** Whether a request was sent by a page of another site, as far as the browser says. */
export function isForeign(request: FastifyRequest): boolean {
  const site = header(request, 'sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const origin = header(request, 'origin');
  return origin !== undefined && origin !== `${request.protocol}://${request.host}`;
}

/** Whether a request that a cookie signs may act: what changes something carries the session's own token. */
export function isForged(request: FastifyRequest, csrfToken: string): boolean {
  return !SAFE.includes(request.method) && (isForeign(request) || header(request, 'x-csrf-token') !== csrfToken);
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
