import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSecret } from '../../base/secrets.ts';
import { signInTenant } from '../tenant-named.ts';
import { clientOf, type TokenReply, type TokenRequest, tokenFailure } from '../token-reply.ts';
import { wrongScope } from './answers.ts';
import { DEVICE_CODE_GRANT, type DelegatedClient, findClient } from './clients.ts';
import { notesFor } from './consent.ts';
import type { DelegatedHost } from './host.ts';
import { answerByLibrary, libraryRequest, type RequestNotes } from './library-request.ts';
import { PATHS } from './paths.ts';
import { providerOf } from './provider.ts';
import { libraryScope, readScopes } from './scopes.ts';

/** The parameter without which each grant is nothing. MSAL writes the device code grant in short. */
const GRANTS: Readonly<Record<string, { readonly name: string; readonly parameters: readonly string[] }>> = {
  authorization_code: { name: 'authorization_code', parameters: ['code', 'redirect_uri'] },
  refresh_token: { name: 'refresh_token', parameters: ['refresh_token'] },
  device_code: { name: DEVICE_CODE_GRANT, parameters: ['device_code'] },
  [DEVICE_CODE_GRANT]: { name: DEVICE_CODE_GRANT, parameters: ['device_code'] },
};

/** Whether a grant is one with which an app acts for a person. */
export function isDelegatedGrant(grantType: string): boolean {
  return Object.hasOwn(GRANTS, grantType);
}

/** POST /{tenant}/oauth2/v2.0/token for codes, refresh tokens and device codes. */
export async function answerDelegatedGrant(
  host: DelegatedHost,
  tokenRequest: TokenRequest,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const grant = GRANTS[tokenRequest.form.grant_type ?? ''];
  if (!grant) return reply.code(500).send();
  // Some clients of old name the device code `code`.
  const form = { ...tokenRequest.form };
  if (grant.name === DEVICE_CODE_GRANT) form.device_code ??= form.code ?? '';
  const missing = grant.parameters.find((name) => (form[name] ?? '') === '');
  return forward(host, { ...tokenRequest, form }, request, reply, {
    path: PATHS.token,
    missing,
    more: Object.fromEntries([...grant.parameters, 'code_verifier'].map((name) => [name, form[name] ?? ''])),
    grantType: grant.name,
  });
}

/** POST /{tenant}/oauth2/v2.0/devicecode: the codes with which a device asks a person to let an app in. */
export async function answerDeviceCode(
  host: DelegatedHost,
  request: FastifyRequest<{ Params: { tenant: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const tokenRequest: TokenRequest = {
    tenant: request.params.tenant,
    form: Object.fromEntries(new URLSearchParams(typeof request.body === 'string' ? request.body : '')),
    authorization: request.headers.authorization,
    origin: host.originOf(request),
    correlationId: undefined,
  };
  const missing = (tokenRequest.form.scope ?? '') === '' ? 'scope' : undefined;
  return forward(host, tokenRequest, request, reply, { path: PATHS.deviceCode, missing, more: {} });
}

/** Checks tenant, client and scope as the field words it, and lets the library do the rest. */
async function forward(
  host: DelegatedHost,
  tokenRequest: TokenRequest,
  request: FastifyRequest,
  reply: FastifyReply,
  {
    path,
    missing,
    more,
    grantType,
  }: {
    readonly path: string;
    readonly missing: string | undefined;
    readonly more: Readonly<Record<string, string>>;
    readonly grantType?: string;
  },
): Promise<FastifyReply> {
  const fail = (...failure: [status: number, error: string, code: number, text: string]) =>
    sendReply(reply, tokenFailure(tokenRequest, ...failure));
  const { clientId, clientSecret } = clientOf(tokenRequest);
  const absent = clientId === '' ? 'client_id' : missing;
  if (absent !== undefined) {
    const text = `The request body must contain the following parameter: '${absent}'.`;
    return fail(400, 'invalid_request', 900144, text);
  }
  const tenant = await signInTenant(host.db, tokenRequest.tenant);
  if (!tenant) return fail(400, 'invalid_request', 90002, `Tenant '${tokenRequest.tenant}' not found.`);
  const client = await findClient(host.db.ofTenant(tenant.tenantId), tenant.tenantId, clientId);
  if (!client) {
    const text = `Application with identifier '${clientId}' was not found in the directory '${tenant.displayName}'.`;
    return fail(400, 'unauthorized_client', 700016, text);
  }
  const wrong = secretFault(client, clientSecret, path);
  if (wrong) return fail(401, 'invalid_client', ...wrong);
  const { tenantId } = tenant;
  const { origin, correlationId, form } = tokenRequest;
  const scopes = readScopes(form.scope ?? '', origin, client.permissions);
  if ('wrong' in scopes) {
    const { error, code, text, suberror } = wrongScope(scopes.wrong, scopes.why);
    const details = suberror === undefined ? {} : { suberror };
    return sendReply(reply, tokenFailure(tokenRequest, 400, error, code, text, details));
  }
  const notes: RequestNotes = {
    ...notesFor(host, request),
    correlationId,
    scopes,
    wantsClientInfo: form.client_info === '1',
  };
  const provider = await providerOf(host.db, host.secrets, tenantId, origin);
  const parameters = new URLSearchParams({ client_id: client.id });
  if (grantType !== undefined) parameters.set('grant_type', grantType);
  // Whoever refreshes without naming a permission, or names all, gets what was granted.
  if (grantType !== 'refresh_token' || (scopes.spelled.length > 0 && !scopes.all)) {
    parameters.set('scope', libraryScope(scopes));
  }
  for (const [name, value] of Object.entries(more)) if (value !== '') parameters.set(name, value);
  const forLibrary = libraryRequest(request, {
    method: 'POST',
    path,
    form: parameters,
    tenantId,
    withSession: false,
    notes,
  });
  await answerByLibrary(provider, forLibrary, reply);
  return reply;
}

/** Secrets are kept as hashes, which the library can't compare: it is asked only about clients that are who they say. */
function secretFault(
  { secretHash }: DelegatedClient,
  secret: string,
  path: string,
): [code: number, text: string] | undefined {
  if (secretHash === null) {
    return secret === ''
      ? undefined
      : [700025, "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."];
  }
  if (path === PATHS.deviceCode || secret === '') {
    return [7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."];
  }
  return isSecret(secret, secretHash) ? undefined : [7000215, 'Invalid client secret provided.'];
}

function sendReply(reply: FastifyReply, { status, body }: TokenReply): FastifyReply {
  return reply.code(status).headers({ 'cache-control': 'no-store', pragma: 'no-cache' }).send(body);
}
