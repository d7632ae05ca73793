import { createHash } from 'node:crypto';
import { preferredLanguage, type Translator, translator } from '../../messages/translate.ts';

/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

/** HTML with values put in: text is escaped, HTML and lists of it stay. */
export function html(strings: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  return { html: strings.reduce((text, part, index) => `${text}${markup(values[index - 1] ?? '')}${part}`) };
}

export interface Page {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A page for people on the way of an app's sign-in: no script, no frame around it, never kept.
 * @param sendsTo where a form's answer may lead in the end, besides this server
 */
export function page(t: Translator, title: string, content: Html, sendsTo?: string): Page {
  const { html: body } = html`<!doctype html>
<html lang="${t.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} – Seatwise</title>
<link rel="icon" href="data:,">
<style>${{ html: STYLE }}</style>
</head>
<body>
<main>
<p class="brand">Seatwise</p>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
  return {
    body,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-language': t.language,
      vary: 'Accept-Language',
      'content-security-policy': [
        "default-src 'none'",
        `style-src '${STYLE_HASH}'`,
        'img-src data:',
        // A browser follows the answer of a form only to addresses that are named here.
        formAction(sendsTo),
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ].join('; '),
      'x-frame-options': 'DENY',
    },
  };
}

/** Texts in the language that the browser asks for. */
export function textsOf(acceptLanguage: string | undefined): Translator {
  return translator(preferredLanguage(acceptLanguage));
}

/** Where forms of a page may lead: this server, and an app's address by its origin, or by the scheme that is its own. */
export function formAction(address: string | undefined): string {
  const url = address === undefined ? null : URL.parse(address);
  if (!url) return "form-action 'self'";
  return `form-action 'self' ${url.protocol === 'https:' || url.protocol === 'http:' ? url.origin : url.protocol}`;
}

function markup(value: string | Html | readonly Html[]): string {
  if (typeof value === 'string') return escapeHtml(value);
  return 'html' in value ? value.html : value.map((one) => one.html).join('');
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

const STYLE = `:root{color-scheme:light dark;--line:light-dark(#d1d1d1,#5c5c5c);--quiet:light-dark(#616161,#adadad);--brand:light-dark(#0f6cbd,#479ef5)}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:light-dark(#fafafa,#1f1f1f);color:light-dark(#242424,#fff);font:1rem/1.5 "Segoe UI",system-ui,sans-serif}
main{width:100%;max-width:28rem;padding:2rem;border:1px solid var(--line);border-radius:.5rem;background:light-dark(#fff,#292929);overflow-wrap:anywhere}
.brand{margin:0 0 1rem;color:var(--brand);font-weight:600}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.3}
p,ul{margin:.75rem 0}
ul{padding-left:1.25rem}
.quiet{color:var(--quiet)}
.notice{padding:.75rem;border-left:.25rem solid light-dark(#bc4b09,#faa06b);background:light-dark(#fff9f5,#4a2c17)}
code{font:600 1.1em ui-monospace,monospace;letter-spacing:.05em}
label{display:block;margin:.75rem 0 .25rem;font-weight:600}
input[type=text]{width:100%;padding:.5rem .75rem;font:inherit;font-family:ui-monospace,monospace;letter-spacing:.1em;text-transform:uppercase;border:1px solid var(--quiet);border-radius:.25rem;background:transparent;color:inherit}
.actions{display:flex;flex-wrap:wrap;gap:.5rem;margin:1.5rem 0 0}
button{min-height:2.25rem;padding:.375rem 1rem;font:inherit;font-weight:600;border:1px solid var(--quiet);border-radius:.25rem;background:transparent;color:inherit;cursor:pointer}
button.main{border-color:transparent;background:light-dark(#0f6cbd,#115ea3);color:#fff}
:is(button,input,a):focus-visible{outline:.1875rem solid currentColor;outline-offset:.125rem}
a{color:var(--brand)}`;

const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;
