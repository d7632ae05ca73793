import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../src/base/assert.ts';
import { newId } from '../../src/base/id.ts';
import { signingKeys } from '../../src/identity/signing.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { TEST_SECRETS, type TestTenant, testTenant } from '../support/tenant.ts';
import { userToken } from '../support/user-token.ts';
import { errorOf, graphCaller, registerTestApp, requestToken } from './graph-caller.ts';

const MALFORMED = 'CompactToken parsing failed with error code: 80049217';
const NOT_NOW = 'Access token has expired or is not yet valid.';
const EXPIRED = 'Lifetime validation failed, the token is expired.';
const NOT_FOR_US = 'Access token validation failure. Invalid audience.';

type Json = Record<string, unknown>;

let there: TestTenant;
let ada: string;
let good: string;
/** A key of somebody else's. */
const own = generateKeyPairSync('rsa', { modulusLength: 2048 });

beforeAll(async () => {
  there = await testTenant();
  ada = await there.user('Ada');
  await there.role(ada, 'globalAdministrator');
  good = await userToken(there, ada, ['User.Read.All']);
});
afterAll(() => there.close());

const answerTo = async (token: string) => errorOf(await graphCaller(there, token)('GET', '/v1.0/users'));
const refusal = (message: string) => [401, 'InvalidAuthenticationToken', message];

function base64(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

function partsOf(token: string): { header: Json; payload: Json; signature: string } {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;
  return { header: read(header), payload: read(payload), signature };
}

/** The good token with another header, signed with the given key. */
function signedBy(key: KeyObject, header: Json, payload: Json = partsOf(good).payload): string {
  const text = `${base64(header)}.${base64(payload)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

async function publicPem(): Promise<string> {
  const { published } = await signingKeys(there.db, TEST_SECRETS, there.tenant.tenantId);
  return createPublicKey({ key: must(published[0], 'key') as Json, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();
}

test('the token that all of these are made from is good', async () => {
  expect((await graphCaller(there, good)('GET', '/v1.0/users')).status).toBe(200);
});

describe('a token whose signature is not the tenant’s own', () => {
  test.each(['none', 'None', 'NONE', 'nOnE', ''])('alg %j without a signature', async (alg) => {
    const { header, payload } = partsOf(good);
    expect(await answerTo(`${base64({ ...header, alg })}.${base64(payload)}.`)).toEqual(refusal(MALFORMED));
  });

  test('alg none with the signature of a good token', async () => {
    const { header, payload, signature } = partsOf(good);
    const token = `${base64({ ...header, alg: 'none' })}.${base64(payload)}.${signature}`;
    expect(await answerTo(token)).toEqual(refusal(MALFORMED));
  });

  test('the signature left off', async () => {
    expect(await answerTo(good.replace(/[^.]+$/, ''))).toEqual(refusal(MALFORMED));
    expect(await answerTo(good.replace(/\.[^.]+$/, ''))).toEqual(refusal(MALFORMED));
  });

  test.each(['HS256', 'HS384', 'HS512'])('%s with the public key as the secret', async (alg) => {
    const { header, payload } = partsOf(good);
    const text = `${base64({ ...header, alg })}.${base64(payload)}`;
    for (const secret of [await publicPem(), (await publicPem()).trim()]) {
      const signature = createHmac(alg.replace('HS', 'sha'), secret).update(text).digest('base64url');
      expect(await answerTo(`${text}.${signature}`)).toEqual(refusal(MALFORMED));
    }
  });

  test('another algorithm of the same key', async () => {
    const { header } = partsOf(good);
    for (const alg of ['RS384', 'RS512', 'PS256', 'ES256']) {
      expect(await answerTo(signedBy(own.privateKey, { ...header, alg }))).toEqual(refusal(MALFORMED));
    }
  });

  test.each<[string, () => Json]>([
    ['under the tenant’s key id', () => ({})],
    ['with its own key in the header', () => ({ jwk: own.publicKey.export({ format: 'jwk' }) })],
    ['with the address of a key set', () => ({ jku: 'https://evil.example/keys' })],
    ['with the address of a certificate', () => ({ x5u: 'https://evil.example/certificate' })],
    ['with a certificate', () => ({ x5c: ['MIIB'] })],
    ['without a key id', () => ({ kid: undefined })],
    ['with an unknown key id', () => ({ kid: newId() })],
    ['with a key id that leads to a file', () => ({ kid: '../../../../dev/null' })],
    ['with a key id that is SQL', () => ({ kid: "' or '1'='1" })],
    ['with a key id of every object', () => ({ kid: '__proto__' })],
    ['with a key id that is no text', () => ({ kid: { toString: 'x' } })],
  ])('somebody’s own key %s', async (_, more) => {
    const header = { ...partsOf(good).header, ...more() };
    expect(await answerTo(signedBy(own.privateKey, header))).toEqual(refusal(MALFORMED));
  });

  test('an empty secret where a key id leads nowhere', async () => {
    const { header, payload } = partsOf(good);
    const text = `${base64({ ...header, alg: 'HS256', kid: '/dev/null' })}.${base64(payload)}`;
    const signature = createHmac('sha256', '').update(text).digest('base64url');
    expect(await answerTo(`${text}.${signature}`)).toEqual(refusal(MALFORMED));
  });

  test('a payload that was changed', async () => {
    const { header, payload, signature } = partsOf(good);
    for (const change of [{ oid: newId() }, { scp: 'User.ReadWrite.All' }, { exp: Number(payload.exp) + 1 }]) {
      const token = `${base64(header)}.${base64({ ...payload, ...change })}.${signature}`;
      expect(await answerTo(token)).toEqual(refusal(MALFORMED));
    }
  });

  test('extensions that must be understood', async () => {
    const { header } = partsOf(good);
    expect(await answerTo(signedBy(own.privateKey, { ...header, crit: ['b64'], b64: false }))).toEqual(
      refusal(MALFORMED),
    );
  });
});

describe('a token of the tenant’s own key that says something else', () => {
  const hours = (count: number) => Math.floor(Date.now() / 1000) + count * 3600;

  test.each<[string, () => Json, string]>([
    ['another audience', () => ({ aud: 'https://vault.azure.net' }), NOT_FOR_US],
    ['no audience', () => ({ aud: undefined }), NOT_FOR_US],
    ['the client as the audience', () => ({ aud: partsOf(good).payload.appid }), NOT_FOR_US],
    ['another issuer', () => ({ iss: 'https://evil.example/' }), MALFORMED],
    ['the issuer of another tenant', () => ({ iss: `http://localhost:80/${newId()}/v2.0` }), MALFORMED],
    ['no issuer', () => ({ iss: undefined }), MALFORMED],
    ['another tenant', () => ({ tid: newId() }), MALFORMED],
    ['a tenant that is no id', () => ({ tid: '../..' }), MALFORMED],
    ['several tenants', () => ({ tid: [there.tenant.tenantId, newId()] }), MALFORMED],
    ['an end that has passed', () => ({ exp: hours(-1) }), EXPIRED],
    ['no end', () => ({ exp: undefined }), MALFORMED],
    ['an end that is no number', () => ({ exp: '9999999999' }), MALFORMED],
    ['a beginning to come', () => ({ nbf: hours(1) }), NOT_NOW],
    ['no beginning', () => ({ nbf: undefined }), NOT_NOW],
    ['no time of issue', () => ({ iat: undefined }), MALFORMED],
    ['no exact time of issue', () => ({ issued_at_ms: undefined }), MALFORMED],
    ['neither an app nor a person', () => ({ idtyp: undefined }), MALFORMED],
    ['a device', () => ({ idtyp: 'device' }), MALFORMED],
    ['an app, with a person’s claims', () => ({ idtyp: 'app' }), MALFORMED],
    ['a person, with an app’s permissions as well', () => ({ roles: ['Directory.ReadWrite.All'] }), MALFORMED],
    ['a person without anything allowed', () => ({ scp: undefined }), MALFORMED],
    ['somebody else as the object', () => ({ oid: newId() }), MALFORMED],
    ['no app', () => ({ appid: undefined }), MALFORMED],
    ['an app that is not there', () => ({ appid: newId() }), NOT_NOW],
  ])('%s', async (_, claims, message) => {
    expect(await answerTo(await userToken(there, ada, ['User.Read.All'], { claims: claims() }))).toEqual(
      refusal(message),
    );
  });

  test('a person who never was', async () => {
    const id = newId();
    const token = await userToken(there, ada, ['User.Read.All'], { claims: { oid: id, sub: id } });
    expect(await answerTo(token)).toEqual(refusal(NOT_NOW));
  });

  test('an app’s token that is made to speak for a person', async () => {
    const app = await registerTestApp(there, { roles: ['globalAdministrator'] });
    const { payload } = partsOf((await requestToken(there, app)).body.access_token);
    const claims = { ...payload, idtyp: 'user' };
    expect(await answerTo(await userToken(there, ada, ['User.Read.All'], { claims }))).toEqual(refusal(MALFORMED));
  });

  test('an ID token', async () => {
    const { payload } = partsOf(good);
    const claims = { aud: payload.appid, ver: '2.0', scp: undefined, appid: undefined, idtyp: undefined };
    expect(await answerTo(await userToken(there, ada, [], { claims }))).toEqual(refusal(NOT_FOR_US));
  });
});

test('a token of another tenant opens nothing here, under its own id or under ours', async () => {
  const other = { ...there.tenant, tenantId: newId(), defaultDomain: 'other.example', displayName: 'Other' };
  await insertTenant(there.db, other);
  const newest = must((await signingKeys(there.db, TEST_SECRETS, other.tenantId)).newest, 'key');
  const key = await crypto.subtle.exportKey('jwk', newest.key).catch(() => newest.privateJwk);
  const { createPrivateKey } = await import('node:crypto');
  const foreign = createPrivateKey({ key: key as Json, format: 'jwk' });
  const { header, payload } = partsOf(good);
  const ours = signedBy(foreign, { ...header, kid: newest.keyId });
  expect(await answerTo(ours)).toEqual(refusal(MALFORMED));
  expect(await answerTo(signedBy(foreign, header))).toEqual(refusal(MALFORMED));
  const theirs = { ...payload, tid: other.tenantId, iss: `http://localhost:80/${other.tenantId}/v2.0` };
  // Well signed, but this person is nobody there.
  expect(await answerTo(signedBy(foreign, { ...header, kid: newest.keyId }, theirs))).toEqual(refusal(NOT_NOW));
});

test('what is no token at all', async () => {
  const shapes = [
    '.',
    '..',
    '...',
    'a.b.c.d.e',
    `${good}.${good}`,
    `${good}=`,
    good.replaceAll('.', '..'),
    '{}',
    'null',
  ];
  for (const token of shapes) expect([token, ...(await answerTo(token))]).toEqual([token, ...refusal(MALFORMED)]);
});

test('a token of 64 KiB, and a good one that was made that long', async () => {
  expect(await answerTo('a'.repeat(65_536))).toEqual(refusal(MALFORMED));
  const long = await userToken(there, ada, ['User.Read.All'], { claims: { padding: 'a'.repeat(49_152) } });
  expect(await answerTo(long)).toEqual(refusal(MALFORMED));
});

test('the answer is the same in form whatever was wrong, and names no reason beyond the field’s own texts', async () => {
  const answer = await graphCaller(there, `${good}x`)('GET', '/v1.0/users');
  expect(answer.body).toEqual({
    error: { code: 'InvalidAuthenticationToken', message: MALFORMED, innerError: expect.any(Object) },
  });
  expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
});
