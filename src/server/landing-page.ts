import { preferredLanguage } from '../messages/translate.ts';

const TEXTS = {
  en: {
    title: 'Seatwise is running',
    lead: 'License administration with foresight, undo and a sandbox.',
    how: 'Work with it from the command line, through Microsoft Graph, or through its own API:',
    cli: 'The command line',
    graph: 'Microsoft Graph, for scripts and SDKs, under',
    api: 'Plans, operations and undo, under',
    described: 'described at',
  },
  fr: {
    title: 'Seatwise est en marche',
    lead: 'La gestion des licences qui prévoit, qui annule et qui se répète sans risque.',
    how: 'Travaillez en ligne de commande, par Microsoft Graph ou par sa propre API :',
    cli: 'La ligne de commande',
    graph: 'Microsoft Graph, pour les scripts et les SDK, sous',
    api: 'Plans, opérations et annulation, sous',
    described: 'décrits dans',
  },
} as const;

/** What a browser shows at the address of the server: that it runs, and where to go. */
export function landingPage(languages: string | undefined): string {
  const language = preferredLanguage(languages);
  const text = TEXTS[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text.title}</title>
<style>
  :root { color-scheme: light dark; font: 1.05rem/1.6 system-ui, sans-serif; }
  body { max-width: 44rem; margin: 12vh auto; padding: 0 1.25rem; }
  h1 { font-size: 1.9rem; line-height: 1.2; }
  code { font-size: 0.95em; padding: 0.1em 0.35em; border-radius: 0.3em; background: color-mix(in srgb, currentcolor 10%, transparent); }
  li { margin: 0.5rem 0; }
</style>
</head>
<body>
<main>
<h1>${text.title}</h1>
<p>${text.lead}</p>
<p>${text.how}</p>
<ul>
<li>${text.cli}: <code>npx seatwise --help</code></li>
<li>${text.graph} <code>/v1.0</code></li>
<li>${text.api} <code>/api</code>, ${text.described} <a href="/api/openapi.json">/api/openapi.json</a></li>
</ul>
</main>
</body>
</html>
`;
}
