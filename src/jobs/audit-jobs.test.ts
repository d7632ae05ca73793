import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TEST_SECRETS, type TestTenant, testTenant } from '../../tests/support/tenant.ts';
import { newId } from '../base/id.ts';
import { rawSql, sql } from '../base/sql.ts';
import { as } from '../operations/access/principals-for-tests.ts';
import { addDestination, listDestinations, removeDestination } from '../operations/audit/destinations.ts';
import { verifyAudit } from '../operations/audit/verify-audit.ts';
import { changeUser } from '../operations/directory/update-user.ts';
import { forget } from '../operations/licensing/stories-for-tests.ts';
import { auditTeller } from '../server/audit-teller.ts';
import { updateAccessSettings } from '../store/tenants.ts';
import { forwardAudit } from './audit-forwarding.ts';
import { endOldAudit } from './audit-retention.ts';
import { syslogLine } from './syslog.ts';

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

const forward = () => forwardAudit(there.db, TEST_SECRETS, auditTeller(there.db), now);

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A receiver that answers what it is told to. */
async function receiver(answer: () => number): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(answer()).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => server.close(resolve)));
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

  test('that fails is tried again, later each time, and gets everything in the end, nothing twice but what it refused', async () => {
    let status = 500;
    const { url, received } = await receiver(() => status);
    await addDestination(there.context, url);
    await somethingHappens();
    expect(await forward()).toBe(0);
    expect(await forward()).toBe(0);
    expect(received).toHaveLength(1);
    expect(await listDestinations(there.context)).toMatchObject([
      { failures: 1, waiting: 2, lastError: 'The receiver answered 500.' },
    ]);
    now += HOUR;
    await somethingHappens();
    expect(await forward()).toBe(0);
    status = 200;
    now += HOUR;
    expect(await forward()).toBe(3);
    expect(await listDestinations(there.context)).toMatchObject([{ failures: 0, waiting: 0, lastError: null }]);
    const last = received.at(-1);
    expect(last && idsOf(last)).toEqual([...(received[1] ? idsOf(received[1]) : [])]);
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
      /^<110>1 \S+ seatwise seatwise - Updateuser \[entry@32473 tenant="[^"]+" id="\d+" .*\] \ufeff.*Ada/,
    );
    // Octet counting: each length leads exactly to the next.
    await expect.poll(() => framesOf(stream)).toHaveLength(2);
  });

  test('whatever stands in an entry, a message is one line with whole brackets, and says what it was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (text, actor) => {
        const line = syslogLine({ at: new Date(0), host: 'h', messageId: 'm', data: { actor }, text });
        expect(line).not.toMatch(/[\r\n]/);
        const value = /actor="((?:[^"\\\]]|\\.)*)"\]/u.exec(line)?.[1];
        expect(value?.replaceAll(/\\(.)/gu, '$1').length).toBe(actor.length);
      }),
    );
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

describe('the retention time', () => {
  const days = (count: number) => there.context.now + count * 86_400_000;

  test('ends old entries from the beginning, says so, and the rest of the log still proves itself', async () => {
    for (let number = 0; number < 5; number += 1) await somethingHappens();
    await changeUser({ ...there.context, now: days(40) }, person, { fields: { city: 'Lyon' } });
    await endOldAudit(there.db, days(60));
    expect(await verifyAudit(there.context)).toMatchObject({ kind: 'whole', entries: 6, from: 1 });
    await updateAccessSettings(there.db, there.tenant.tenantId, { auditRetentionDays: 30 });
    try {
      await endOldAudit(there.db, days(60));
      const left = await there.db.query<{ activity: string }>(sql`
        select activity from audit_entry where tenant_id = ${there.tenant.tenantId} order by id`);
      expect(left.map(({ activity }) => activity)).toEqual(['Update user', 'Remove audit entries']);
      expect(await verifyAudit(there.context)).toMatchObject({ kind: 'whole', entries: 2, from: 6 });
      await endOldAudit(there.db, days(60));
      expect(await verifyAudit(there.context)).toMatchObject({ kind: 'whole', entries: 2 });
    } finally {
      await updateAccessSettings(there.db, there.tenant.tenantId, { auditRetentionDays: null });
    }
  });

  test('waits for what has yet to be sent on', async () => {
    await updateAccessSettings(there.db, there.tenant.tenantId, { auditRetentionDays: 30 });
    try {
      await addDestination(there.context, 'https://siem.example/hook');
      await somethingHappens();
      await endOldAudit(there.db, days(400));
      expect(await verifyAudit(there.context)).toMatchObject({ entries: 2 });
    } finally {
      await updateAccessSettings(there.db, there.tenant.tenantId, { auditRetentionDays: null });
    }
  });
});
