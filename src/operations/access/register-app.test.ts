import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestTenant, testTenant } from '../../../tests/support/tenant.ts';
import { must } from '../../base/assert.ts';
import { isSecret } from '../../base/secrets.ts';
import { findApp } from '../../store/apps.ts';
import { registerApp } from './register-app.ts';

let there: TestTenant;
beforeAll(async () => {
  there = await testTenant();
});
afterAll(() => there.close());

async function register(app: Parameters<typeof registerApp>[1]) {
  const made = await registerApp(there.context, app);
  if ('unknown' in made) throw new Error(made.unknown);
  return { made, kept: must(await findApp(there.db, there.tenant.tenantId, made.clientId), 'app') };
}

test('an app is told its secret once, and only the hash is kept', async () => {
  const { made, kept } = await register({ name: 'Script', role: ['License Administrator'] });
  expect(isSecret(must(made.clientSecret, 'secret'), kept.secretHash)).toBe(true);
  expect(kept).toMatchObject({ isPublic: false, redirectUris: [] });
});

test('a public app has no secret, and so gets no tokens of its own', async () => {
  const { made, kept } = await register({
    name: 'Tool',
    public: true,
    redirect: ['http://localhost', 'com.example.tool://callback', 'http://localhost'],
    permission: ['user.read.all'],
  });
  expect(made.clientSecret).toBeNull();
  expect(kept).toMatchObject({
    isPublic: true,
    redirectUris: ['http://localhost', 'com.example.tool://callback'],
    permissions: ['User.Read.All'],
  });
  for (const client_secret of ['', 'null', 'undefined', kept.secretHash]) {
    const response = await there.app.inject({
      method: 'POST',
      url: `/${there.tenant.tenantId}/oauth2/v2.0/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: made.clientId,
        client_secret,
        scope: 'https://graph.microsoft.com/.default',
      }).toString(),
    });
    expect(response.statusCode).toBe(401);
  }
});

test.each([
  [
    { name: 'x', role: ['King'] },
    { unknown: 'King', what: 'role' },
  ],
  [
    { name: 'x', permission: ['User.Dance'] },
    { unknown: 'User.Dance', what: 'permission' },
  ],
  [
    { name: 'x', redirect: ['http://evil.example/'] },
    { unknown: 'http://evil.example/', what: 'redirect' },
  ],
])('%j is refused', async (app, refusal) => {
  expect(await registerApp(there.context, app)).toMatchObject(refusal);
});
