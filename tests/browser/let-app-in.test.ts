import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSession } from '../../src/identity/sessions.ts';
import { buildApp } from '../../src/server/app.ts';
import { axeFindings, openBrowser, sticksOut, type Visitor, visitor } from '../support/browser.ts';
import { TEST_SECRETS, type TestTenant, testTenant } from '../support/tenant.ts';
import { GRAPH_TOOLS } from '../support/user-token.ts';

let there: TestTenant;
let server: FastifyInstance;
let origin: string;
let browser: Browser;
/** What listens on the person's own machine for the answer, as command line tools do. */
let tool: Server;
let redirectUri: string;
let arrived: { method: string | undefined; fields: URLSearchParams }[] = [];

beforeAll(async () => {
  there = await testTenant();
  server = await buildApp({ db: there.db, secrets: TEST_SECRETS });
  await server.listen({ host: 'localhost', port: 0 });
  origin = `http://localhost:${(server.server.address() as AddressInfo).port}`;
  tool = createServer(async (request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname !== '/') return response.writeHead(404).end();
    const fields = request.method === 'POST' ? new URLSearchParams(await text(request)) : url.searchParams;
    arrived.push({ method: request.method, fields });
    response.setHeader('content-type', 'text/html').end('<title>Thanks</title><p>Thanks');
  });
  await new Promise<void>((done) => tool.listen(0, 'localhost', done));
  redirectUri = `http://localhost:${(tool.address() as AddressInfo).port}`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  tool.close();
  await server.close();
  await there.close();
});

async function signedIn(name: string, options: Parameters<typeof visitor>[2] = {}): Promise<Visitor> {
  const { tenant, db } = there;
  const userId = await there.user(name);
  const who = await visitor(browser, origin, options);
  const { cookieValue } = await openSession(db.ofTenant(tenant.tenantId), {
    tenant,
    userId,
    methods: ['password'],
    userAgent: null,
    address: null,
    now: Date.now(),
  });
  await who.context.addCookies([{ name: 'seatwise_session', value: cookieValue, url: origin, httpOnly: true }]);
  arrived = [];
  return who;
}

function authorizeAddress(more: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    client_id: GRAPH_TOOLS,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'https://graph.microsoft.com/LicenseAssignment.ReadWrite.All openid profile offline_access',
    state: 'mine',
    code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  return `/${there.tenant.tenantId}/oauth2/v2.0/authorize?${query}`;
}

async function expectGood(page: Page): Promise<void> {
  expect(await axeFindings(page)).toEqual([]);
  expect(await sticksOut(page)).toBe(false);
}

test.each([
  ['query', 'GET'],
  ['form_post', 'POST'],
])('the code reaches a tool on the person’s own machine by %s', async (response_mode, method) => {
  const { page, complaints } = await signedIn(`By${method}`);
  await page.goto(authorizeAddress({ response_mode }));
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
    'Let Microsoft Graph Command Line Tools in?',
  );
  await expectGood(page);
  await page.getByRole('button', { name: 'Let it in' }).click();
  await page.waitForURL(`${redirectUri}/**`);
  expect(arrived).toMatchObject([{ method }]);
  expect(arrived[0]?.fields.get('code')).toMatch(/^[\w-]{43}$/);
  expect(arrived[0]?.fields.get('state')).toBe('mine');
  expect(complaints).toEqual([]);
});

test('a refusal reaches it too', async () => {
  const { page, complaints } = await signedIn('Refuses');
  await page.goto(authorizeAddress());
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.waitForURL(`${redirectUri}/**`);
  expect(arrived[0]?.fields.get('error')).toBe('access_denied');
  expect(complaints).toEqual([]);
});

test.each([
  ['dark, on a telephone, in French', { colorScheme: 'dark', viewport: { width: 320, height: 640 }, locale: 'fr-FR' }],
  ['light, on a wide screen', { colorScheme: 'light', viewport: { width: 1920, height: 1080 } }],
] as const)('a device is let in by its code: %s', async (name, options) => {
  const { page, complaints } = await signedIn(`Device${name.length}`, options);
  const french = 'locale' in options;
  const asked = await fetch(`${origin}/${there.tenant.tenantId}/oauth2/v2.0/devicecode`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: GRAPH_TOOLS, scope: 'User.Read.All User.Read AuditLog.Read.All' }),
  });
  const { user_code: code, verification_uri: address } = (await asked.json()) as Record<string, string>;
  await page.goto(address ?? '');
  await expectGood(page);
  // The field has the focus: one types and presses Enter.
  await page.keyboard.type(code ?? '');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/oauth2/consent/**');
  await expectGood(page);
  await page
    .getByText(code ?? '', { exact: false })
    .first()
    .waitFor();
  await page.getByRole('button', { name: french ? 'Autoriser' : 'Let it in' }).click();
  await page.getByRole('heading', { name: french ? 'C’est fait' : 'Done' }).waitFor();
  await expectGood(page);
  expect(complaints).toEqual([]);
});
