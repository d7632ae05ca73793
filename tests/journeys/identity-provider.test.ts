import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Server, seatwise, serve } from '../support/command.ts';
import { CLIENT_SECRET, startProvider, type TestProvider } from '../support/openid-provider.ts';
import { plainBrowser } from '../support/plain-browser.ts';

let folder: string;
let env: Record<string, string>;
let server: Server;
let provider: TestProvider;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatwise-sso-'));
  env = { SEATWISE_DATA: join(folder, 'data') };
  [server, provider] = await Promise.all([serve(env), startProvider()]);
});
afterAll(async () => {
  await server.end('SIGTERM');
  await provider.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => seatwise(['identity-provider', ...args], env);
const set = (...rest: string[]) => run('set', '--issuer', provider.issuer, '--client-id', 'seatwise', ...rest);

test('who runs the machine sets a provider up, is told what to register there, and people sign in with it', async () => {
  const file = join(folder, 'secret.txt');
  await writeFile(file, `${CLIENT_SECRET}\n`);
  const ended = await set('--client-secret-file', file, '--name', 'Company login', '--no-passwords');
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const path = /(\/api\/sign-in\/sso\/callback\/(\S+))/.exec(ended.stdout);
  expect(ended.stdout).toMatch(/^The identity provider is Company login\.\nRegister this address/);
  provider.allow(`${server.url}${path?.[1]}`);

  const people = JSON.parse((await seatwise(['users', '--output', 'json'], env)).stdout) as {
    userPrincipalName: string;
  }[];
  provider.people.set('one', { email: people[0]?.userPrincipalName });
  const browser = plainBrowser(server.url);
  const sentTo = await browser.visit(`/api/sign-in/sso?tenant=${path?.[2]}`);
  const atProvider = plainBrowser(provider.issuer);
  const back = await atProvider.submit(await atProvider.visit(sentTo.address), { login: 'one' });
  await browser.visit(back.address);
  expect(browser.cookies.has('seatwise_session')).toBe(true);
});

test('show shows all but the secret, to people and to programs', async () => {
  const shown = await run('show');
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toMatch(/Client secret +kept, not shown/);
  expect(shown.stdout).toMatch(/Passwords +for Global Administrators only/);
  expect(shown.stdout).toMatch(/Returns to +<address of the console>\/api\/sign-in\/sso\/callback\//);
  const { stdout } = await run('show', '--output', 'json');
  expect(JSON.parse(stdout)).toMatchObject({ issuer: provider.issuer, hasClientSecret: true, passwordsToo: false });
  expect(shown.stdout + stdout).not.toContain(CLIENT_SECRET);
  expect((await run('show', '--language', 'fr')).stdout).toMatch(/Secret client +conservé, non affiché/);
  expect((await run('show', '--output', 'csv')).stdout).toMatch(/^Setting,Value\nName,Company login\n/);
});

test('the secret may come by a pipe, and stays where it is left out', async () => {
  const piped = await seatwise(
    [
      'identity-provider',
      'set',
      '--issuer',
      provider.issuer,
      '--client-id',
      'seatwise',
      '--client-secret-file',
      '-',
      '-o',
      'json',
    ],
    env,
    CLIENT_SECRET,
  );
  expect(JSON.parse(piped.stdout)).toMatchObject({ hasClientSecret: true, passwordsToo: true, userClaim: 'email' });
  expect(JSON.parse((await set('--claim', 'upn', '-o', 'json')).stdout)).toMatchObject({
    hasClientSecret: true,
    userClaim: 'upn',
  });
  expect(JSON.parse((await set('--public', '-o', 'json')).stdout)).toMatchObject({ hasClientSecret: false });
});

test('what is wrong is said, with a code for scripts', async () => {
  expect(await run('set')).toMatchObject({ code: 2 });
  expect(await run('set', '--issuer', provider.issuer)).toMatchObject({ code: 2 });
  expect(await set('--public', '--client-secret-file', 'x')).toMatchObject({
    code: 2,
    stderr: 'Use either --client-secret-file or --public.\n',
  });
  const nothing = join(folder, 'nothing');
  expect(await set('--client-secret-file', nothing)).toMatchObject({
    code: 2,
    stderr: `There is no client secret in ${nothing}.\n`,
  });
  const wrong = await run('set', '--issuer', 'http://192.0.2.1', '--client-id', 'x');
  expect(wrong).toMatchObject({
    code: 2,
    stderr: 'The issuer, and every address that it names, must begin with https://.\n',
  });
  const down = await run('set', '--issuer', 'http://127.0.0.1:1', '--client-id', 'x');
  expect(down).toMatchObject({ code: 2, stderr: 'The issuer does not answer (ECONNREFUSED).\n' });
});

test('remove removes it, once', async () => {
  expect(await run('remove')).toMatchObject({ code: 0, stdout: 'The identity provider is removed.\n' });
  expect(await run('remove')).toMatchObject({ code: 5, stderr: 'The tenant has no identity provider.\n' });
  expect(await run()).toMatchObject({ code: 5 });
});
