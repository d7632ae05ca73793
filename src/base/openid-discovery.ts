import {
  // biome-ignore lint/suspicious/noDeprecatedImports: deprecated to stand out; it is for a provider within the operator's own network
  allowInsecureRequests,
  ClientError,
  customFetch,
  type DiscoveryRequestOptions,
  discovery,
  type ServerMetadata,
} from 'openid-client';
import { FetchRefused, guardedFetch, unguardedFetch } from './guarded-fetch.ts';

const WELL_KNOWN = '/.well-known/openid-configuration';

/** Why an address is not that of an OpenID provider that can be used. */
export type DiscoveryFault =
  /** No address, or one with a query, a fragment or a password in it. */
  | { readonly fault: 'notAnAddress' }
  | { readonly fault: 'notHttps' }
  /** It leads into a network that is not the internet. */
  | { readonly fault: 'notPublic' }
  | { readonly fault: 'unreachable'; readonly detail: string }
  | { readonly fault: 'notOpenId'; readonly detail: string }
  /** It calls itself by another name, or by one for many organizations at once. */
  | { readonly fault: 'issuerMismatch'; readonly found: string };

export interface Discovered {
  /** With an issuer, an authorization endpoint, a token endpoint and keys. */
  readonly metadata: ServerMetadata;
}

/**
 * Asks an issuer what it says of itself (OpenID Connect Discovery 1.0). The issuer must call itself exactly what it is
 * called here, but for a slash at the end. `anyAddress` lets it be within the server's own network, and over http on
 * this machine itself.
 */
export async function discoverProvider(issuer: string, anyAddress: boolean): Promise<Discovered | DiscoveryFault> {
  const url = URL.parse(issuer);
  if (!url || `${url.search}${url.hash}${url.username}${url.password}` !== '') return { fault: 'notAnAddress' };
  if (!(url.protocol === 'https:' || (anyAddress && isLoopbackHttp(url)))) return { fault: 'notHttps' };
  try {
    const found = await discovery(
      new URL(`${bare(url)}${WELL_KNOWN}`),
      'discovery',
      undefined,
      undefined,
      fetchOptions(anyAddress),
    );
    return judge(found.serverMetadata(), url, anyAddress);
  } catch (error) {
    const { kind, detail } = providerFailure(error);
    if (kind === 'wrong') return { fault: 'notOpenId', detail };
    return kind === 'unreachable' ? { fault: 'unreachable', detail } : { fault: kind };
  }
}

/** How the OpenID library reaches a provider: under guard, or, for one that the operator set up, anywhere. */
export function fetchOptions(anyAddress: boolean): DiscoveryRequestOptions {
  const reach = anyAddress ? unguardedFetch : guardedFetch;
  return {
    [customFetch]: (url, init) => reach(url, init as RequestInit),
    ...(anyAddress ? { execute: [allowInsecureRequests] } : {}),
  };
}

/** What stood in the way of a request to a provider: the network, our own guard, or what the provider answered. */
export function providerFailure(error: unknown): {
  readonly kind: 'notPublic' | 'notHttps' | 'unreachable' | 'wrong';
  readonly detail: string;
} {
  for (let at: unknown = error, depth = 0; at !== undefined && depth < 5; depth += 1) {
    if (at instanceof FetchRefused) {
      if (at.why === 'notPublic' || at.why === 'notHttps') return { kind: at.why, detail: at.message };
      return { kind: at.why === 'timeout' ? 'unreachable' : 'wrong', detail: at.message };
    }
    if (at instanceof Response) {
      return { kind: at.status >= 500 || at.status === 429 ? 'unreachable' : 'wrong', detail: `HTTP ${at.status}` };
    }
    // The OpenID library's own codes begin like that; all others are of sockets, names, certificates and HTTP.
    const code = at instanceof Error && 'code' in at ? at.code : undefined;
    if (typeof code === 'string' && !/^(OAUTH_|ERR_INVALID_)/.test(code)) return { kind: 'unreachable', detail: code };
    at = at instanceof Error ? at.cause : undefined;
  }
  if (error instanceof ClientError) return { kind: 'wrong', detail: error.message };
  return { kind: 'wrong', detail: error instanceof Error ? error.message : String(error) };
}

function judge(metadata: ServerMetadata, wanted: URL, anyAddress: boolean): Discovered | DiscoveryFault {
  const named = URL.parse(metadata.issuer);
  if (!named || bare(named) !== bare(wanted)) return { fault: 'issuerMismatch', found: printable(metadata.issuer) };
  for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const) {
    const endpoint = URL.parse(metadata[name] ?? '');
    if (!endpoint) return { fault: 'notOpenId', detail: `no ${name}` };
    if (!(endpoint.protocol === 'https:' || (anyAddress && endpoint.protocol === 'http:')))
      return { fault: 'notHttps' };
  }
  for (const name of LISTS) {
    if (metadata[name] !== undefined && !Array.isArray(metadata[name])) return { fault: 'notOpenId', detail: name };
  }
  if (metadata.response_types_supported?.includes('code') === false)
    return { fault: 'notOpenId', detail: 'no response_type code' };
  return { metadata };
}

const LISTS = ['response_types_supported', 'scopes_supported', 'token_endpoint_auth_methods_supported'] as const;

function bare({ href }: URL): string {
  return href.replace(/\/+$/, '');
}

/** What a stranger wrote, fit for a message. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 300);
}

function isLoopbackHttp({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
