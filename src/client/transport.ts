/** One request to a Seatwise server, whether it is reached over the network or lives in this process. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | AsyncIterable<Uint8Array>;
}

interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it arrives. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** How requests reach the server. */
export type Transport = (request: ApiRequest) => Promise<ApiResponse>;

/** A server at an address, spoken to with an access token. */
export function httpTransport(origin: string, token: string): Transport {
  return async ({ method, path, headers, body }) => {
    const response = await fetch(new URL(path, origin), {
      method,
      headers: { ...headers, authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    } as RequestInit);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: response.body ?? empty(),
    };
  };
}

async function* empty(): AsyncIterable<Uint8Array> {}
