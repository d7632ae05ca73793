import type { ErrorOut, errors, KoaContextWithOIDC } from 'oidc-provider';
import type { MessageKey, Translator } from '../../messages/translate.ts';
import { notesOf } from './library-request.ts';
import { type Html, html, type Page, page, textsOf } from './page.ts';

/** What the library's reasons to show the code page again are for the person. */
const CODE_PROBLEMS: Readonly<Record<string, MessageKey>> = {
  NoCodeError: 'consent.code.wrong',
  NotFoundError: 'consent.code.wrong',
  ExpiredError: 'consent.code.expired',
  AlreadyUsedError: 'consent.code.used',
  AbortedError: 'consent.code.declined',
};

/** The page on which a person enters the code that a device shows. */
export function deviceCodePage(
  ctx: KoaContextWithOIDC,
  _form: string,
  _out?: ErrorOut,
  error?: errors.OIDCProviderError | Error,
): void {
  const t = textsFor(ctx);
  const problem = error && t(CODE_PROBLEMS[error.name] ?? 'consent.code.failed');
  const { secret = '' } = (ctx.oidc.session?.state ?? {}) as { secret?: string };
  const content = html`<p>${t('consent.code.lead')}</p>
${problem === undefined ? '' : html`<p class="notice" role="alert">${problem}</p>`}
<form method="post" action="${ctx.oidc.urlFor('code_verification')}">
<input type="hidden" name="xsrf" value="${secret}">
<input type="hidden" name="confirm" value="yes">
<label for="code">${t('consent.code.label')}</label>
<input type="text" id="code" name="user_code" required autofocus autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20">
<p class="actions"><button class="main">${t('consent.code.next')}</button></p>
</form>`;
  show(ctx, page(t, t('consent.code.title'), content));
}

/** The page at the end of a device's sign-in. */
export function deviceDonePage(ctx: KoaContextWithOIDC): void {
  const t = textsFor(ctx);
  const app = ctx.oidc.client?.clientName ?? '';
  show(ctx, page(t, t('consent.code.doneTitle'), html`<p>${t('consent.code.done', { app })}</p>`));
}

/** The page for a request of an app that is wrong in a way which can't be told to the app itself. */
export function failurePage(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  const t = textsFor(ctx);
  const { params } = ctx.oidc;
  const asked = (name: 'client_id' | 'redirect_uri') => String(params?.[name] ?? ctx.query[name] ?? '');
  const detail =
    out.error === 'invalid_client'
      ? withCode(t, 'consent.failure.unknownClient', { client: asked('client_id') }, 700016)
      : out.error === 'invalid_redirect_uri'
        ? withCode(t, 'consent.failure.redirect', { address: asked('redirect_uri') }, 50011)
        : /session|expired/.test(out.error_description ?? '')
          ? html`<p>${t('consent.failure.expired')}</p>`
          : withCode(t, 'consent.failure.other', { detail: out.error_description ?? out.error }, 900144);
  show(ctx, page(t, t('consent.failure.title'), detail));
}

/** The number by which people look errors up, where there is one. */
function withCode(t: Translator, key: MessageKey, values: Record<string, string>, code: number): Html {
  return html`<p>${t(key, values)}</p><p class="quiet">AADSTS${String(code)}</p>`;
}

function textsFor(ctx: KoaContextWithOIDC): Translator {
  return textsOf(notesOf(ctx.req).language);
}

function show(ctx: KoaContextWithOIDC, { body, headers }: Page): void {
  ctx.set(headers);
  ctx.body = body;
}
