import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { must } from '../src/base/assert.ts';
import { secretBox } from '../src/base/secret-box.ts';
import type { Tenant } from '../src/domain/directory/tenant.ts';
import { createApp } from '../src/server/bootstrap.ts';
import type { Database } from '../src/store/database.ts';

/** A running server in a process of its own, and somebody who may change licenses. */
export interface Served {
  readonly pid: number;
  /** Calls it with a token; gives the answer's body, and throws on anything but success. */
  call<Body>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Body>;
  stop(): Promise<void>;
}

/** Starts `seatwise serve` on the same database, as an administrator would, on a free port. */
export async function startServed(
  db: Database,
  tenant: Tenant,
  place: { readonly SEATWISE_DATA: string } | { readonly DATABASE_URL: string },
): Promise<Served> {
  const program = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
  const child = spawn(process.execPath, [program, 'serve'], {
    env: { ...process.env, ...place, SEATWISE_PORT: '0', SEATWISE_HOST: '127.0.0.1', LANG: 'C' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  try {
    const url = await addressOf(child);
    const token = await tokenOf(db, tenant, url);
    return {
      pid: must(child.pid, 'process id'),
      call: async <Body>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Body> => {
        const response = await fetch(url + path, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
        return JSON.parse(text) as Body;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (url !== undefined) resolve(url);
    });
    child.on('exit', () => reject(new Error(`The server did not start: ${said}`)));
  });
}

async function tokenOf(db: Database, tenant: Tenant, url: string): Promise<string> {
  const app = await createApp({ db, secrets: secretBox([randomBytes(32)]) }, tenant, 'bench', {
    name: 'Bench',
    role: ['License Administrator'],
  });
  if ('unknown' in app) throw new Error(`There is no ${app.what} ${app.unknown}.`);
  const response = await fetch(`${url}/${app.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: app.clientId,
      client_secret: must(app.clientSecret, 'secret'),
      scope: 'https://graph.microsoft.com/.default',
    }),
  });
  const { access_token } = (await response.json()) as { access_token?: string };
  return must(access_token, 'token');
}
