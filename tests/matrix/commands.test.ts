import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { systemClock } from '../../src/base/time.ts';
import type { RoleName } from '../../src/domain/access/roles.ts';
import { registerApp } from '../../src/operations/access/register-app.ts';
import { seatwise } from '../support/command.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';

/**
 * Every command, on a server over HTTP as an app of a role that may and of one that may not. The routes behind them are
 * walked with all roles next door; here it is that no command has a way around them, and says so with its exit code.
 */
const NOBODY = newId();
const OTHERWISE: RoleName = 'reportsReader';
const MAY: Readonly<Record<string, { args: readonly string[]; may: RoleName; mayNot?: RoleName; input?: string }>> = {
  skus: { args: ['skus'], may: 'globalReader' },
  'skus seats': { args: ['skus', 'seats', 'none', '1'], may: 'billingAdministrator', mayNot: 'licenseAdministrator' },
  'skus price': { args: ['skus', 'price', 'none', '1'], may: 'billingAdministrator', mayNot: 'licenseAdministrator' },
  catalog: { args: ['catalog'], may: 'globalReader' },
  'catalog show': { args: ['catalog', 'show', 'ENTERPRISEPACK'], may: 'globalReader' },
  users: { args: ['users'], may: 'helpdeskAdministrator' },
  'users show': { args: ['users', 'show', NOBODY], may: 'helpdeskAdministrator' },
  'users reset-password': {
    args: ['users', 'reset-password', NOBODY],
    may: 'passwordAdministrator',
    mayNot: 'globalReader',
  },
  'users reset-factors': {
    args: ['users', 'reset-factors', NOBODY],
    may: 'helpdeskAdministrator',
    mayNot: 'globalReader',
  },
  'users end-sessions': { args: ['users', 'end-sessions', NOBODY], may: 'userAdministrator', mayNot: 'globalReader' },
  'users sessions': { args: ['users', 'sessions', NOBODY], may: 'globalReader' },
  'users deleted': { args: ['users', 'deleted'], may: 'globalReader' },
  'users purge': {
    args: ['users', 'purge', NOBODY, '--yes'],
    may: 'userAdministrator',
    mayNot: 'licenseAdministrator',
  },
  'plan assign': {
    args: ['plan', 'assign', '--sku', 'ENTERPRISEPACK', '--user', NOBODY],
    may: 'licenseAdministrator',
    mayNot: 'billingAdministrator',
  },
  'plan unassign': {
    args: ['plan', 'unassign', '--all', '--user', NOBODY],
    may: 'userAdministrator',
    mayNot: 'helpdeskAdministrator',
  },
  'plan swap': {
    args: ['plan', 'swap', '--sku', 'ENTERPRISEPACK', '--to', 'STANDARDPACK', '--user', NOBODY],
    may: 'licenseAdministrator',
    mayNot: 'globalReader',
  },
  'plan services': {
    args: ['plan', 'services', '--sku', 'ENTERPRISEPACK', '--disable', 'YAMMER_ENTERPRISE', '--user', NOBODY],
    may: 'licenseAdministrator',
    mayNot: 'globalReader',
  },
  'plan apply': { args: ['plan', 'apply', '987654', '--yes'], may: 'licenseAdministrator' },
  assign: {
    args: ['assign', '--sku', 'ENTERPRISEPACK', '--user', NOBODY, '--yes'],
    may: 'licenseAdministrator',
    mayNot: 'billingAdministrator',
  },
  unassign: {
    args: ['unassign', '--all', '--user', NOBODY, '--yes'],
    may: 'userAdministrator',
    mayNot: 'groupsAdministrator',
  },
  swap: {
    args: ['swap', '--sku', 'ENTERPRISEPACK', '--to', 'STANDARDPACK', '--user', NOBODY, '--yes'],
    may: 'licenseAdministrator',
    mayNot: 'globalReader',
  },
  services: {
    args: ['services', '--sku', 'ENTERPRISEPACK', '--disable', 'YAMMER_ENTERPRISE', '--user', NOBODY, '--yes'],
    may: 'licenseAdministrator',
    mayNot: 'globalReader',
  },
  operations: { args: ['operations'], may: 'globalReader' },
  'operations show': { args: ['operations', 'show', '987654'], may: 'globalReader' },
  undo: { args: ['undo', '987654', '--yes'], may: 'licenseAdministrator', mayNot: 'globalReader' },
  'import users': {
    args: ['import', 'users', import.meta.filename],
    may: 'globalAdministrator',
    mayNot: 'userAdministrator',
    input: 'nothing\n',
  },
  roles: { args: ['roles'], may: 'globalReader' },
  'roles give': {
    args: ['roles', 'give', 'Global Reader', '--to', NOBODY],
    may: 'privilegedRoleAdministrator',
    mayNot: 'userAdministrator',
  },
  'roles take': {
    args: ['roles', 'take', 'Global Reader', '--from', NOBODY],
    may: 'privilegedRoleAdministrator',
    mayNot: 'userAdministrator',
  },
  units: { args: ['units'], may: 'globalReader' },
  'units create': {
    args: ['units', 'create', 'X', '--country', 'nowhere'],
    may: 'privilegedRoleAdministrator',
    mayNot: 'userAdministrator',
  },
  'units delete': { args: ['units', 'delete', NOBODY], may: 'privilegedRoleAdministrator', mayNot: 'globalReader' },
  approvals: { args: ['approvals'], may: 'globalReader' },
  'approvals approve': {
    args: ['approvals', 'approve', '987654'],
    may: 'licenseAdministrator',
    mayNot: 'globalReader',
  },
  'approvals reject': { args: ['approvals', 'reject', '987654'], may: 'licenseAdministrator', mayNot: 'globalReader' },
  'audit list': { args: ['audit', 'list'], may: OTHERWISE, mayNot: 'licenseAdministrator' },
  'audit export': { args: ['audit', 'export', '-'], may: OTHERWISE, mayNot: 'licenseAdministrator' },
  'audit verify': { args: ['audit', 'verify'], may: OTHERWISE, mayNot: 'licenseAdministrator' },
  'audit forward': { args: ['audit', 'forward'], may: 'globalAdministrator', mayNot: 'globalReader' },
  'audit forward add': {
    args: ['audit', 'forward', 'add', 'nowhere'],
    may: 'globalAdministrator',
    mayNot: 'globalReader',
  },
  'audit forward remove': {
    args: ['audit', 'forward', 'remove', NOBODY],
    may: 'globalAdministrator',
    mayNot: 'globalReader',
  },
  'tenant settings': { args: ['tenant', 'settings'], may: 'globalAdministrator', mayNot: 'globalReader' },
  'identity-provider show': { args: ['identity-provider', 'show'], may: 'globalAdministrator', mayNot: 'globalReader' },
  'identity-provider set': {
    args: ['identity-provider', 'set', '--issuer', 'https://127.0.0.1:9', '--client-id', 'x', '--public'],
    may: 'globalAdministrator',
    mayNot: 'userAdministrator',
  },
  'identity-provider remove': {
    args: ['identity-provider', 'remove'],
    may: 'globalAdministrator',
    mayNot: 'globalReader',
  },
};

/** Commands of whoever holds the data folder; over a network there is nothing that they could be refused. */
const ON_THE_MACHINE = [
  'serve',
  'tenant list',
  'tenant create',
  'tenant setup-link',
  'app create',
  'app list',
  'app delete',
  'catalog import',
  'import tenant',
];
/** Commands that only hold others. */
const GROUPS = ['tenant', 'app', 'import', 'plan', 'audit', 'identity-provider'];

let there: TestTenant;
let url: string;
const credentials = new Map<RoleName, Record<string, string>>();

beforeAll(async () => {
  there = await testTenant(systemClock);
  await there.own(SKU.e3, 5);
  await there.app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(there.app.server.address() as AddressInfo).port}`;
  const roles = new Set(Object.values(MAY).flatMap(({ may, mayNot = OTHERWISE }) => [may, mayNot]));
  for (const role of roles) {
    const app = await registerApp(there.context, { name: role, role: [role] });
    if ('unknown' in app) throw new Error(app.unknown);
    credentials.set(role, { SEATWISE_CLIENT_ID: app.clientId, SEATWISE_CLIENT_SECRET: app.clientSecret ?? '' });
  }
});
afterAll(() => there.close());

/** The names of commands, one below the other, as the help shows them. */
async function commandsBelow(path: readonly string[]): Promise<string[]> {
  const { stdout } = await seatwise([...path, '--help'], {});
  // What follows the list are examples, which begin with the program's name.
  const [listed = ''] = (stdout.split(/^Commands:$/m)[1] ?? '').split(/^Example/m);
  const names = [...listed.matchAll(/^ {2}([a-z][a-z-]*)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help');
  const below = await Promise.all(names.map((name) => commandsBelow([...path, name])));
  return names.flatMap((name, index) => [[...path, name].join(' '), ...(below[index] ?? [])]);
}

test('every command stands in the table, or works on the machine itself', async () => {
  const known = [...Object.keys(MAY), ...ON_THE_MACHINE, ...GROUPS];
  expect(known.sort()).toEqual((await commandsBelow([])).sort());
}, 240_000);

test('every command is refused to a role that may not, and to no other', async () => {
  const wrong: string[] = [];
  const check = async (name: string, role: RoleName, refused: boolean) => {
    const { args, input = '' } = MAY[name] ?? { args: [] };
    const env = { SEATWISE_SERVER: url, SEATWISE_TENANT: there.tenant.tenantId, ...credentials.get(role) };
    const { code, stderr } = await seatwise(args, env, input);
    const says403 = code === 3 && /has no role that allows this|Insufficient privileges/.test(stderr);
    if (says403 !== refused) wrong.push(`${name} as ${role}: ${code} ${stderr.slice(0, 200)}`);
  };
  const checks = Object.entries(MAY).flatMap(([name, { may, mayNot = OTHERWISE }]) => [
    () => check(name, may, false),
    () => check(name, mayNot, true),
  ]);
  const workers = Array.from({ length: 4 }, async () => {
    for (let next = checks.shift(); next; next = checks.shift()) await next();
  });
  await Promise.all(workers);
  expect(wrong).toEqual([]);
}, 240_000);
