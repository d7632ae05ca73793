import { lookup } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** How long a request may take from start to end, in milliseconds. */
const FETCH_TIMEOUT_MS = 10_000;
/** How many bytes an answer may have. */
export const FETCH_MOST_BYTES = 1024 * 1024;

/** Why a request was not made, or its answer not taken, though the network was there. */
type FetchRefusal = 'notHttps' | 'notPublic' | 'tooLarge' | 'timeout';

/** What guardedFetch rejects with where it refuses; whatever else it rejects with is a failure of the network. */
export class FetchRefused extends Error {
  readonly why: FetchRefusal;
  constructor(why: FetchRefusal, message: string) {
    super(message);
    this.why = why;
  }
}

/**
 * Like fetch, for addresses that somebody typed who must not reach into the server's own network: https only, public
 * addresses only. The name is looked up once and the connection goes to the addresses that were checked, so a name
 * whose answer changes in between gains nothing. Redirects are given back and not followed, no proxy is used, the
 * answer is small and comes in time. Rejects with FetchRefused, or with the network's error.
 */
export function guardedFetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
  return limitedFetch(url, init, isPublicAddress);
}

/** The same limits of time and size, for an address that the operator of this machine has set up: any network, http too. */
export function unguardedFetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
  return limitedFetch(url, init, undefined);
}

async function limitedFetch(
  url: string | URL,
  init: RequestInit,
  isAllowed: ((ip: string) => boolean) | undefined,
): Promise<Response> {
  const wanted = new Request(url, init);
  const { protocol, hostname } = new URL(wanted.url);
  if (protocol !== 'https:' && !(protocol === 'http:' && !isAllowed)) {
    throw new FetchRefused('notHttps', `${protocol}//${hostname} is not an address that begins with https://.`);
  }
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (isAllowed && isIP(literal) !== 0 && !isAllowed(literal)) throw notPublic(literal);

  const body = Buffer.from(await wanted.arrayBuffer());
  const timeout = AbortSignal.timeout(FETCH_TIMEOUT_MS);
  const signal = AbortSignal.any([wanted.signal, timeout]);
  try {
    return await send(wanted, body, signal, isAllowed && checkedLookup(isAllowed));
  } catch (error) {
    if (timeout.aborted)
      throw new FetchRefused('timeout', `${hostname} took longer than ${FETCH_TIMEOUT_MS / 1000} s.`);
    throw error;
  }
}

function send(
  wanted: Request,
  body: Buffer,
  signal: AbortSignal,
  checked: LookupFunction | undefined,
): Promise<Response> {
  const isTls = wanted.url.startsWith('https:');
  // An agent of its own: the shared one may go through a proxy, which looks names up by itself, or reuse a connection.
  const agent = isTls ? new HttpsAgent() : new HttpAgent();
  return new Promise((done, failed) => {
    const outgoing = (isTls ? httpsRequest : httpRequest)(
      wanted.url,
      {
        method: wanted.method,
        headers: {
          ...Object.fromEntries(wanted.headers),
          'accept-encoding': 'identity',
          ...(wanted.body === null ? {} : { 'content-length': body.length }),
        },
        agent,
        signal,
        ...(checked ? { lookup: checked } : {}),
      },
      (incoming) => answerOf(incoming).then(done, failed),
    );
    outgoing.on('error', failed);
    outgoing.end(body);
  });
}

async function answerOf(incoming: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    // Leaving the loop ends the connection.
    if (size > FETCH_MOST_BYTES)
      throw new FetchRefused('tooLarge', `The answer is larger than ${FETCH_MOST_BYTES} bytes.`);
    chunks.push(chunk);
  }
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const status = incoming.statusCode ?? 0;
  const isEmpty = status === 204 || status === 205 || status === 304;
  return new Response(isEmpty ? null : Buffer.concat(chunks), { status, headers });
}

/** Looks a name up, and gives its addresses only where all of them are allowed. */
function checkedLookup(isAllowed: (ip: string) => boolean): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      const [first] = addresses;
      const refused = addresses.find(({ address }) => !isAllowed(address));
      if (!first || refused) return done(notPublic(hostname), '', 0);
      if (options.all) return done(null, addresses);
      done(null, first.address, first.family);
    });
  };
}

function notPublic(host: string): FetchRefused {
  return new FetchRefused('notPublic', `${host} is not on the public internet.`);
}
