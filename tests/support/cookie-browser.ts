import type { FastifyInstance } from 'fastify';

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  readonly body: Record<string, any>;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The cookies that it set, as they were written. */
  readonly cookies: readonly string[];
}

/** A browser as far as a server sees it: it keeps cookies, and sends the session's token once it has learned it. */
export interface PlainBrowser {
  readonly token: string;
  learnToken(): Promise<void>;
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** A browser at an address of its own. */
export function browserFor(app: FastifyInstance, address = '198.51.100.1'): PlainBrowser {
  const jar = new Map<string, string>();
  let token = '';
  const send: PlainBrowser['send'] = async (method, path, body, headers = {}) => {
    const response = await app.inject({
      method: method as 'GET',
      url: path,
      remoteAddress: address,
      cookies: Object.fromEntries(jar),
      headers: {
        ...(token === '' ? {} : { 'x-csrf-token': token }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    for (const { name, value, expires } of response.cookies) {
      if (expires && expires.getTime() <= 0) jar.delete(name);
      else jar.set(name, value);
    }
    const set = response.headers['set-cookie'] ?? [];
    return {
      status: response.statusCode,
      body: response.body.startsWith('{') ? response.json() : {},
      headers: response.headers,
      cookies: typeof set === 'string' ? [set] : set,
    };
  };
  return {
    get token() {
      return token;
    },
    learnToken: async () => {
      token = (await send('GET', '/api/session')).body.csrfToken ?? '';
    },
    get: (path) => send('GET', path),
    post: (path, body, headers) => send('POST', path, body, headers),
    send,
  };
}
