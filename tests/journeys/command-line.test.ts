import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Server, seatwise, serve } from '../support/command.ts';

let folder: string;
let env: Record<string, string>;
let server: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatwise-cli-'));
  env = { SEATWISE_DATA: join(folder, 'data') };
  server = await serve(env);
});
afterAll(async () => {
  await server.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => seatwise(args, env);
const json = async (...args: string[]) => JSON.parse((await run(...args, '--output', 'json')).stdout);
const skus = async (): Promise<{ partNumber: string; consumed: number }[]> => json('skus');
const consumed = async (partNumber: string) => (await skus()).find((sku) => sku.partNumber === partNumber)?.consumed;

describe('a newcomer', () => {
  test('is told where the server is, that a sample tenant was made, and what to try', () => {
    expect(server.printed).toContain('Marlowe & Finch');
    expect(server.printed).toMatch(/npx seatwise plan unassign --sku \S+ --user \S+@marlowe-finch\.example/);
  });

  test('gets an id and a secret that a token can be had with', async () => {
    const app = await json('app', 'create', '--name', 'N', '--role', 'License Administrator');
    expect(Object.keys(app)).toEqual(['tenantId', 'clientId', 'clientSecret']);
    const token = await fetch(`${server.url}/${app.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: app.clientId,
        client_secret: app.clientSecret,
        scope: 'https://graph.microsoft.com/.default',
      }),
    });
    const { access_token } = (await token.json()) as { access_token: string };
    const answer = await fetch(`${server.url}/v1.0/subscribedSkus`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(answer.status).toBe(200);

    const remote = {
      SEATWISE_SERVER: server.url,
      SEATWISE_CLIENT_ID: app.clientId,
      SEATWISE_CLIENT_SECRET: app.clientSecret,
    };
    const list = await seatwise(['skus', '--output', 'csv', '--tenant', app.tenantId], remote);
    expect(list).toMatchObject({ code: 0 });
    expect(list.stdout).toContain('SPE_E3');
  });
});

describe('taking licenses', () => {
  test('is refused without a terminal and without --yes, and nothing is changed', async () => {
    const before = await consumed('SPE_E3');
    const ended = await run('unassign', '--sku', 'SPE_E3', '--everyone', '--keep-going');
    expect(ended.code).toBe(6);
    expect(ended.stderr).toContain('--yes');
    expect(await consumed('SPE_E3')).toBe(before);
  });

  test('goes as shown, and undo gives everything back', async () => {
    const before = await skus();
    const plan = await json('plan', 'unassign', '--sku', 'Microsoft 365 E3', '--holders-of', 'spe_e3');
    const freed = plan.totals.skus[0].freed;
    expect(freed).toBeGreaterThan(0);
    const applied = await run('plan', 'apply', String(plan.id), '--yes', '--keep-going');
    expect(applied.code).toBe(4);
    expect(await consumed('SPE_E3')).toBe(
      (before.find(({ partNumber }) => partNumber === 'SPE_E3')?.consumed ?? 0) - freed,
    );
    const undone = await run('undo', String(plan.id), '--yes');
    expect(undone).toMatchObject({ code: 0 });
    expect(await skus()).toEqual(before);
  });

  test('names who is unknown with the line of the list, and takes from nobody', async () => {
    const list = join(folder, 'leavers.csv');
    const [first] = await json('users', '--holders-of', 'SPE_E5', '--top', '1');
    await writeFile(list, `userPrincipalName\n${first.userPrincipalName}\nnobody@marlowe-finch.example\n`);
    const ended = await run('unassign', '--sku', 'SPE_E5', '--from', list, '--yes');
    expect(ended.code).toBe(3);
    expect(ended.stdout).toContain('nobody@marlowe-finch.example');
    expect(ended.stdout).toContain('3');
  });

  test('suggests what a mistyped product may have meant', async () => {
    const ended = await run('unassign', '--sku', 'ENTERPISEPACK', '--user', 'x@marlowe-finch.example');
    expect(ended.code).toBe(5);
    expect(ended.stderr).toContain('ENTERPRISEPACK');
  });

  test('speaks French when asked to', async () => {
    const ended = await run('--language', 'fr', 'plan', 'unassign', '--sku', 'SPE_E5', '--everyone');
    expect(ended.stdout).toContain('Boîte aux lettres');
  });

  test.each([
    [['unassign', '--sku', 'SPE_E3'], 2],
    [['unassign', '--user', 'a@b.example'], 2],
    [['users', '--where', 'department eq'], 2],
    [['frobnicate'], 2],
    [['operations', 'show', '999999'], 5],
    [['plan', 'apply', '999999', '--yes'], 5],
    [['users', 'show', 'nobody@marlowe-finch.example'], 5],
  ])('%j ends with code %i and says why', async (args, code) => {
    const ended = await run(...args);
    expect(ended.code).toBe(code);
    expect(ended.stderr).not.toBe('');
    expect(ended.stderr).not.toContain('    at ');
  });
});

describe('bringing people in', () => {
  test('an export of the admin center loads an empty tenant, and its licenses come as an operation', async () => {
    await run('tenant', 'create', '--name', 'Fabrikam', '--domain', 'fabrikam.example', '--country', 'FR');
    const file = join(folder, 'export.csv');
    await writeFile(
      file,
      '\ufeffUser principal name,Display name,Block credential,Usage location,Licenses\r\n' +
        'ada@fabrikam.example,"Ada\nLovelace",False,FR,Microsoft 365 E3+Power BI Pro\r\n' +
        'ben@fabrikam.example,Ben,True,FR,Unlicensed\r\n' +
        'eve@fabrikam.example,Eve,False,XX,Unlicensed\r\n',
    );
    const refused = await run('import', 'users', file, '--tenant', 'fabrikam.example');
    expect(refused.code).toBe(3);
    expect(refused.stdout).toContain('XX');
    expect(await json('users', '--tenant', 'fabrikam.example')).toEqual([]);

    const taken = await run('import', 'users', file, '--tenant', 'fabrikam.example', '--keep-going');
    expect(taken.code).toBe(4);
    const users = await json('users', '--tenant', 'fabrikam.example');
    expect(
      users.map((user: { displayName: string; assignedLicenses: unknown[] }) => [
        user.displayName,
        user.assignedLicenses.length,
      ]),
    ).toEqual([
      ['Ada\nLovelace', 2],
      ['Ben', 0],
    ]);
    expect(await json('operations', '--tenant', 'fabrikam.example')).toMatchObject([
      { kind: 'import', totals: { changed: 1 } },
    ]);
    await run('--tenant', 'fabrikam.example', 'skus', 'seats', 'SPE_E3', '5');
    const tooFew = await run('--tenant', 'fabrikam.example', 'skus', 'seats', 'SPE_E3', '0');
    expect(tooFew.code).toBe(3);
  });

  test('saved answers of Graph make a sandbox of the organization that they are about', async () => {
    const saved = join(folder, 'saved');
    await mkdir(saved);
    const organization = {
      id: '11111111-2222-4333-8444-555555555555',
      displayName: 'Litware',
      verifiedDomains: [{ name: 'litware.example', isDefault: true }],
    };
    const user = {
      id: '21111111-2222-4333-8444-555555555555',
      userPrincipalName: 'mia@litware.example',
      displayName: 'Mia',
      usageLocation: 'FR',
      assignedLicenses: [{ skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900', disabledPlans: [] }],
    };
    await writeFile(join(saved, 'organization.json'), JSON.stringify({ value: [organization] }));
    await writeFile(join(saved, 'users.json'), JSON.stringify({ value: [user] }));
    expect(await run('import', 'tenant', saved)).toMatchObject({ code: 0 });
    expect(await json('users', '--tenant', 'litware.example')).toMatchObject([{ id: user.id, assignedLicenses: [{}] }]);
    expect(await json('skus', '--tenant', 'litware.example')).toMatchObject([
      { partNumber: 'ENTERPRISEPACK', consumed: 1 },
    ]);

    const other = { ...organization, id: '31111111-2222-4333-8444-555555555555' };
    await writeFile(join(saved, 'organization.json'), JSON.stringify({ value: [other] }));
    const taken = await run('import', 'tenant', saved);
    expect(taken.code).toBe(2);
    expect(taken.stderr).toContain('litware.example');
  });

  test('with several tenants a command without --tenant asks which', async () => {
    const ended = await run('skus');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('fabrikam.example');
  });
});
