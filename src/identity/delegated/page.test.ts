import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ACCESS } from '../../domain/access/actions.ts';
import { translator } from '../../messages/translate.ts';
import { consentPage } from './consent-page.ts';
import { html, page } from './page.ts';
import { DELEGATED_PERMISSIONS } from './permissions.ts';

const t = translator('en');

const QUESTION = {
  client: { id: 'x', name: 'Tool', secretHash: null, redirectUris: [], permissions: [] },
  person: {
    id: 'a',
    displayName: 'Ada',
    userPrincipalName: 'ada@test.example',
    givenName: null,
    surname: null,
    mail: null,
    preferredLanguage: null,
    accountEnabled: true,
    sessionsValidFrom: null,
    roleIds: [],
    scopedRoles: [],
  },
  tenantName: 'Test',
  scopes: ['openid', 'User.Read'],
  redirectUri: 'http://localhost:8400/',
  device: undefined,
  formToken: 'token',
  otherAccount: '/sign-in',
};

test('text is escaped, and HTML in it is not read', () => {
  const evil = `<script>alert("1" + '2')</script>&`;
  expect(html`<p title="${evil}">${evil}</p>`.html).toBe(
    '<p title="&lt;script&gt;alert(&quot;1&quot; + &#39;2&#39;)&lt;/script&gt;&amp;">&lt;script&gt;alert(&quot;1&quot; + &#39;2&#39;)&lt;/script&gt;&amp;</p>',
  );
  expect(html`<ul>${[html`<li>${'a'}</li>`, html`<li>${'<'}</li>`]}</ul>`.html).toBe(
    '<ul><li>a</li><li>&lt;</li></ul>',
  );
});

test('names of apps, people and tenants can’t bring markup along', () => {
  const evil = '"><img src=x onerror=alert(1)>';
  const { body } = consentPage(t, {
    ...QUESTION,
    client: { ...QUESTION.client, name: evil },
    person: { ...QUESTION.person, displayName: evil },
    tenantName: evil,
    device: { code: evil, address: evil },
    scopes: [evil],
    formToken: evil,
    otherAccount: evil,
  });
  expect(body).not.toContain('<img');
  expect(body).toContain('&quot;&gt;&lt;img');
});

test('a page has no script, is in no frame, and its style is the one that the policy names', () => {
  const { body, headers } = page(t, 'Title', html`<p>Text</p>`);
  expect(body).not.toMatch(/<script|\son\w+=|javascript:/i);
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/script-src|unsafe/);
  const style = /<style>(.*?)<\/style>/s.exec(body)?.[1] ?? '';
  expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'cache-control': 'no-store' });
});

test.each([
  ['http://localhost:8400/callback?x=1', "form-action 'self' http://localhost:8400;"],
  ['https://app.example/callback', "form-action 'self' https://app.example;"],
  ['com.example.app://callback', "form-action 'self' com.example.app:;"],
])('the answer may lead to %s and nowhere else', (redirectUri, directive) => {
  expect(consentPage(t, { ...QUESTION, redirectUri }).headers['content-security-policy']).toContain(directive);
});

test('every permission that gives a right has a sentence of its own, in both languages', () => {
  const permissions = new Set(Object.values(ACCESS).flatMap((right) => right.permissions));
  for (const language of ['en', 'fr'] as const) {
    const { body } = consentPage(translator(language), { ...QUESTION, scopes: [...permissions] });
    for (const permission of permissions) expect(body).not.toContain(permission);
  }
});

test('an app that asks for everything is not let in with a list nobody reads', () => {
  const { body } = consentPage(t, { ...QUESTION, scopes: [...DELEGATED_PERMISSIONS, 'offline_access'] });
  expect(body.match(/<li>/g)).toHaveLength(2);
  expect(body).toContain('Do everything that you may do yourself');
});

test('a device’s request shows its code and where it comes from, and warns', () => {
  const device = { code: 'BCDF-GHJK', address: '203.0.113.7' };
  const { body, headers } = consentPage(t, { ...QUESTION, redirectUri: undefined, device });
  expect(body).toContain('203.0.113.7');
  expect(body).toContain('BCDF-GHJK');
  expect(headers['content-security-policy']).toContain("form-action 'self';");
});
