import type { Transport } from './transport.ts';

const SAFE_METHODS: readonly string[] = ['GET'];

/**
 * The server that a page came from, spoken to with the browser's cookie. What changes something carries the session's
 * token against forged requests, as long as there is one.
 */
export function browserTransport(csrfToken: () => string | undefined): Transport {
  return async ({ method, path, headers, body }) => {
    const token = SAFE_METHODS.includes(method) ? undefined : csrfToken();
    const response = await fetch(path, {
      method,
      headers: { ...headers, ...(token === undefined ? {} : { 'x-csrf-token': token }) },
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    } as RequestInit);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: chunksOf(response.body),
    };
  };
}

/** The chunks of a stream. Not every browser can iterate streams by itself. */
async function* chunksOf(stream: ReadableStream<Uint8Array> | null): AsyncIterable<Uint8Array> {
  const reader = stream?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) yield part.value;
}
