import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CONSOLE_PAGES } from '../base/console-pages.ts';
import { allowStyles } from './security-headers.ts';

/** Where the built console is. */
export const CONSOLE_FOLDER = resolve(import.meta.dirname, '../../dist/console');

/** Stands in the built page where each answer gets a nonce of its own; vite.config.ts puts it there. */
export const NONCE_PLACEHOLDER = 'CSP-NONCE';

/**
 * Serves the console: its pages, its files, and for people who went astray its page that says so, with status 404.
 * Without a build there is a line of text in its place.
 */
export async function consoleFiles(app: FastifyInstance, folder = CONSOLE_FOLDER): Promise<void> {
  const page = pageReader(join(folder, 'index.html'));
  const answer = async (reply: FastifyReply) => {
    const html = await page();
    if (html === undefined) {
      return reply
        .type('text/plain; charset=utf-8')
        .send('Seatwise is running. Its console is not built; "npm run build" builds it.\n');
    }
    const nonce = allowStyles(reply);
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(html.replaceAll(NONCE_PLACEHOLDER, nonce));
  };
  for (const path of CONSOLE_PAGES) app.get(path.replace('$', ':'), (_request, reply) => answer(reply));

  // Names of these files hold a hash of what is in them. Commands on this machine need no console, built or not.
  const root = join(folder, 'assets');
  if (existsSync(root)) {
    await app.register(staticFiles, {
      root,
      prefix: '/assets/',
      index: false,
      decorateReply: false,
      preCompressed: true,
      immutable: true,
      maxAge: '365d',
    });
  }
  app.get('/favicon.svg', async (_request, reply) => {
    const icon = await readFile(join(folder, 'favicon.svg')).catch(() => undefined);
    if (icon === undefined) return reply.callNotFound();
    return reply.type('image/svg+xml').header('cache-control', 'max-age=86400').send(icon);
  });

  app.setNotFoundHandler((request, reply) => {
    reply.code(404);
    return wantsPage(request)
      ? answer(reply)
      : reply.send({
          error: { status: 404, code: 'notFound', message: `There is no ${request.method} ${request.url} here.` },
        });
  });
}

function wantsPage({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html');
}

/** Reads the page again when it has been built again; undefined while there is none. */
function pageReader(file: string): () => Promise<string | undefined> {
  let known: { readonly builtAt: number; readonly html: string } | undefined;
  return async () => {
    try {
      const { mtimeMs } = await stat(file);
      if (known?.builtAt !== mtimeMs) known = { builtAt: mtimeMs, html: await readFile(file, 'utf8') };
      return known.html;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  };
}
