import { isGuid } from '../base/id.ts';
import type { SecretBox } from '../base/secret-box.ts';
import { isSecret } from '../base/secrets.ts';
import { isoSeconds } from '../base/time.ts';
import { findApp } from '../store/apps.ts';
import type { Database } from '../store/database.ts';
import { GRAPH_APP_ID, issueAppToken, TOKEN_SECONDS } from './access-tokens.ts';
import { tenantNamed } from './tenant-named.ts';

export interface TokenRequest {
  readonly tenant: string;
  readonly form: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
  /** Scheme, host and port that the client used. */
  readonly origin: string;
  readonly correlationId: string | undefined;
}

export interface TokenReply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Hosts of Graph in all clouds: what a client may name as the resource, besides this server itself. */
const GRAPH_HOSTS = [
  'graph.microsoft.com',
  'graph.microsoft.us',
  'dod-graph.microsoft.us',
  'microsoftgraph.chinacloudapi.cn',
  'graph.microsoft.de',
];

/** POST /{tenant}/oauth2/v2.0/token, client credentials: the token, or an error that authentication libraries know. */
export async function answerTokenRequest(db: Database, secrets: SecretBox, request: TokenRequest): Promise<TokenReply> {
  const { form, origin } = request;
  const grant = form.grant_type ?? '';
  const fail = (status: number, error: string, code: number, text: string) =>
    failure(request, status, error, code, text);
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

function clientOf({ form, authorization }: TokenRequest): { clientId: string; clientSecret: string } {
  const basic = /^basic\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  // Some clients name themselves in the body too (RFC 6749 §3.2.1); what stands in the body goes first.
  const [id = '', ...secret] = basic === undefined ? [] : Buffer.from(basic, 'base64').toString().split(':');
  return {
    clientId: form.client_id ?? formDecoded(id),
    clientSecret: form.client_secret ?? formDecoded(secret.join(':')),
  };
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Exactly one resource with `/.default`; some libraries add OpenID scopes, which mean nothing to an app. */
function checkScope(scope: string, origin: string): 'ok' | 'malformed' | 'unknown' {
  const wanted = scope
    .split(/\s+/)
    .filter((part) => part !== '' && !['openid', 'profile', 'email', 'offline_access'].includes(part));
  const resource = /^(.+?)\/{1,2}\.default$/.exec(wanted[0] ?? '')?.[1];
  if (wanted.length !== 1 || resource === undefined) return 'malformed';
  if (resource === GRAPH_APP_ID || resource.replace(/\/$/, '') === origin) return 'ok';
  return URL.canParse(resource) && GRAPH_HOSTS.includes(new URL(resource).hostname) ? 'ok' : 'unknown';
}

function missing(parameter: string): string {
  return `The request body must contain the following parameter: '${parameter}'.`;
}

function failure(
  { origin, correlationId }: TokenRequest,
  status: number,
  error: string,
  code: number,
  text: string,
): TokenReply {
  const traceId = crypto.randomUUID();
  const correlation = correlationId ?? crypto.randomUUID();
  const timestamp = isoSeconds(Date.now()).replace('T', ' ');
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${code}: ${text} Trace ID: ${traceId} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlation,
      error_uri: `${origin}/error?code=${code}`,
    },
  };
}
