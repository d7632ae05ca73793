import { hostname, userInfo } from 'node:os';
import { type Client, createClient } from '../client/client.ts';
import { httpTransport } from '../client/transport.ts';
import { type Language, preferredLanguage, type Translator, translator } from '../messages/translate.ts';
import { type LocalStore, openLocal } from '../server/local.ts';
import { localTransport } from '../server/local-transport.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import type { OutputFormat } from './output.ts';

export interface GlobalOptions {
  readonly tenant?: string;
  readonly output: OutputFormat;
  readonly language?: Language;
}

/** What a command works with: texts, the way of output, and a client of the tenant's server. */
export interface Session {
  readonly t: Translator;
  readonly output: OutputFormat;
  readonly client: Client;
}

/** Texts in the language that the options or the environment ask for. */
export function textsFor(options: Pick<GlobalOptions, 'language'>): Translator {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return translator(options.language ?? preferredLanguage(LC_ALL || LC_MESSAGES || LANG));
}

/**
 * Runs a command against a tenant: on the server that SEATWISE_SERVER names, with the credentials of an app; otherwise
 * on the database of this machine, beside a running server or without one.
 */
export async function withSession(options: GlobalOptions, work: (session: Session) => Promise<void>): Promise<void> {
  const t = textsFor(options);
  const server = process.env.SEATWISE_SERVER;
  if (server !== undefined && server !== '') {
    const token = await fetchToken(server, options, t);
    await work({ t, output: options.output, client: createClient(httpTransport(server, token), t.language) });
    return;
  }
  await withLocal(options, async (store) => {
    const app = await store.appFor(options.tenant, operatorName());
    if ('problem' in app) throw noTenant(app, options.tenant, t);
    try {
      await work({ t, output: options.output, client: createClient(localTransport(app.app), t.language) });
    } finally {
      await app.app.close();
    }
  });
}

/** Runs a bootstrap command on the database of this machine. */
export async function withLocal(
  options: Pick<GlobalOptions, 'language'>,
  work: (store: LocalStore) => Promise<void>,
): Promise<void> {
  const t = textsFor(options);
  const store = await openLocal(process.env);
  if ('faults' in store) {
    throw new CommandError(EXIT.usage, store.faults.map(({ variable, mayBe }) => `${variable}: ${mayBe}`).join('\n'));
  }
  if ('failure' in store) throw new CommandError(EXIT.unreachable, store.failure, t('cli.hint.database'));
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

/** Who works at this machine's terminal, for the audit log. */
export function operatorName(): string {
  return `${userInfo().username}@${hostname()}`;
}

/** The error for a tenant that is not clear. */
export function noTenant(
  {
    problem,
    tenants,
  }: { problem: 'none' | 'several' | 'unknown'; tenants: readonly { displayName: string; defaultDomain: string }[] },
  wanted: string | undefined,
  t: Translator,
): CommandError {
  const names = tenants.map(({ displayName, defaultDomain }) => `${defaultDomain} (${displayName})`).join(', ');
  if (problem === 'none') return new CommandError(EXIT.notFound, t('cli.error.noTenant'), t('cli.hint.noTenant'));
  if (problem === 'several')
    return new CommandError(EXIT.usage, t('cli.error.whichTenant', { names }), t('cli.hint.whichTenant'));
  return new CommandError(EXIT.notFound, t('cli.error.unknownTenant', { tenant: wanted ?? '', names }));
}

async function fetchToken(server: string, options: GlobalOptions, t: Translator): Promise<string> {
  const { SEATWISE_CLIENT_ID = '', SEATWISE_CLIENT_SECRET = '' } = process.env;
  const tenant = options.tenant ?? process.env.SEATWISE_TENANT ?? '';
  if (tenant === '' || SEATWISE_CLIENT_ID === '' || SEATWISE_CLIENT_SECRET === '') {
    throw new CommandError(EXIT.usage, t('cli.error.serverCredentials'));
  }
  const response = await fetch(new URL(`/${encodeURIComponent(tenant)}/oauth2/v2.0/token`, server), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: SEATWISE_CLIENT_ID,
      client_secret: SEATWISE_CLIENT_SECRET,
      scope: 'https://graph.microsoft.com/.default',
    }),
  }).catch((error: Error) => {
    throw new CommandError(
      EXIT.unreachable,
      t('cli.error.serverUnreachable', { server, why: String(error.cause ?? error.message) }),
    );
  });
  const answer = (await response.json()) as { access_token?: string; error_description?: string };
  if (answer.access_token === undefined)
    throw new CommandError(EXIT.refused, answer.error_description ?? `${response.status}`);
  return answer.access_token;
}
