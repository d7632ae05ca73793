import type { FastifyReply, FastifyRequest } from 'fastify';
import type { InteractionResults, Provider } from 'oidc-provider';
import { hashSecret, isSecret } from '../../base/secrets.ts';
import type { Tenant } from '../../domain/directory/tenant.ts';
import { auditChange } from '../../store/audit.ts';
import type { PersonFacts } from '../../store/principals.ts';
import type { Session } from '../../store/sessions.ts';
import { GRAPH_AUDIENCE } from '../access-tokens.ts';
import { type DelegatedClient, findClient } from './clients.ts';
import { consentPage } from './consent-page.ts';
import { consoleSession, type DelegatedHost } from './host.ts';
import { libraryRequest, type RequestNotes } from './library-request.ts';
import { html, type Page, page, textsOf } from './page.ts';
import { PATHS } from './paths.ts';
import { OPENID_SCOPES } from './permissions.ts';
import { providerOf } from './provider.ts';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

interface Asked {
  readonly provider: Provider;
  readonly libraryRequest: ReturnType<typeof libraryRequest>;
  readonly interaction: Interaction;
  readonly session: Session;
  readonly person: PersonFacts;
  readonly client: DelegatedClient;
  readonly scopes: readonly string[];
  readonly formToken: string;
}

/** GET /{tenant}/oauth2/consent/{id}: asks the person who is signed in; whoever is not is sent to sign in first. */
export async function askForConsent(
  host: DelegatedHost,
  tenant: Tenant,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const asked = await readQuestion(host, tenant, id, request, reply);
  if (asked === 'signIn') return reply.redirect(signInAddress(tenant, id), 302);
  if (asked === 'expired') return expired(request, reply);
  const { provider, interaction, client, person, scopes, formToken } = asked;
  const device =
    interaction.deviceCode === undefined ? undefined : await provider.DeviceCode.find(interaction.deviceCode);
  if (interaction.deviceCode !== undefined && !device) return expired(request, reply);
  const question = {
    client,
    person,
    tenantName: tenant.displayName,
    scopes,
    redirectUri: device ? undefined : String(interaction.params.redirect_uri),
    device: device && { code: spelledCode(device.userCode), address: String(device.deviceInfo?.ip ?? '') },
    formToken,
    otherAccount: signInAddress(tenant, id),
  };
  return send(reply, 200, consentPage(textsOf(request.headers['accept-language']), question));
}

/** POST to the same address: the person's answer. It goes back to the app by way of the OpenID library. */
export async function takeConsent(
  host: DelegatedHost,
  tenant: Tenant,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const asked = await readQuestion(host, tenant, id, request, reply);
  if (asked === 'signIn') return reply.redirect(signInAddress(tenant, id), 303);
  if (asked === 'expired') return expired(request, reply);
  const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
  if (!isSecret(form.get('token') ?? '', hashSecret(asked.formToken))) return expired(request, reply);
  const result = form.get('answer') === 'allow' ? await allow(host, tenant, asked, request) : DECLINED;
  const next = await asked.provider.interactionResult(asked.libraryRequest, reply.raw, result, {
    mergeWithLastSubmission: false,
  });
  return reply.redirect(next, 303);
}

const DECLINED: InteractionResults = {
  error: 'access_denied',
  error_description: 'AADSTS65004: User declined to consent to access the app.',
};

async function allow(
  host: DelegatedHost,
  tenant: Tenant,
  { provider, session, person, client, scopes }: Asked,
  request: FastifyRequest,
): Promise<InteractionResults> {
  const grant = new provider.Grant({ accountId: person.id, clientId: client.id });
  const openid = scopes.filter((scope) => OPENID_SCOPES.includes(scope));
  const graph = scopes.filter((scope) => !OPENID_SCOPES.includes(scope));
  if (openid.length > 0) grant.addOIDCScope(openid.join(' '));
  grant.addResourceScope(GRAPH_AUDIENCE, graph.join(' '));
  const grantId = await grant.save();
  await host.db.ofTenant(tenant.tenantId).transaction((tx) =>
    auditChange(
      tx,
      tenant.tenantId,
      {
        activity: 'Consent to application',
        targetType: 'ServicePrincipal',
        targetId: client.id,
        targetName: client.name,
        after: { scopes: graph },
      },
      {
        actorId: person.id,
        actorName: person.displayName,
        channel: 'console',
        requestId: request.id,
        at: new Date(host.now() + tenant.clockOffsetMs),
      },
    ),
  );
  const signedInAt = Math.floor(session.createdAt.getTime() / 1000);
  return {
    login: { accountId: person.id, ts: signedInAt, amr: [...session.methods] },
    consent: { grantId },
  };
}

/** The app's request that this browser has under way, and the person who can answer it. */
async function readQuestion(
  host: DelegatedHost,
  tenant: Tenant,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Asked | 'signIn' | 'expired'> {
  const { tenantId } = tenant;
  const db = host.db.ofTenant(tenantId);
  const provider = await providerOf(host.db, host.secrets, tenantId, host.originOf(request));
  const forLibrary = libraryRequest(request, {
    method: request.method,
    path: `${PATHS.consent}/${id}`,
    tenantId,
    withSession: true,
    notes: notesFor(host, request),
  });
  const interaction = await interactionOf(provider, forLibrary, reply, id);
  if (!interaction) return 'expired';
  const open = await consoleSession(host, request);
  if (open?.tenant.tenantId !== tenantId || isTooOld(open.session, interaction)) return 'signIn';
  const { session, person, csrfToken } = open;
  const client = await findClient(db, tenantId, String(interaction.params.client_id));
  if (!client) return 'expired';
  // The library's own session, where it has one, is of the same person, or the request begins anew.
  if (interaction.session && interaction.session.accountId !== person.id) return 'expired';
  return {
    provider,
    libraryRequest: forLibrary,
    interaction,
    session,
    person,
    client,
    scopes: String(interaction.params.scope ?? '').split(' '),
    // The form is good for this request and this session alone.
    formToken: hashSecret(`${interaction.cid} ${csrfToken}`),
  };
}

async function interactionOf(
  provider: Provider,
  request: ReturnType<typeof libraryRequest>,
  reply: FastifyReply,
  id: string,
): Promise<Interaction | undefined> {
  const { errors } = await import('oidc-provider');
  try {
    const interaction = await provider.interactionDetails(request, reply.raw);
    return interaction.uid === id ? interaction : undefined;
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

/** Whether the app asked for a sign-in that is newer than this one. */
function isTooOld({ createdAt }: Session, { iat, params }: Interaction): boolean {
  if (
    String(params.prompt ?? '')
      .split(' ')
      .includes('login')
  )
    return createdAt.getTime() < iat * 1000;
  return params.max_age !== undefined && createdAt.getTime() < (iat - Number(params.max_age)) * 1000;
}

function signInAddress({ tenantId }: Tenant, id: string): string {
  return `/sign-in?${new URLSearchParams({ returnTo: `/${tenantId}${PATHS.consent}/${id}` })}`;
}

/** As the device shows it: two groups of four. */
function spelledCode(userCode: string): string {
  return `${userCode.slice(0, 4)}-${userCode.slice(4)}`;
}

/** Notes of a request that asks for no scopes. */
export function notesFor(host: DelegatedHost, request: FastifyRequest): RequestNotes {
  return {
    origin: host.originOf(request),
    correlationId: undefined,
    wantsClientInfo: false,
    language: request.headers['accept-language'],
    log: (error) => request.log.error({ err: error }, 'The OpenID library failed'),
  };
}

function expired(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const t = textsOf(request.headers['accept-language']);
  return send(reply, 400, page(t, t('consent.failure.title'), html`<p>${t('consent.failure.expired')}</p>`));
}

/** Sends a page. */
export function send(reply: FastifyReply, status: number, { body, headers }: Page): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}
