import type { FastifyReply, FastifyRequest } from 'fastify';
import { decodeJwt } from 'jose';
import { hashSecret, isSecret } from '../../base/secrets.ts';
import { endSessions } from '../../store/sessions.ts';
import { clearSessionCookie } from '../session-cookie.ts';
import { signInTenant } from '../tenant-named.ts';
import { findClient } from './clients.ts';
import { send } from './consent.ts';
import { consoleSession, type DelegatedHost } from './host.ts';
import { html, page, textsOf } from './page.ts';

/**
 * GET /{tenant}/oauth2/v2.0/logout: asks before the console's session ends, so that no other site can end it. Written
 * here, for the session that ends is one that the OpenID library knows nothing of.
 */
export async function askToSignOut(
  host: DelegatedHost,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const open = await consoleSession(host, request);
  if (!open) return done(host, request, reply);
  const t = textsOf(request.headers['accept-language']);
  const content = html`<p>${t('consent.signOut.lead', { name: open.person.displayName })}</p>
<form method="post">
<input type="hidden" name="token" value="${open.csrfToken}">
<p class="actions"><button class="main">${t('consent.signOut.button')}</button></p>
</form>`;
  return send(reply, 200, page(t, t('consent.signOut.title'), content, await returnAddress(host, request)));
}

/** POST to the same address: ends the session, and goes back to the app where its address is registered. */
export async function signOut(
  host: DelegatedHost,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const open = await consoleSession(host, request);
  const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
  if (open) {
    if (!isSecret(form.get('token') ?? '', hashSecret(open.csrfToken))) return askToSignOut(host, request, reply);
    const { tenantId } = open.tenant;
    const { id, userId } = open.session;
    await endSessions(host.db.ofTenant(tenantId), tenantId, userId, { only: id }, new Date(host.now()));
    clearSessionCookie(reply, request);
  }
  return done(host, request, reply);
}

async function done(host: DelegatedHost, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const address = await returnAddress(host, request);
  if (address !== undefined) return reply.redirect(address, 303);
  const t = textsOf(request.headers['accept-language']);
  return send(reply, 200, page(t, t('consent.signOut.doneTitle'), html`<p>${t('consent.signOut.done')}</p>`));
}

/** Where the app wants the person back, if that is an address which the app registered. */
async function returnAddress({ db }: DelegatedHost, request: FastifyRequest): Promise<string | undefined> {
  const {
    post_logout_redirect_uri: wanted,
    client_id: id,
    id_token_hint: hint,
  } = request.query as Record<string, unknown>;
  const { tenant: name } = request.params as { tenant: string };
  const tenant = await signInTenant(db, name);
  if (!tenant || typeof wanted !== 'string') return undefined;
  const clientId = typeof id === 'string' ? id : audienceOf(hint);
  const client = await findClient(db.ofTenant(tenant.tenantId), tenant.tenantId, clientId);
  return client?.redirectUris.includes(wanted) ? wanted : undefined;
}

/** For which client an ID token is. It only chooses among registered addresses, so nobody need have signed it. */
function audienceOf(hint: unknown): string {
  try {
    return typeof hint === 'string' ? String(decodeJwt(hint).aud) : '';
  } catch {
    return '';
  }
}
