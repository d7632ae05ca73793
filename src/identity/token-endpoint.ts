import { isGuid } from '../base/id.ts';
import type { SecretBox } from '../base/secret-box.ts';
import { isSecret } from '../base/secrets.ts';
import { findApp } from '../store/apps.ts';
import type { Database } from '../store/database.ts';
import { GRAPH_APP_ID, issueAppToken, TOKEN_SECONDS } from './access-tokens.ts';
import { isGraphHost } from './graph-hosts.ts';
import { tenantNamed } from './tenant-named.ts';
import { clientOf, type TokenReply, type TokenRequest, tokenFailure } from './token-reply.ts';

/** POST /{tenant}/oauth2/v2.0/token, client credentials: the token, or an error that authentication libraries know. */
export async function answerTokenRequest(db: Database, secrets: SecretBox, request: TokenRequest): Promise<TokenReply> {
  const { form, origin } = request;
  const grant = form.grant_type ?? '';
  const fail = (status: number, error: string, code: number, text: string) =>
    tokenFailure(request, status, error, code, text);
  if (grant === '') return fail(400, 'invalid_request', 900144, missing('grant_type'));
  if (grant !== 'client_credentials') {
    return fail(400, 'unsupported_grant_type', 70003, `The app requested an unsupported grant type '${grant}'.`);
  }
  const { clientId, clientSecret } = clientOf(request);
  if (clientId === '') return fail(400, 'invalid_request', 900144, missing('client_id'));
  if (form.resource !== undefined) {
    return fail(400, 'invalid_request', 901002, "The 'resource' request parameter is not supported.");
  }
  if ((form.scope ?? '') === '') return fail(400, 'invalid_request', 900144, missing('scope'));
  const scope = checkScope(form.scope ?? '', origin);
  if (scope === 'malformed') {
    return fail(
      400,
      'invalid_scope',
      70011,
      `The provided value for the input parameter 'scope' is not valid. The scope ${form.scope} is not valid.`,
    );
  }
  if (scope === 'unknown') {
    return fail(
      400,
      'invalid_resource',
      500011,
      `The resource principal named ${form.scope} was not found in the tenant.`,
    );
  }
  const tenant = await tenantNamed(db, request.tenant);
  if (!tenant) return fail(400, 'invalid_request', 90002, `Tenant '${request.tenant}' not found.`);
  const app = isGuid(clientId) ? await findApp(db, tenant.tenantId, clientId) : undefined;
  if (!app || app.disabled) {
    return fail(
      400,
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${tenant.displayName}'.`,
    );
  }
  if (clientSecret === '') {
    return fail(
      401,
      'invalid_client',
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    );
  }
  if (!isSecret(clientSecret, app.secretHash)) {
    return fail(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
  }
  const token = await issueAppToken(db, secrets, tenant.tenantId, app, `${origin}/${tenant.tenantId}/v2.0`);
  return {
    status: 200,
    body: { token_type: 'Bearer', expires_in: TOKEN_SECONDS, ext_expires_in: TOKEN_SECONDS, access_token: token },
  };
}

/** Exactly one resource with `/.default`; some libraries add OpenID scopes, which mean nothing to an app. */
function checkScope(scope: string, origin: string): 'ok' | 'malformed' | 'unknown' {
  const wanted = scope
    .split(/\s+/)
    .filter((part) => part !== '' && !['openid', 'profile', 'email', 'offline_access'].includes(part));
  const resource = /^(.+?)\/{1,2}\.default$/.exec(wanted[0] ?? '')?.[1];
  if (wanted.length !== 1 || resource === undefined) return 'malformed';
  if (resource === GRAPH_APP_ID || resource.replace(/\/$/, '') === origin) return 'ok';
  return isGraphHost(resource) ? 'ok' : 'unknown';
}

function missing(parameter: string): string {
  return `The request body must contain the following parameter: '${parameter}'.`;
}
