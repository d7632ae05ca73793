import type { KoaContextWithOIDC } from 'oidc-provider';
import { tokenFailure } from '../token-reply.ts';
import { notesOf, type RequestNotes } from './library-request.ts';
import { formAction } from './page.ts';
import { grantedScope } from './scopes.ts';

/** Seconds between two questions of a device. It is not held to it: clients give up when told to slow down. */
const POLL_SECONDS = 5;

/** Brings an answer of the OpenID library into the form that Graph's clients read. */
export function finishAnswer(ctx: KoaContextWithOIDC, tenantId: string): void {
  // No page of another origin is served: the library would let all of them read answers.
  ctx.remove('access-control-allow-origin');
  const route = ctx.oidc?.route;
  if (ctx.oidc?.params?.response_mode === 'form_post') allowFormPost(ctx);
  if (route !== 'token' && route !== 'device_authorization') return;
  ctx.set('pragma', 'no-cache');
  const notes = notesOf(ctx.req);
  const body = ctx.body as Record<string, unknown>;
  if (typeof body?.error === 'string') {
    const failure = failureOf(body.error, String(body.error_description ?? ''), ctx.oidc.params?.grant_type, notes);
    const { status, error, code, text, suberror } = failure;
    const reply = tokenFailure(notes, status, error, code, text, suberror === undefined ? {} : { suberror });
    ctx.status = reply.status;
    ctx.body = reply.body;
  } else if (route === 'device_authorization') {
    ctx.body = deviceAnswer(body);
  } else {
    ctx.body = tokenAnswer(body, tenantId, ctx.oidc.account?.accountId, notes);
  }
}

/** Many clients take the code from a form that the browser posts; the library's page for it sends itself off. */
function allowFormPost(ctx: KoaContextWithOIDC): void {
  const policy = ctx.response.get('content-security-policy');
  const sendsTo = formAction(String(ctx.oidc.params?.redirect_uri ?? ''));
  if (policy !== '') ctx.set('content-security-policy', policy.replace(/form-action [^;]*/, sendsTo));
}

function deviceAnswer({ verification_uri_complete: _none, ...body }: Record<string, unknown>) {
  return {
    ...body,
    interval: POLL_SECONDS,
    message: `To sign in, use a web browser to open the page ${body.verification_uri} and enter the code ${body.user_code} to authenticate.`,
  };
}

function tokenAnswer(
  body: Record<string, unknown>,
  tenantId: string,
  userId: string | undefined,
  { scopes, wantsClientInfo }: RequestNotes,
) {
  const granted = String(body.scope ?? '').split(' ');
  const clientInfo = Buffer.from(JSON.stringify({ uid: userId, utid: tenantId })).toString('base64url');
  return {
    ...body,
    scope: scopes && !('wrong' in scopes) ? grantedScope(scopes, granted) : granted.join(' '),
    ext_expires_in: body.expires_in,
    ...(wantsClientInfo ? { client_info: clientInfo } : {}),
  };
}

interface Failure {
  readonly status: number;
  readonly error: string;
  readonly code: number;
  readonly text: string;
  readonly suberror?: string;
}

const NOT_VALID = 'The provided authorization code or refresh token is not valid.';

/** What the library's details of an invalid grant are called in the field. */
const INVALID_GRANTS: readonly (readonly [RegExp, string, number, string])[] = [
  [/^device code (not found|already consumed)$/, 'bad_verification_code', 70018, 'The device code is not valid.'],
  [/^authorization code is expired$/, 'invalid_grant', 70008, 'The provided authorization code has expired.'],
  [/^(authorization code already consumed|used already)$/, 'invalid_grant', 54005, 'The code was redeemed already.'],
  [/^refresh token is expired$/, 'invalid_grant', 700082, 'The refresh token has expired due to inactivity.'],
  [
    /^grant is expired$/,
    'invalid_grant',
    700084,
    'The refresh token has reached its maximum lifetime; the user must sign in again.',
  ],
  [
    /code_verifier|code_challenge/,
    'invalid_grant',
    501481,
    'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  ],
  [
    /redirect_uri mismatch$/,
    'invalid_grant',
    500112,
    'The reply address does not match the reply address provided when requesting the authorization code.',
  ],
];

function failureOf(error: string, description: string, grantType: unknown, notes: RequestNotes): Failure {
  const { refusal, failure, scopes } = notes;
  if (refusal) return { status: 400, error: 'invalid_grant', ...refusal };
  const detail = failure?.error_detail ?? '';
  switch (error) {
    case 'invalid_grant': {
      const [, name, code, text] = INVALID_GRANTS.find(([pattern]) => pattern.test(detail)) ?? [];
      return { status: 400, error: name ?? error, code: code ?? 70000, text: text ?? NOT_VALID };
    }
    case 'authorization_pending':
      return { status: 400, error, code: 70016, text: 'The user has not finished signing in yet. Ask again.' };
    case 'expired_token':
      return { status: 400, error, code: 70019, text: 'The device code has expired.' };
    case 'access_denied':
      return {
        status: 400,
        error: 'authorization_declined',
        code: 65004,
        text: 'The user declined to let the app in.',
      };
    case 'invalid_scope':
      if (scopes && 'wrong' in scopes) return { status: 400, ...wrongScope(scopes.wrong, scopes.why) };
      return grantType === 'refresh_token'
        ? { status: 400, ...CONSENT_MISSING }
        : { status: 400, error, code: 70011, text: description };
    case 'unsupported_grant_type':
      return { status: 400, error, code: 70003, text: description };
    case 'server_error':
      return { status: 500, error, code: 90033, text: 'A transient error has occurred. Please try again.' };
    default:
      return { status: 400, error, code: 9002313, text: `Invalid request. ${description}` };
  }
}

/** The error about a scope, as the field words it. */
export function wrongScope(scope: string, why: 'malformed' | 'notOurs' | 'notRegistered'): Omit<Failure, 'status'> {
  if (why === 'notRegistered') return CONSENT_MISSING;
  if (why === 'notOurs') {
    return {
      error: 'invalid_resource',
      code: 500011,
      text: `The resource principal named ${scope.replace(/\/+[^/]*$/, '')} was not found in the tenant.`,
    };
  }
  return {
    error: 'invalid_scope',
    code: 70011,
    text: `The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
  };
}

const CONSENT_MISSING = {
  error: 'invalid_grant',
  code: 65001,
  text: 'The user or administrator has not consented to use the application with all of these permissions. Send an interactive authorization request.',
  suberror: 'consent_required',
};
