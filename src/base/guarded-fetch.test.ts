import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { FETCH_MOST_BYTES, FetchRefused, guardedFetch, unguardedFetch } from './guarded-fetch.ts';

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function serve(answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer);
  open.push({ close: () => server.close().closeAllConnections() });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const refusal = async (fetching: Promise<Response>) => {
  const error = await fetching.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof FetchRefused ? error.why : String(error);
};

test('addresses inside are refused, however they are written, and by the name that leads to them', async () => {
  let connections = 0;
  const listener = createTcpServer(() => {
    connections += 1;
  });
  open.push(listener);
  await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready));
  const { port } = listener.address() as AddressInfo;
  const hosts = [
    '127.0.0.1',
    'localhost',
    'LOCALHOST',
    '0x7f.1',
    '2130706433',
    '127.1',
    '0',
    '[::1]',
    '[::ffff:127.0.0.1]',
  ];
  hosts.push('[::ffff:7f00:1]', '[64:ff9b::127.0.0.1]', '169.254.169.254', '10.0.0.1');
  for (const host of hosts) {
    expect([host, await refusal(guardedFetch(`https://${host}:${port}/`))]).toEqual([host, 'notPublic']);
  }
  expect(connections).toBe(0);
});

test('what is not https is refused before anything is looked up', async () => {
  for (const url of ['http://example.com/', 'ftp://example.com/', 'file:///etc/passwd', 'data:text/plain,x'])
    expect([url, await refusal(guardedFetch(url))]).toEqual([url, 'notHttps']);
  expect(await refusal(unguardedFetch('file:///etc/passwd'))).toBe('notHttps');
});

test('an address with a password in it is no address', async () => {
  await expect(guardedFetch('https://me:secret@example.com/')).rejects.toThrow(TypeError);
});

test('status, headers and body go both ways', async () => {
  const url = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const told = {
      method: request.method,
      type: request.headers['content-type'],
      length: request.headers['content-length'],
      body,
    };
    response.writeHead(418, { 'x-kind': 'tea', 'set-cookie': ['a=1', 'b=2'] });
    response.end(JSON.stringify(told));
  });
  const form = new URLSearchParams({ name: 'Zoë' });
  const answer = await unguardedFetch(url, { method: 'POST', body: form });
  expect(answer.status).toBe(418);
  expect(answer.headers.get('x-kind')).toBe('tea');
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  const type = 'application/x-www-form-urlencoded;charset=UTF-8';
  expect(await answer.json()).toEqual({ method: 'POST', type, length: '13', body: 'name=Zo%C3%AB' });
  const empty = await serve((_request, response) => response.writeHead(204).end());
  expect((await unguardedFetch(new URL(empty))).status).toBe(204);
});

test('a redirect is given back and not followed', async () => {
  let asked = 0;
  const url = await serve((_request, response) => {
    asked += 1;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  const answer = await unguardedFetch(url, { redirect: 'follow' });
  expect([answer.status, answer.headers.get('location'), asked]).toEqual([302, '/elsewhere', 1]);
});

test('an answer that does not end is cut off, and its connection closed', async () => {
  let closed: () => void = () => {};
  const ended = new Promise<void>((done) => {
    closed = done;
  });
  const url = await serve((_request, response) => {
    response.on('close', closed);
    const chunk = Buffer.alloc(FETCH_MOST_BYTES / 4);
    const write = () => {
      if (response.destroyed) return;
      response.write(chunk);
      setImmediate(write);
    };
    write();
  });
  expect(await refusal(unguardedFetch(url))).toBe('tooLarge');
  await ended;
});

test('whoever asks can stop waiting', async () => {
  const url = await serve(() => {});
  await expect(unguardedFetch(url, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/abort|timeout/i);
});

test('nobody waits for ever', { timeout: 20_000 }, async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200).write('{');
    const drip = setInterval(() => response.write(' '), 500);
    response.on('close', () => clearInterval(drip));
  });
  const started = Date.now();
  expect(await refusal(unguardedFetch(url))).toBe('timeout');
  expect(Date.now() - started).toBeLessThan(15_000);
});

test('a machine that refuses the connection is told apart from a refusal of ours', async () => {
  await expect(unguardedFetch('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
