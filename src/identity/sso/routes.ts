import type {} from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localPath } from '../../base/local-path.ts';
import type { Tenant } from '../../domain/directory/tenant.ts';
import type { SigningIn } from '../../store/sign-in.ts';
import { openFlow, proceed, type SignInAnswer } from '../sign-in.ts';
import { answer, browserOf, type SignInRoutesHost } from '../sign-in-routes.ts';
import { nextStep } from '../sign-in-steps.ts';
import { tenantNamed } from '../tenant-named.ts';
import { beginSso, FLOW_SECONDS } from './begin-sso.ts';
import { finishSso, flowIdOf } from './finish-sso.ts';
import type { SsoError } from './sso-error.ts';

/**
 * Sign-in with the tenant's OpenID provider: /sign-in/sso leads there, and it sends the browser back to the callback.
 * Each tenant has a callback of its own, so that one tenant's provider can't pass on a code of another's.
 */
export function ssoRoutes(app: FastifyInstance, host: SignInRoutesHost): void {
  // A page that is fetched ahead for its headers must not use up what serves once.
  const options = { exposeHeadRoute: false };

  app.get('/sign-in/sso', options, async (request, reply) => {
    const query = queryOf(request);
    const returnTo = localPath(query.get('returnTo')) ?? '/';
    const tenant = await tenantNamed(host.db, query.get('tenant') ?? '');
    if (!tenant) return refuse(request, reply, { error: 'ssoNotConfigured', returnTo });
    const redirectUri = `${host.originOf(request)}/api/sign-in/sso/callback/${tenant.tenantId}`;
    const begun = await beginSso(host, tenant, { redirectUri, returnTo });
    if ('error' in begun) return refuse(request, reply, { ...begun, returnTo });
    forgetOldest(request, reply);
    reply.setCookie(cookieName(request, begun.flowId), begun.browserSecret, {
      ...attributesFor(request),
      maxAge: FLOW_SECONDS,
    });
    return leave(reply, begun.location);
  });

  app.get<{ Params: { tenant: string } }>('/sign-in/sso/callback/:tenant', options, async (request, reply) => {
    const brought = queryOf(request);
    const name = cookieName(request, flowIdOf(brought));
    const browserSecret = request.cookies[name];
    if (browserSecret !== undefined) reply.clearCookie(name, attributesFor(request));
    const tenant = await tenantNamed(host.db, request.params.tenant);
    if (!tenant) return refuse(request, reply, { error: 'ssoNotConfigured' });
    const arrived = await finishSso(host, tenant, brought, browserSecret);
    if ('error' in arrived) return refuse(request, reply, arrived);
    return welcome(host, tenant, arrived, request, reply);
  });
}

/** Into a session, or to the second factor that the tenant demands of administrators and the provider did not ask for. */
async function welcome(
  host: SignInRoutesHost,
  tenant: Tenant,
  arrived: { readonly person: SigningIn; readonly secondFactor: boolean; readonly returnTo: string },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { person, secondFactor, returnTo } = arrived;
  const sealed = host.db.ofTenant(tenant.tenantId);
  const { administratorsNeedSecondFactor } = tenant.access;
  if (administratorsNeedSecondFactor && person.isAdministrator && !secondFactor) {
    const step = nextStep({ ...person, passed: [], administratorsNeedSecondFactor });
    if (step.next !== 'done') {
      const kept = { kind: step.next, userId: person.id, state: { passed: ['sso'] } };
      return goOn(reply, { ...step, flow: await openFlow(host, sealed, tenant, kept) }, returnTo);
    }
  }
  const result = await proceed(host, sealed, tenant, person.id, ['sso'], browserOf(request));
  if ('fault' in result) return refuse(request, reply, { error: 'ssoBlocked', returnTo });
  if (result.next !== 'done') return goOn(reply, result, returnTo);
  answer(request, reply, result);
  return leave(reply, returnTo);
}

/**
 * To the page that asks for the next step. What it needs stands behind the `#`, where no server and no log sees it:
 * flow, next, and factors with commas between them.
 */
function goOn(reply: FastifyReply, step: Exclude<SignInAnswer, { next: 'done' }>, returnTo: string): FastifyReply {
  const { flow, next } = step;
  const factors = 'factors' in step ? { factors: step.factors.join(',') } : {};
  return leave(reply, `${signInPage({ returnTo })}#${new URLSearchParams({ flow, next, ...factors })}`);
}

/** Back to the sign-in page, with a code of the closed list. The details are for who reads the server's log. */
function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  { error, returnTo = '/', detail }: { readonly error: SsoError; readonly returnTo?: string; readonly detail?: string },
): FastifyReply {
  if (detail !== undefined) request.log.warn({ error, detail }, 'Single sign-on failed');
  return leave(reply, signInPage({ error, returnTo }));
}

function signInPage({ returnTo, error }: { readonly returnTo: string; readonly error?: SsoError }): string {
  const query = new URLSearchParams({ ...(error ? { error } : {}), ...(returnTo === '/' ? {} : { returnTo }) });
  return query.size === 0 ? '/sign-in' : `/sign-in?${query}`;
}

function leave(reply: FastifyReply, location: string): FastifyReply {
  return reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').redirect(location, 302);
}

function queryOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(request.url.split('?').slice(1).join('?'));
}

/** One cookie for each way to the provider: people sign in in several tabs. */
function cookieName(request: FastifyRequest, flowId: string): string {
  const name = `seatwise_sso_${flowId}`;
  return request.protocol === 'https' ? `__Host-${name}` : name;
}

const MOST_AT_ONCE = 5;

/** Who begins again and again does not carry ever more cookies. Ids begin with the time. */
function forgetOldest(request: FastifyRequest, reply: FastifyReply): void {
  const prefix = cookieName(request, '');
  const names = Object.keys(request.cookies).filter((name) => name.startsWith(prefix));
  for (const name of names.sort().slice(0, 1 - MOST_AT_ONCE)) reply.clearCookie(name, attributesFor(request));
}

/** Lax, because the browser comes back from another site. */
function attributesFor(request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' } as const;
}
