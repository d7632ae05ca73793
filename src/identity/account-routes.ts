import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { hashPassword, isPassword, isStrongPassword } from '../base/passwords.ts';
import { auditChange } from '../store/audit.ts';
import { deleteAuthenticator, lockAuthenticator } from '../store/authenticators.ts';
import type { Database } from '../store/database.ts';
import { deletePasskeys, readPasskeys } from '../store/passkeys.ts';
import { endSessions, readSessions } from '../store/sessions.ts';
import { findSigningIn } from '../store/sign-in.ts';
import { updatePassword } from '../store/users.ts';
import { beginAuthenticator, confirmAuthenticator } from './authenticator.ts';
import { currentSession } from './current-session.ts';
import { addPasskey, newPasskeyOptions } from './passkeys.ts';
import { isForged } from './session-cookie.ts';
import type { OpenSession } from './sessions.ts';
import { countAttempt } from './sign-in.ts';
import { browserOf, refuse, type SignInRoutesHost } from './sign-in-routes.ts';

const text = z.string().min(1).max(2_048);
const NOTHING = z.unknown();

/** What people do about their own account: sessions, password, second factors. Only for a browser's session. */
export async function accountRoutes(app: FastifyInstance, host: SignInRoutesHost): Promise<void> {
  const { db, secrets } = host;

  interface Own {
    readonly open: OpenSession;
    readonly sealed: Database;
    readonly tenantId: string;
    readonly userId: string;
    readonly at: Date;
  }
  const route = <Body>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    schema: z.ZodType<Body>,
    work: (own: Own, body: Body, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ) =>
    app.route({
      method,
      url: `/account${path}`,
      handler: async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const open = await currentSession(db, request, host.now());
        if (!open) return refuse(reply, 401, 'unauthorized', 'Nobody is signed in.');
        if (isForged(request, open.csrfToken))
          return refuse(reply, 403, 'csrf', 'This request was not sent by the console of this session.');
        const body = schema.safeParse(request.body);
        if (!body.success) return refuse(reply, 400, 'invalidInput', 'The request is not complete.');
        const { tenantId } = open.tenant;
        const own = { open, sealed: db.ofTenant(tenantId), tenantId, userId: open.person.id, at: new Date(host.now()) };
        return work(own, body.data, request, reply);
      },
    });
  const done = (reply: FastifyReply) => reply.code(204).send();
  const audit = (tx: Database, { open, tenantId, userId, at }: Own, activity: string, after: object = {}) =>
    auditChange(
      tx,
      tenantId,
      { activity, targetType: 'User', targetId: userId, targetName: open.person.displayName, after },
      {
        actorId: userId,
        actorName: open.person.displayName,
        channel: 'console',
        requestId: null,
        at: new Date(at.getTime() + open.tenant.clockOffsetMs),
      },
    );
  /** Whether the password is right; guesses here are slowed like those at the door. */
  const proves = async ({ open, sealed, tenantId, userId }: Own, password: string, request: FastifyRequest) => {
    const person = await findSigningIn(sealed, tenantId, { id: userId });
    if (!person) return false;
    if ((await countAttempt(host, sealed, open.tenant, person, browserOf(request))) > 0) return false;
    return isPassword(password, person.passwordHash);
  };

  route('GET', '', NOTHING, async ({ sealed, tenantId, userId }) => {
    const [person, authenticator, passkeys] = await Promise.all([
      findSigningIn(sealed, tenantId, { id: userId }),
      lockAuthenticator(sealed, tenantId, userId),
      readPasskeys(sealed, tenantId, userId),
    ]);
    return {
      methods: {
        password: (person?.passwordHash ?? null) !== null,
        authenticator: authenticator?.confirmedAt ? { confirmedAt: authenticator.confirmedAt } : null,
        passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({ id, name, createdAt, lastUsedAt })),
      },
      recoveryCodesLeft: authenticator?.confirmedAt ? authenticator.recoveryHashes.length : 0,
    };
  });

  route('GET', '/sessions', NOTHING, async ({ open, sealed, tenantId, userId, at }) => {
    const idleSince = new Date(at.getTime() - open.tenant.access.sessionIdleMinutes * 60_000);
    const sessions = await readSessions(sealed, tenantId, userId, at, idleSince);
    return { value: sessions.map(({ userId: _, ...one }) => ({ ...one, current: one.id === open.session.id })) };
  });
  route('DELETE', '/sessions', NOTHING, async (own, _body, _request, reply) => {
    await own.sealed.transaction(async (tx) => {
      const ended = await endSessions(tx, own.tenantId, own.userId, { except: own.open.session.id }, own.at);
      if (ended > 0) await audit(tx, own, 'End sessions', { sessions: ended });
    });
    return done(reply);
  });
  route('DELETE', '/sessions/:id', NOTHING, async (own, _body, request, reply) => {
    const id = z.guid().safeParse((request.params as { id: string }).id);
    const ended = !id.success
      ? 0
      : await own.sealed.transaction(async (tx) => {
          const count = await endSessions(tx, own.tenantId, own.userId, { only: id.data }, own.at);
          if (count > 0) await audit(tx, own, 'End sessions', { sessions: count });
          return count;
        });
    return ended === 0 ? refuse(reply, 404, 'notFound', 'There is no such session.') : done(reply);
  });

  route('POST', '/password', z.object({ current: text, password: text }), async (own, body, request, reply) => {
    if (!(await proves(own, body.current, request)))
      return refuse(reply, 403, 'signInFailed', 'The current password is not right.');
    if (!isStrongPassword(body.password) || body.password === body.current)
      return refuse(reply, 400, 'weakPassword', 'Choose another password: at least 8 characters of three kinds.');
    const hash = await hashPassword(body.password);
    await own.sealed.transaction(async (tx) => {
      await updatePassword(tx, own.tenantId, own.userId, hash, false);
      await endSessions(tx, own.tenantId, own.userId, { except: own.open.session.id }, own.at);
      await audit(tx, own, 'Change password');
    });
    return done(reply);
  });

  route('POST', '/authenticator', NOTHING, async (own, _body, _request, reply) => {
    const { displayName, userPrincipalName } = own.open.person;
    const begun = await own.sealed.transaction(async (tx) => {
      const known = await lockAuthenticator(tx, own.tenantId, own.userId);
      if (known?.confirmedAt) return undefined;
      return beginAuthenticator(tx, secrets, {
        tenantId: own.tenantId,
        tenantName: own.open.tenant.displayName,
        userId: own.userId,
        userPrincipalName: userPrincipalName || displayName,
      });
    });
    return begun ?? refuse(reply, 409, 'conflict', 'An authenticator app is set up already. Remove it first.');
  });
  route('POST', '/authenticator/confirm', z.object({ code: text }), async (own, { code }, _request, reply) => {
    const recoveryCodes = await own.sealed.transaction(async (tx) => {
      const codes = await confirmAuthenticator(tx, secrets, own.tenantId, own.userId, code, own.at.getTime());
      if (codes) await audit(tx, own, 'Add authentication method', { method: 'authenticator' });
      return codes;
    });
    return recoveryCodes ? { recoveryCodes } : refuse(reply, 403, 'signInFailed', 'The code is not right.');
  });
  route(
    'DELETE',
    '/authenticator',
    z.object({ password: z.string().max(2_048).default('') }),
    async (own, { password }, request, reply) => {
      const person = await findSigningIn(own.sealed, own.tenantId, { id: own.userId });
      if (person?.passwordHash && !(await proves(own, password, request)))
        return refuse(reply, 403, 'signInFailed', 'The password is not right.');
      const removed = await own.sealed.transaction(async (tx) => {
        const gone = await deleteAuthenticator(tx, own.tenantId, own.userId);
        if (gone) await audit(tx, own, 'Remove authentication method', { method: 'authenticator' });
        return gone;
      });
      return removed ? done(reply) : refuse(reply, 404, 'notFound', 'No authenticator app is set up.');
    },
  );

  route('POST', '/passkeys/options', NOTHING, async ({ open }, _body, request) =>
    newPasskeyOptions(host, open.tenant, open.person, host.originOf(request)),
  );
  route(
    'POST',
    '/passkeys',
    z.object({ flow: text, response: z.looseObject({}), name: z.string().trim().min(1).max(100) }),
    async (own, body, request, reply) => {
      const result = await own.sealed.transaction(async (tx) => {
        const added = await addPasskey(tx, host, own.open.tenant, own.userId, body, host.originOf(request));
        if (added === 'added') {
          await audit(tx, own, 'Add authentication method', { method: 'passkey', name: body.name });
        }
        return added;
      });
      if (result === 'added') return reply.code(201).send();
      return result === 'flowExpired'
        ? refuse(reply, 401, 'flowExpired', 'This took too long. Begin again.')
        : refuse(reply, 403, 'signInFailed', 'The passkey could not be verified.');
    },
  );
  route('DELETE', '/passkeys/:id', NOTHING, async (own, _body, request, reply) => {
    const { id } = request.params as { id: string };
    const names = await own.sealed.transaction(async (tx) => {
      const gone = await deletePasskeys(tx, own.tenantId, own.userId, id.replaceAll('\0', ''));
      for (const name of gone) await audit(tx, own, 'Remove authentication method', { method: 'passkey', name });
      return gone;
    });
    return names.length > 0 ? done(reply) : refuse(reply, 404, 'notFound', 'There is no such passkey.');
  });
}
