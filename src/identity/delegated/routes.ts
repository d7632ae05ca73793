import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Tenant } from '../../domain/directory/tenant.ts';
import { signInTenant } from '../tenant-named.ts';
import { findClient } from './clients.ts';
import { askForConsent, notesFor, send, takeConsent } from './consent.ts';
import type { DelegatedHost } from './host.ts';
import { answerByLibrary, libraryRequest, type RequestNotes } from './library-request.ts';
import { html, page, textsOf } from './page.ts';
import { PATHS } from './paths.ts';
import { providerOf } from './provider.ts';
import { libraryScope, readScopes } from './scopes.ts';
import { askToSignOut, signOut } from './sign-out.ts';
import { answerDeviceCode } from './token-grants.ts';

interface TenantParams {
  Params: { tenant: string };
}
interface StepParams {
  Params: { tenant: string; id: string };
}

/** Where people let apps act for them. The token endpoint is apart: it also serves apps on their own. */
export function delegatedRoutes(app: FastifyInstance, host: DelegatedHost): void {
  app.get<TenantParams>(`/:tenant${PATHS.authorize}`, async (request, reply) => {
    const tenant = await signInTenant(host.db, request.params.tenant);
    if (!tenant) return unknownTenant(request, reply);
    const notes = notesFor(host, request);
    const path = await authorizePath(host, tenant, request, notes);
    return forward(host, tenant, request, reply, path, notes, false);
  });
  app.get<StepParams>(`/:tenant${PATHS.authorize}/:id`, async (request, reply) => {
    const tenant = await signInTenant(host.db, request.params.tenant);
    if (!tenant) return unknownTenant(request, reply);
    const path = `${PATHS.authorize}/${encodeURIComponent(request.params.id)}`;
    return forward(host, tenant, request, reply, path, notesFor(host, request), false);
  });

  app.post<TenantParams>(`/:tenant${PATHS.deviceCode}`, (request, reply) => answerDeviceCode(host, request, reply));
  app.get<TenantParams>(`/:tenant${PATHS.devicePage}`, async (request, reply) => {
    const tenant = await signInTenant(host.db, request.params.tenant);
    if (!tenant) return unknownTenant(request, reply);
    // A code in the address is left out: the person reads it from the device, and types it.
    return forward(host, tenant, request, reply, PATHS.devicePage, notesFor(host, request), false);
  });
  app.post<TenantParams>(`/:tenant${PATHS.devicePage}`, async (request, reply) => {
    const tenant = await signInTenant(host.db, request.params.tenant);
    if (!tenant) return unknownTenant(request, reply);
    const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
    return forward(host, tenant, request, reply, PATHS.devicePage, notesFor(host, request), true, form);
  });
  app.get<StepParams>(`/:tenant${PATHS.devicePage}/:id`, async (request, reply) => {
    const tenant = await signInTenant(host.db, request.params.tenant);
    if (!tenant) return unknownTenant(request, reply);
    const path = `${PATHS.devicePage}/${encodeURIComponent(request.params.id)}`;
    return forward(host, tenant, request, reply, path, notesFor(host, request), true);
  });

  app.get<StepParams>(`/:tenant${PATHS.consent}/:id`, async (request, reply) => {
    const tenant = await signInTenant(host.db, request.params.tenant);
    return tenant ? askForConsent(host, tenant, request.params.id, request, reply) : unknownTenant(request, reply);
  });
  app.post<StepParams>(`/:tenant${PATHS.consent}/:id`, async (request, reply) => {
    const tenant = await signInTenant(host.db, request.params.tenant);
    return tenant ? takeConsent(host, tenant, request.params.id, request, reply) : unknownTenant(request, reply);
  });

  app.get<TenantParams>(`/:tenant${PATHS.logout}`, (request, reply) => askToSignOut(host, request, reply));
  app.post<TenantParams>(`/:tenant${PATHS.logout}`, (request, reply) => signOut(host, request, reply));
}

async function forward(
  host: DelegatedHost,
  { tenantId }: Tenant,
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  notes: RequestNotes,
  withSession: boolean,
  form?: URLSearchParams,
): Promise<FastifyReply> {
  const provider = await providerOf(host.db, host.secrets, tenantId, notes.origin);
  const forLibrary = libraryRequest(request, {
    method: request.method,
    path,
    tenantId,
    withSession,
    notes,
    ...(form ? { form, isPage: true } : {}),
  });
  await answerByLibrary(provider, forLibrary, reply);
  return reply;
}

/**
 * The address of an app's request as the library should read it: scopes by their short names, and `prompt` so that
 * consent is asked, which the library takes for a condition of working while the person is away.
 */
async function authorizePath(
  { db }: DelegatedHost,
  { tenantId }: Tenant,
  request: FastifyRequest,
  notes: RequestNotes,
): Promise<string> {
  const query = new URLSearchParams(request.url.split('?').slice(1).join('?'));
  const client = await findClient(db.ofTenant(tenantId), tenantId, query.get('client_id') ?? '');
  if (client) {
    query.set('client_id', client.id);
    notes.scopes = readScopes(query.getAll('scope').join(' '), notes.origin, client.permissions);
    if (!('wrong' in notes.scopes)) query.set('scope', libraryScope(notes.scopes));
  }
  const prompts = (query.get('prompt') ?? '').split(' ');
  if (!prompts.includes('none')) query.set('prompt', prompts.includes('login') ? 'login consent' : 'consent');
  return `${PATHS.authorize}?${query}`;
}

function unknownTenant(request: FastifyRequest<TenantParams>, reply: FastifyReply): FastifyReply {
  const t = textsOf(request.headers['accept-language']);
  const detail = t('consent.failure.unknownTenant', { tenant: request.params.tenant });
  return send(reply, 400, page(t, t('consent.failure.title'), html`<p>${detail}</p><p class="quiet">AADSTS90002</p>`));
}
