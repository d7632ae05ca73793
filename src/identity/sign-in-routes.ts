import type {} from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isGuid } from '../base/id.ts';
import { ACCESS, type Action, isAllowed } from '../domain/access/actions.ts';
import { ROLES, type RoleName } from '../domain/access/roles.ts';
import type { Database } from '../store/database.ts';
import { findIdentityProvider } from '../store/identity-providers.ts';
import { principalOf } from '../store/principals.ts';
import { readRoleAssignments } from '../store/roles.ts';
import { endSessions } from '../store/sessions.ts';
import { readSamplePeople } from '../store/sign-in.ts';
import { findTenant, readTenants } from '../store/tenants.ts';
import { currentSession } from './current-session.ts';
import { passkeyOptions, signInWithPasskey } from './passkeys.ts';
import { clearSessionCookie, isForeign, setSessionCookie } from './session-cookie.ts';
import type { OpenSession } from './sessions.ts';
import { acceptInvitation, readInvitation, type SetupFault } from './setup.ts';
import {
  type Browser,
  beginEnrollment,
  chooseNewPassword,
  confirmEnrollment,
  type SignInAnswer,
  type SignInHost,
  signInAs,
  signInWithCode,
  signInWithPassword,
} from './sign-in.ts';
import { mayUsePassword } from './sso/password-policy.ts';

export interface SignInRoutesHost extends SignInHost {
  /** Scheme, host and port as the browser used them. */
  readonly originOf: (request: FastifyRequest) => string;
}

const text = z.string().min(1).max(2_048);
const PASSWORD = z.object({ userPrincipalName: text, password: text });
const CODE = z.object({ flow: text, code: z.string().min(1).max(64) });
const NEW_PASSWORD = z.object({ flow: text, password: text });
const PASSKEY = z.object({ flow: text, response: z.looseObject({}) });

/** Signing in to the console and out of it, before and without a session. */
export async function signInRoutes(app: FastifyInstance, host: SignInRoutesHost): Promise<void> {
  const { db } = host;
  /** A POST of our own pages only; its body is checked, and what it comes to is answered with the cookies that belong to it. */
  const post = <Body>(
    path: string,
    schema: z.ZodType<Body>,
    work: (body: Body, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ) =>
    app.post(path, async (request, reply) => {
      reply.header('cache-control', 'no-store');
      if (isForeign(request)) return refuse(reply, 403, 'csrf', 'This request comes from another site.');
      const body = schema.safeParse(request.body);
      if (!body.success) return refuse(reply, 400, 'invalidInput', 'The request is not complete.');
      return work(body.data, request, reply);
    });

  post('/sign-in/start', z.object({ name: text }), async ({ name }, _request, reply) => {
    const domain = name.split('@').at(-1) ?? '';
    const tenant = domain.includes('\0') ? undefined : await findTenant(db, domain);
    if (!tenant) return refuse(reply, 404, 'unknownTenant', 'No organization here has this domain.');
    const provider = await findIdentityProvider(db.ofTenant(tenant.tenantId), tenant.tenantId);
    return {
      tenantId: tenant.tenantId,
      tenantName: tenant.displayName,
      sso: provider ? { displayName: provider.displayName } : null,
      passwords: provider?.passwordsToo ?? true,
    };
  });

  post('/sign-in/password', PASSWORD, async (body, request, reply) =>
    answer(request, reply, await signInWithPassword(host, body, browserOf(request), passwordsAllowed)),
  );
  post('/sign-in/code', CODE, async (body, request, reply) =>
    answer(request, reply, await signInWithCode(host, body, browserOf(request))),
  );
  post('/sign-in/new-password', NEW_PASSWORD, async (body, request, reply) =>
    answer(request, reply, await chooseNewPassword(host, body, browserOf(request))),
  );
  post('/sign-in/enroll', z.object({ flow: text }), async ({ flow }, _request, reply) => {
    const begun = await beginEnrollment(host, flow);
    return 'fault' in begun ? refuseFault(reply, begun) : begun;
  });
  post('/sign-in/enroll/confirm', CODE, async (body, request, reply) => {
    const confirmed = await confirmEnrollment(host, body, browserOf(request));
    if ('fault' in confirmed) return refuseFault(reply, confirmed);
    const step = answer(request, reply, confirmed.answer);
    return { ...step, recoveryCodes: confirmed.recoveryCodes };
  });
  post(
    '/sign-in/passkey/options',
    z.object({ flow: text.optional(), tenant: text.optional() }),
    async (body, request, reply) => {
      const options = await passkeyOptions(host, body, host.originOf(request));
      return 'fault' in options ? refuseFault(reply, options) : options;
    },
  );
  post('/sign-in/passkey', PASSKEY, async (body, request, reply) =>
    answer(request, reply, await signInWithPasskey(host, body, host.originOf(request), browserOf(request))),
  );

  app.get('/sign-in/tenants', async () => ({
    value: (await readTenants(db))
      .filter(({ access, kind }) => access.signInAs && kind === 'sandbox')
      .map(({ tenantId, displayName, defaultDomain }) => ({ tenantId, displayName, domain: defaultDomain })),
  }));
  app.get<{ Querystring: { tenant?: string } }>('/sign-in/people', async (request, reply) => {
    const wanted = String(request.query.tenant ?? '');
    const sealed = isGuid(wanted) ? db.ofTenant(wanted) : undefined;
    const tenant = sealed && (await findTenant(sealed, wanted));
    if (!sealed || !tenant?.access.signInAs || tenant.kind !== 'sandbox') {
      return refuse(reply, 404, 'notFound', 'There is no such sample.');
    }
    const names = new Map<string, string>(Object.values(ROLES).map(({ id, name }) => [id, name]));
    const people = await readSamplePeople(sealed, tenant.tenantId);
    return {
      value: people.map(({ roleIds, ...person }) => ({
        ...person,
        roles: roleIds.map((id) => names.get(id) ?? id),
      })),
    };
  });
  post('/sign-in/as', z.object({ tenantId: z.guid(), userId: z.guid() }), async (body, request, reply) =>
    answer(request, reply, await signInAs(host, body, browserOf(request))),
  );

  app.get<{ Params: { token: string } }>('/setup/:token', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const invitation = await readInvitation(host, request.params.token);
    return invitation ?? refuse(reply, 404, 'notFound', 'This link was used, or has run out. Ask for a new one.');
  });
  app.post<{ Params: { token: string } }>('/setup/:token', async (request, reply) => {
    if (isForeign(request)) return refuse(reply, 403, 'csrf', 'This request comes from another site.');
    const body = z
      .object({ displayName: text.optional(), userPrincipalName: text.optional(), password: text })
      .safeParse(request.body);
    if (!body.success) return refuse(reply, 400, 'invalidInput', 'The request is not complete.');
    const { displayName, userPrincipalName, password } = body.data;
    const choices = {
      password,
      ...(displayName === undefined ? {} : { displayName }),
      ...(userPrincipalName === undefined ? {} : { userPrincipalName }),
    };
    const accepted = await acceptInvitation(host, request.params.token, choices, browserOf(request));
    // What a sign-in says with 401, a link that serves no more says with 404.
    if ('fault' in accepted && accepted.fault === 'flowExpired')
      return refuse(reply, 404, 'notFound', 'This link was used, or has run out. Ask for a new one.');
    return answer(request, reply, accepted);
  });

  app.get('/session', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const open = await currentSession(db, request, host.now());
    return open ? sessionView(db, open, host.now()) : refuse(reply, 401, 'unauthorized', 'Nobody is signed in.');
  });
  app.post('/sign-out', async (request, reply) => {
    const open = await currentSession(db, request, host.now());
    if (isForeign(request)) return refuse(reply, 403, 'csrf', 'This request comes from another site.');
    if (open) {
      const { tenantId } = open.tenant;
      const { id, userId } = open.session;
      await endSessions(db.ofTenant(tenantId), tenantId, userId, { only: id }, new Date(host.now()));
    }
    clearSessionCookie(reply, request);
    return reply.code(204).send();
  });
}

async function passwordsAllowed(db: Database, tenantId: string, person: { readonly isGlobalAdministrator: boolean }) {
  return mayUsePassword(await findIdentityProvider(db, tenantId), person);
}

const DEVICE_COOKIE = 'seatwise_device';
const DEVICE_DAYS = 365;

/** The browser that sends a request, as far as signing in looks at it. */
export function browserOf(request: FastifyRequest): Browser {
  return {
    userAgent: request.headers['user-agent'] ?? null,
    address: request.ip,
    deviceCookie: request.cookies[DEVICE_COOKIE],
  };
}

/** Sets what belongs to a finished sign-in, and gives what the page is told. */
export function answer(request: FastifyRequest, reply: FastifyReply, result: SignInAnswer | SetupFault) {
  if ('fault' in result) return refuseFault(reply, result);
  if (result.next !== 'done') return result;
  setSessionCookie(reply, request, result.session.cookieValue, result.session.expiresAt);
  reply.setCookie(DEVICE_COOKIE, result.deviceCookie, {
    path: '/api',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    maxAge: DEVICE_DAYS * 86_400,
  });
  return { next: 'done' as const };
}

function refuseFault(reply: FastifyReply, fault: SetupFault) {
  switch (fault.fault) {
    case 'signInFailed':
      return refuse(reply, 401, 'signInFailed', 'The sign-in failed. Check the name and what you typed.');
    case 'flowExpired':
      return refuse(reply, 401, 'flowExpired', 'This took too long. Begin the sign-in again.');
    case 'weakPassword':
      return refuse(
        reply,
        400,
        'weakPassword',
        'Choose another password: at least 8 characters, of three of these: lower case, upper case, digits, others.',
      );
    case 'invalidName':
      return refuse(
        reply,
        400,
        'invalidName',
        'Give a name, and a user principal name of one of the tenant’s domains.',
      );
    case 'nameTaken':
      return refuse(reply, 409, 'nameTaken', 'Somebody has this user principal name.');
    case 'tooManyAttempts': {
      const { retryAfterSeconds } = fault;
      reply.header('retry-after', retryAfterSeconds);
      const message = `Too many attempts. Try again in ${retryAfterSeconds} seconds.`;
      return refuse(reply, 429, 'tooManyAttempts', message, { retryAfterSeconds });
    }
  }
}

/** Ends a request with an error in the form of our API. */
export function refuse(
  reply: FastifyReply,
  status: number,
  code: string,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
) {
  reply.code(status);
  return { error: { status, code, message, ...details } };
}

async function sessionView(db: Database, { tenant, session, person, csrfToken }: OpenSession, now: number) {
  const principal = principalOf(tenant.tenantId, person);
  const held = await readRoleAssignments(db.ofTenant(tenant.tenantId), tenant.tenantId, { principalId: person.id });
  const { id, displayName, userPrincipalName, preferredLanguage } = person;
  return {
    user: { id, displayName, userPrincipalName, preferredLanguage },
    roles: held.flatMap(({ roleId, unit }) => {
      const role = (Object.keys(ROLES) as RoleName[]).find((name) => ROLES[name].id === roleId);
      return role ? [{ role, name: ROLES[role].name, unit: unit?.displayName ?? null }] : [];
    }),
    tenant: {
      tenantId: tenant.tenantId,
      displayName: tenant.displayName,
      defaultDomain: tenant.defaultDomain,
      kind: tenant.kind,
      cloud: tenant.cloud,
      timeZone: tenant.timeZone,
      currency: tenant.currency,
      now: new Date(now + tenant.clockOffsetMs).toISOString(),
    },
    actions: (Object.keys(ACCESS) as Action[]).filter((action) => isAllowed(principal, action)),
    csrfToken,
    idleMinutes: tenant.access.sessionIdleMinutes,
    expiresAt: session.expiresAt.toISOString(),
  };
}
