import { openSession } from '../../src/identity/sessions.ts';
import type { TestTenant } from './tenant.ts';

/** What came of a visit: a page, or the address outside of the server to which the browser was sent. */
export interface Visit {
  readonly address: string;
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** A browser without scripts: follows redirects, keeps cookies by their paths, fills forms. */
export interface PlainBrowser {
  visit(address: string): Promise<Visit>;
  /** Sends the only form of a page, with its hidden fields and the given ones. */
  submit(page: Visit, fields: Readonly<Record<string, string>>): Promise<Visit>;
  /** The names of the cookies that it has. */
  readonly cookies: ReadonlyMap<string, { readonly value: string; readonly path: string; readonly attributes: string }>;
}

/** A browser of a server, with cookies that it has from before. Other hosts are not visited: their address is the result. */
export function plainBrowser(origin: string, before: Readonly<Record<string, string>> = {}): PlainBrowser {
  const cookies = new Map<string, { value: string; path: string; attributes: string }>();
  for (const [name, value] of Object.entries(before)) cookies.set(name, { value, path: '/', attributes: '' });

  async function go(address: string, form?: URLSearchParams): Promise<Visit> {
    const url = new URL(address, origin);
    if (url.origin !== origin) return { address: url.href, status: 0, text: '', headers: new Headers() };
    const sent = [...cookies].filter(([, { path }]) => url.pathname.startsWith(path));
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: sent.map(([name, { value }]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    for (const line of response.headers.getSetCookie()) keep(line);
    const location = response.headers.get('location');
    if (location !== null && response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      return go(new URL(location, url).href);
    }
    return { address: url.href, status: response.status, text: await response.text(), headers: response.headers };
  }

  function keep(line: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const [name = '', ...value] = pair.split('=');
    const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/';
    if (value.join('=') === '' || attributes.some((one) => /^(max-age=0|expires=Thu, 01 Jan 1970)/i.test(one))) {
      cookies.delete(name);
    } else cookies.set(name, { value: value.join('='), path, attributes: attributes.join('; ') });
  }

  return {
    cookies,
    visit: (address) => go(address),
    submit: (page, fields) => {
      const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"\/?>/g)];
      const action = /<form[^>]* action="([^"]+)"/.exec(page.text)?.[1] ?? page.address;
      const form = new URLSearchParams(hidden.map(([, name = '', value = '']): [string, string] => [name, value]));
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      return go(new URL(action, page.address).href, form);
    },
  };
}

/** A browser in which a person is signed in to the console. */
export async function signedInBrowser(
  { db, tenant }: Pick<TestTenant, 'db' | 'tenant'>,
  origin: string,
  userId: string,
  now = Date.now(),
): Promise<PlainBrowser> {
  const { cookieValue } = await openSession(db.ofTenant(tenant.tenantId), {
    tenant,
    userId,
    methods: ['password'],
    userAgent: null,
    address: null,
    now,
  });
  const name = origin.startsWith('https:') ? '__Host-seatwise_session' : 'seatwise_session';
  return plainBrowser(origin, { [name]: cookieValue });
}
