import type { MessageKey, Translator } from '../../messages/translate.ts';
import type { PersonFacts } from '../../store/principals.ts';
import type { DelegatedClient } from './clients.ts';
import { type Html, html, type Page, page } from './page.ts';
import { DELEGATED_PERMISSIONS, OPENID_SCOPES } from './permissions.ts';

export interface ConsentQuestion {
  readonly client: DelegatedClient;
  readonly person: PersonFacts;
  readonly tenantName: string;
  /** OpenID's scopes and permissions of Graph. */
  readonly scopes: readonly string[];
  /** Where the answer goes; undefined where a device waits for it. */
  readonly redirectUri: string | undefined;
  readonly device: { readonly code: string; readonly address: string } | undefined;
  /** Shows that the form is ours. */
  readonly formToken: string;
  readonly otherAccount: string;
}

/** Asks a person whether an app may act for them: which app, which person, what it asks for, where the answer goes. */
export function consentPage(t: Translator, question: ConsentQuestion): Page {
  const { client, person, tenantName, scopes, redirectUri, device, formToken, otherAccount } = question;
  const app = client.name;
  const { displayName: name, userPrincipalName } = person;
  const host = redirectUri === undefined ? undefined : addressOf(redirectUri);
  const content = html`<p>${t('consent.lead', { app })}</p>
<p class="quiet">${t('consent.as', { name, userPrincipalName, tenant: tenantName })}</p>
<p>${t('consent.wants')}</p>
<ul>${sentencesOf(t, scopes)}</ul>
<p class="quiet">${t('consent.never')}</p>
${device ? deviceNotice(t, device) : ''}${host === undefined ? '' : html`<p class="quiet">${t('consent.sendsTo', { address: host })}</p>`}
<form method="post">
<input type="hidden" name="token" value="${formToken}">
<p class="actions"><button class="main" name="answer" value="allow">${t('consent.allow')}</button>
<button name="answer" value="decline">${t('consent.decline')}</button></p>
</form>
<p><a href="${otherAccount}">${t('consent.otherAccount')}</a></p>`;
  return page(t, t('consent.title', { app }), content, redirectUri);
}

function deviceNotice(t: Translator, { code, address }: { code: string; address: string }): Html {
  return html`<div class="notice"><p>${t('consent.device', { address, code })}</p><p>${t('consent.deviceWarning')}</p></div>`;
}

/** What is asked, a sentence for each; everything at once is one sentence. */
function sentencesOf(t: Translator, scopes: readonly string[]): Html[] {
  const asked = scopes.filter((scope) => !OPENID_SCOPES.includes(scope));
  const isAll = asked.length === DELEGATED_PERMISSIONS.length;
  const sentences = isAll ? [t('consent.everything')] : asked.map((permission) => sentenceOf(t, permission));
  if (scopes.includes('offline_access')) sentences.push(t('consent.offline'));
  return sentences.map((sentence) => html`<li>${sentence}</li>`);
}

function sentenceOf(t: Translator, permission: string): string {
  const key = `consent.permission.${permission.replace(/[.-]/g, '')}` as MessageKey;
  const sentence = t(key);
  return sentence === key ? t('consent.withoutEffect', { permission }) : sentence;
}

function addressOf(redirectUri: string): string {
  const { protocol, host } = new URL(redirectUri);
  return host === '' ? protocol : host;
}
