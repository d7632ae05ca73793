import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { createServer as createTlsServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { selfSignedCertificate } from '../../tests/support/certificate.ts';
import { SKU, TEST_SECRETS, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { newId } from '../base/id.ts';
import { rawSql } from '../base/sql.ts';
import { as } from '../operations/access/principals-for-tests.ts';
import {
  addDestination,
  listDestinations,
  removeDestination,
  testDestination,
} from '../operations/audit/destinations.ts';
import { changeUser } from '../operations/directory/update-user.ts';
import { changed, forget, give } from '../operations/licensing/stories-for-tests.ts';
import { auditTeller } from '../server/audit-teller.ts';
import { claimDestination } from '../store/audit-destinations.ts';
import { forwardAudit } from './audit-forwarding.ts';

const HOUR = 3_600_000;
let there: TestTenant;
let person: string;
let now: number;
const open: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  there = await testTenant();
});
afterAll(() => there.close());
beforeEach(async () => {
  await forget(there);
  await there.db.query(rawSql('delete from audit_destination'));
  person = await there.user('Ada');
  now = Date.now();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

let moves = 0;
/** Leaves an entry in the log. */
async function somethingHappens(): Promise<void> {
  moves += 1;
  await changeUser(there.context, person, { fields: { city: `City ${moves}` } });
}

const onFailure = (error: unknown) => {
  throw error;
};
const forward = (signal?: AbortSignal) =>
  forwardAudit({ db: there.db, secrets: TEST_SECRETS, tell: auditTeller(there.db), onFailure, signal }, now);

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A receiver that answers what it is told to. */
async function receiver(answer: () => number | Promise<number>): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', async () => {
      received.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(await answer()).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
}

const idsOf = ({ body }: Received) => JSON.parse(body).data.entries.map(({ id }: { id: number }) => id);

describe('a webhook', () => {
  test('gets what is written from then on, in order, signed, with sentences and hashes', async () => {
    await somethingHappens();
    const { url, received } = await receiver(() => 204);
    const added = await addDestination(there.context, url);
    for (let number = 0; number < 3; number += 1) await somethingHappens();
    // Its own entry, and the three.
    expect(await forward()).toBe(4);
    expect(await forward()).toBe(0);
    expect(received).toHaveLength(1);
    const [{ headers, body }] = received as [Received];
    const told = new Webhook(added?.secret ?? '').verify(body, headers) as {
      data: { entries: Record<string, string>[] };
    };
    expect(told.data.entries.at(-1)).toMatchObject({
      activity: 'Update user',
      sentence: expect.stringContaining('of Ada'),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(() => new Webhook(added?.secret ?? '').verify(`${body} `, headers)).toThrow();
  });

  test('that fails is tried again, later each time, with the same entries under the same id, and gets everything in order', async () => {
    const answers = [500, 503];
    const { url, received } = await receiver(() => answers.shift() ?? 200);
    const added = await addDestination(there.context, url);
    await somethingHappens();
    expect(await forward()).toBe(0);
    expect(await forward()).toBe(0);
    expect(received).toHaveLength(1);
    expect(await listDestinations(there.context)).toMatchObject([
      { failures: 1, waiting: 2, lastError: 'The receiver answered 500.' },
    ]);
    const wait = async () => ((await listDestinations(there.context))[0]?.nextTryAt?.getTime() ?? 0) - now;
    const first = await wait();
    now += HOUR;
    await somethingHappens();
    expect(await forward()).toBe(0);
    expect(await wait()).toBeGreaterThan(first);
    now += HOUR;
    await somethingHappens();
    expect(await forward()).toBe(2);
    expect(await forward()).toBe(2);
    expect(await listDestinations(there.context)).toMatchObject([{ failures: 0, waiting: 0, lastError: null }]);
    // What was refused came again as it was; what was written meanwhile came after it.
    expect(received.map(idsOf)).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
      [3, 4],
    ]);
    const ids = received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids)).toEqual(new Set([ids[0], ids[3]]));
    for (const { headers, body } of received) {
      const at = new Date(Number(headers['webhook-timestamp']) * 1000);
      const signature = new Webhook(added?.secret ?? '').sign(headers['webhook-id'] ?? '', at, body);
      expect(headers['webhook-signature']).toBe(signature);
    }
  });

  test('waits an hour at the most, and is never given up', async () => {
    await receiver(() => 200);
    await addDestination(there.context, 'http://127.0.0.1:9/hook');
    for (let failures = 1; failures <= 14; failures += 1) {
      await forward();
      const [shown] = await listDestinations(there.context);
      expect(shown?.failures).toBe(failures);
      const wait = (shown?.nextTryAt?.getTime() ?? 0) - now;
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(HOUR);
      now += HOUR;
    }
  });

  test('gets much in batches of a hundred, without a gap', async () => {
    const { url, received } = await receiver(() => 200);
    await addDestination(there.context, url);
    const people = await Promise.all(Array.from({ length: 249 }, (_, number) => there.user(`Q${number}`)));
    await there.own(SKU.e3, 300);
    await changed(there, give(SKU.e3), people);
    expect(await forward()).toBe(250);
    expect(received.map((one) => idsOf(one).length)).toEqual([100, 100, 50]);
    expect(received.flatMap(idsOf)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
    const entries = received.flatMap(({ body }) => JSON.parse(body).data.entries);
    for (const [index, entry] of entries.entries()) {
      expect(entry.previousHash).toBe(entries[index - 1]?.hash ?? '0'.repeat(64));
    }
  });

  test('that was being sent to when its server died is taken over after a minute, with the same entries', async () => {
    const { url, received } = await receiver(() => 200);
    const added = await addDestination(there.context, url);
    const lease = { lease: newId(), now: new Date(now), most: 100 };
    expect(await claimDestination(there.context.db, there.tenant.tenantId, added?.id ?? '', lease)).toMatchObject({
      sentId: 0,
      tryingId: 1,
    });
    await somethingHappens();
    expect(await forward()).toBe(0);
    await there.db.query(rawSql(`update audit_destination set leased_until = clock_timestamp() - interval '1 second'`));
    expect(await forward()).toBe(1);
    expect(await forward()).toBe(1);
    expect(received.map(idsOf)).toEqual([[1], [2]]);
  });

  test('that does not answer holds up neither the others nor the end of the server', async () => {
    const never = new Promise<number>(() => {});
    const slow = await receiver(() => never);
    const quick = await receiver(() => 200);
    await addDestination(there.context, slow.url);
    await addDestination(there.context, quick.url);
    const stop = new AbortController();
    const forwarding = forward(stop.signal);
    await expect.poll(() => quick.received.length).toBe(1);
    await expect.poll(() => slow.received.length).toBe(1);
    stop.abort();
    expect(await forwarding).toBe(1);
    // That it was given up is no fault of the receiver.
    expect(await listDestinations(there.context)).toMatchObject([{ failures: 0 }, { failures: 0, waiting: 0 }]);
  });

  test('can be tried out', async () => {
    let status = 200;
    const { url, received } = await receiver(() => status);
    const added = await addDestination(there.context, url);
    const context = { ...there.context, now };
    expect(await testDestination(context, added?.id ?? '')).toEqual({ error: null });
    const [first] = received;
    expect(new Webhook(added?.secret ?? '').verify(first?.body ?? '', first?.headers ?? {})).toMatchObject({
      type: 'audit.test',
      data: { entries: [] },
    });
    status = 401;
    expect(await testDestination(context, added?.id ?? '')).toEqual({ error: 'The receiver answered 401.' });
    expect(await testDestination(context, newId())).toBeUndefined();
    expect(await listDestinations(there.context)).toMatchObject([{ waiting: 1, failures: 0 }]);
  });

  test('keeps what is secret in its address out of the log', async () => {
    await addDestination(there.context, 'https://siem.example/hook?token=hidden#too');
    const [entry] = await there.db.query<{ text: string }>(rawSql('select a::text as text from audit_entry a'));
    expect(entry?.text).toContain('https://siem.example/hook');
    expect(entry?.text).not.toMatch(/hidden|too/);
  });

  test('is served by one server at a time', async () => {
    const { url, received } = await receiver(() => 200);
    await addDestination(there.context, url);
    for (let number = 0; number < 5; number += 1) await somethingHappens();
    const sent = await Promise.all([forward(), forward(), forward()]);
    expect(sent.reduce((sum, count) => sum + count, 0)).toBe(6);
    const ids = received.flatMap(idsOf);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test('within the server’s own network is for whoever works on the machine, and not for a tenant’s administrator', async () => {
    const administrator = as(there, newId(), ['globalAdministrator']);
    const { received } = await receiver(() => 200);
    for (const address of [
      'http://siem.example',
      'ftp://siem.example',
      'https://',
      'nonsense',
      'https://u:p@siem.example',
    ]) {
      expect(await addDestination(administrator, address), address).toBeUndefined();
    }
    await addDestination(administrator, 'https://127.0.0.1:9/hook');
    await addDestination(administrator, 'udp://127.0.0.1:514');
    await forward();
    const shown = await listDestinations(there.context);
    expect(shown.every(({ failures, lastError }) => failures === 1 && lastError !== null)).toBe(true);
    expect(received).toEqual([]);
  });

  test('is removed, and its secret never shown again', async () => {
    const added = await addDestination(there.context, 'https://siem.example/hook');
    expect(JSON.stringify(await listDestinations(there.context))).not.toContain('whsec');
    const [row] = await there.db.query<{ secret: string }>(rawSql('select secret from audit_destination'));
    expect(row?.secret).not.toContain(added?.secret);
    expect(await removeDestination(there.context, added?.id ?? '')).toBe(true);
    expect(await removeDestination(there.context, added?.id ?? '')).toBe(false);
  });
});

describe('syslog', () => {
  test('over UDP and TCP carries each entry as a message of its own', async () => {
    const datagrams: string[] = [];
    const socket: Socket = createSocket('udp4');
    socket.on('message', (message) => datagrams.push(message.toString()));
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    open.push(() => new Promise<void>((resolve) => socket.close(() => resolve())));
    let stream = '';
    const server = createTcpServer((connection) => {
      connection.on('data', (chunk) => {
        stream += chunk.toString();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => server.close(resolve)));
    await addDestination(there.context, `udp://127.0.0.1:${socket.address().port}`);
    await addDestination(there.context, `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await somethingHappens();
    expect(await forward()).toBe(3 + 2);
    await expect.poll(() => datagrams.length).toBe(3);
    expect(datagrams.at(-1)).toMatch(
      /^<110>1 \S+ \S+ seatwise - Updateuser \[entry@32473 tenant="[^"]+" id="\d+" .*\] \ufeff.*Ada/,
    );
    // Octet counting: each length leads exactly to the next.
    await expect.poll(() => framesOf(stream)).toHaveLength(2);
    expect(framesOf(stream)).toEqual(datagrams.slice(1));
  });

  test('over TLS goes to whom the certificate names, and to nobody else', async () => {
    const certificate = selfSignedCertificate();
    let stream = '';
    const server = createTlsServer(certificate, (connection) => {
      connection.on('data', (chunk) => {
        stream += chunk.toString();
      });
    });
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => server.close(resolve)));
    await addDestination(there.context, `tls://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await forward()).toBe(0);
    expect(await listDestinations(there.context)).toMatchObject([
      { lastError: expect.stringContaining('self-signed certificate'), waiting: 1 },
    ]);
    const trusted = getCACertificates('default');
    setDefaultCACertificates([...trusted, certificate.cert]);
    try {
      now += HOUR;
      expect(await forward()).toBe(1);
    } finally {
      setDefaultCACertificates(trusted);
    }
    await expect.poll(() => framesOf(stream)).toHaveLength(1);
  });

  test('that nobody listens to is tried again', async () => {
    await addDestination(there.context, 'tcp://127.0.0.1:9');
    expect(await forward()).toBe(0);
    expect(await listDestinations(there.context)).toMatchObject([{ failures: 1, waiting: 1 }]);
  });
});

function framesOf(stream: string): string[] {
  const frames: string[] = [];
  let rest = Buffer.from(stream);
  while (rest.length > 0) {
    const space = rest.indexOf(' ');
    const length = Number(rest.subarray(0, space).toString());
    if (!Number.isInteger(length)) throw new Error('no length');
    frames.push(rest.subarray(space + 1, space + 1 + length).toString());
    rest = rest.subarray(space + 1 + length);
  }
  return frames;
}
