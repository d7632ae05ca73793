import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { plainBrowser } from '../../../tests/support/plain-browser.ts';
import { type Misdeeds, type RogueProvider, startRogue } from '../../../tests/support/rogue-provider.ts';
import type { Tenant } from '../../domain/directory/tenant.ts';
import { placeOf, redirectUriOf, type SsoStory, ssoStory } from './story-for-tests.ts';

const NONE: Misdeeds = {
  metadata: {},
  claims: {},
  answer: {},
  foreignKey: false,
  tokenAnswer: undefined,
  discoveryAnswer: undefined,
};
const OUT = '/sign-in?error=ssoRefused';

let story: SsoStory;
let rogue: RogueProvider;

beforeAll(async () => {
  story = await ssoStory();
  rogue = await startRogue();
  await story.there.user('Ada');
  await story.configure(rogue.issuer, { clientSecret: null });
});
afterAll(async () => {
  await story.close();
  await rogue.stop();
});
beforeEach(() => {
  Object.assign(rogue.misdeeds, NONE, { claims: { email: 'ada@test.example' } });
  // What was remembered of the provider is forgotten.
  story.clock.now += 3_600_000;
});

/** Goes to the provider, which signs everybody in at once, and back. */
async function roundTrip(): Promise<string> {
  const browser = plainBrowser(story.origin);
  const sentTo = await browser.visit('/api/sign-in/sso?tenant=test.example');
  if (sentTo.status !== 0) return placeOf(sentTo);
  const back = await plainBrowser(rogue.issuer).visit(sentTo.address);
  return placeOf(await browser.visit(back.address));
}

const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

test('an honest answer is taken', async () => {
  expect(await roundTrip()).toBe('/');
});

test.each<[string, Record<string, unknown>]>([
  ['another nonce', { nonce: 'another' }],
  ['no nonce', { nonce: undefined }],
  ['another issuer', { iss: 'https://elsewhere.example' }],
  ['another audience', { aud: 'another-app' }],
  ['several audiences and nobody authorized', { aud: ['seatwise', 'another-app'] }],
  ['another one authorized', { aud: ['seatwise', 'another-app'], azp: 'another-app' }],
  ['no subject', { sub: undefined }],
  ['no end', { exp: undefined }],
  ['an end in the past, beyond what clocks may differ', { exp: seconds(-300) }],
  ['a beginning in the future, beyond what clocks may differ', { nbf: seconds(300) }],
])('an ID token with %s is refused', async (_what, claims) => {
  rogue.misdeeds.claims = { email: 'ada@test.example', ...claims };
  expect(await roundTrip()).toBe(OUT);
});

test('clocks may differ by some seconds either way', async () => {
  rogue.misdeeds.claims = { email: 'ada@test.example', exp: seconds(-30), iat: seconds(-330) };
  expect(await roundTrip()).toBe('/');
  rogue.misdeeds.claims = { email: 'ada@test.example', nbf: seconds(30), iat: seconds(30), exp: seconds(330) };
  expect(await roundTrip()).toBe('/');
});

test('an ID token that somebody else signed is refused', async () => {
  rogue.misdeeds.foreignKey = true;
  expect(await roundTrip()).toBe(OUT);
});

test('an ID token that nobody signed, or that is signed with the client’s id, is refused', async () => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: rogue.issuer,
    aud: 'seatwise',
    sub: 'x',
    email: 'ada@test.example',
    exp: seconds(300),
    iat: seconds(0),
  };
  for (const alg of ['none', 'HS256']) {
    const id_token = `${part({ alg })}.${part(claims)}.${alg === 'none' ? '' : 'c2lnbmF0dXJl'}`;
    rogue.misdeeds.tokenAnswer = { status: 200, body: { access_token: 'a', token_type: 'Bearer', id_token } };
    expect([alg, await roundTrip()]).toEqual([alg, OUT]);
  }
});

test('an answer without an ID token is refused', async () => {
  rogue.misdeeds.tokenAnswer = { status: 200, body: { access_token: 'a', token_type: 'Bearer' } };
  expect(await roundTrip()).toBe(OUT);
});

test('a provider that fails or is overrun counts as not there, one that says no as a no', async () => {
  rogue.misdeeds.tokenAnswer = { status: 503, body: { error: 'temporarily_unavailable' } };
  expect(await roundTrip()).toBe('/sign-in?error=ssoUnreachable');
  rogue.misdeeds.tokenAnswer = { status: 400, body: { error: 'invalid_grant' } };
  expect(await roundTrip()).toBe(OUT);
});

test('the name that the provider writes on its answer must be its own', async () => {
  rogue.misdeeds.answer = { iss: 'https://elsewhere.example' };
  expect(await roundTrip()).toBe(OUT);
  rogue.misdeeds.metadata = { authorization_response_iss_parameter_supported: true };
  rogue.misdeeds.answer = {};
  story.clock.now += 3_600_000;
  expect(await roundTrip()).toBe(OUT);
  rogue.misdeeds.answer = { iss: rogue.issuer };
  expect(await roundTrip()).toBe('/');
});

test('a provider that begins to call itself something else is another one', async () => {
  rogue.misdeeds.metadata = { issuer: 'https://elsewhere.example' };
  expect(await roundTrip()).toBe(OUT);
});

test('claims of other kinds than text name nobody', async () => {
  for (const email of [
    ['ada@test.example'],
    { email: 'ada@test.example' },
    7,
    true,
    '',
    ' ',
    '\0',
    `${'a'.repeat(400)}@test.example`,
  ]) {
    rogue.misdeeds.claims = { email };
    expect([email, await roundTrip()]).toEqual([email, '/sign-in?error=ssoUnknownPerson']);
  }
  rogue.misdeeds.claims = { email: 'ada@test.example', email_verified: 'false' };
  expect(await roundTrip()).toBe(OUT);
});

/** Two tenants, one of whose providers wants to get in at the other. */
async function twoTenants(run: (victim: Tenant, attackers: RogueProvider) => Promise<void>): Promise<void> {
  const attackers = await startRogue();
  const other = await story.anotherTenant(`${crypto.randomUUID()}.example`);
  await story.configure(attackers.issuer, { clientSecret: null }, other);
  try {
    await run(other, attackers);
  } finally {
    await attackers.stop();
  }
}

test('a provider names people of its own tenant only', () =>
  twoTenants(async (other, attackers) => {
    attackers.misdeeds.claims = { email: 'ada@test.example' };
    const browser = plainBrowser(story.origin);
    const sentTo = await browser.visit(`/api/sign-in/sso?tenant=${other.tenantId}`);
    const back = await plainBrowser(attackers.issuer).visit(sentTo.address);
    expect(placeOf(await browser.visit(back.address))).toBe('/sign-in?error=ssoUnknownPerson');
  }));

test('an answer for one tenant is not taken for another', () =>
  twoTenants(async (other) => {
    const browser = plainBrowser(story.origin);
    const sentTo = await browser.visit('/api/sign-in/sso?tenant=test.example');
    const back = await plainBrowser(rogue.issuer).visit(sentTo.address);
    const { search } = new URL(back.address);
    const elsewhere = `${redirectUriOf(story.origin, other.tenantId)}${search}`;
    expect(placeOf(await browser.visit(elsewhere))).toBe('/sign-in?error=ssoExpired');
  }));

test('a provider that sends people on to another tenant’s provider does not get their code', () =>
  twoTenants(async (other, attackers) => {
    // The person means to sign in at the attackers' tenant. Their provider passes the request on to the honest one.
    const browser = plainBrowser(story.origin);
    const meant = new URL((await browser.visit(`/api/sign-in/sso?tenant=${other.tenantId}`)).address);
    const passedOn = new URL(`${rogue.issuer}/authorize${meant.search}`);
    // The honest provider answers only to the address that the honest tenant registered.
    passedOn.searchParams.set('redirect_uri', redirectUriOf(story.origin, story.there.tenant.tenantId));
    const back = await plainBrowser(rogue.issuer).visit(passedOn.href);
    expect(placeOf(await browser.visit(back.address))).toBe('/sign-in?error=ssoExpired');
    expect(attackers.tokenRequests).toEqual([]);
  }));
