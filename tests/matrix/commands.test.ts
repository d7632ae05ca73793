import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { systemClock } from '../../src/base/time.ts';
import { commandNames, runCommand } from '../../src/cli/program.ts';
import { ROLES, type RoleName } from '../../src/domain/access/roles.ts';
import { registerApp } from '../../src/operations/access/register-app.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';
import { MATRIX, type Row } from './matrix.ts';

/**
 * Every command with every role, on a server over HTTP as an app. The routes behind them are walked next door; here it is
 * that no command has a way around them, and says so with its exit code.
 */
const NOBODY = newId();
const READ: Row = 'read users, groups, licenses, subscriptions';
/** Every command that works on a server: its row, and a way to call it that changes nothing even when it is allowed. */
const COMMANDS: Readonly<Record<string, { row: Row; args: readonly string[] }>> = {
  // It reads the plan before it asks to apply it.
  skus: { row: READ, args: ['skus'] },
  'skus seats': { row: 'buy and reduce seats', args: ['skus', 'seats', 'none', '1'] },
  'skus price': { row: 'buy and reduce seats', args: ['skus', 'price', 'none', '1'] },
  catalog: { row: READ, args: ['catalog'] },
  'catalog show': { row: READ, args: ['catalog', 'show', 'ENTERPRISEPACK'] },
  users: { row: READ, args: ['users'] },
  'users show': { row: READ, args: ['users', 'show', NOBODY] },
  'users reset-password': { row: 'reset passwords, sign out', args: ['users', 'reset-password', NOBODY] },
  'users reset-factors': { row: 'reset passwords, sign out', args: ['users', 'reset-factors', NOBODY] },
  'users end-sessions': { row: 'reset passwords, sign out', args: ['users', 'end-sessions', NOBODY] },
  'users sessions': { row: READ, args: ['users', 'sessions', NOBODY] },
  'users deleted': { row: READ, args: ['users', 'deleted'] },
  'users restore': { row: 'delete users for good', args: ['users', 'restore', NOBODY] },
  'users purge': { row: 'delete users for good', args: ['users', 'purge', NOBODY, '--yes'] },
  'clock show': { row: READ, args: ['clock', 'show'] },
  'clock advance': { row: 'change the tenant', args: ['clock', 'advance', '1d'] },
  'clock forecast': { row: READ, args: ['clock', 'forecast', '2100-01-01'] },
  'purges list': { row: READ, args: ['purges', 'list'] },
  'purges confirm': { row: 'change the tenant', args: ['purges', 'confirm', '--all', '--yes'] },
  'plan assign': {
    row: 'assign and unassign licenses',
    args: ['plan', 'assign', '--sku', 'ENTERPRISEPACK', '--user', NOBODY],
  },
  'plan unassign': { row: 'assign and unassign licenses', args: ['plan', 'unassign', '--all', '--user', NOBODY] },
  'plan swap': {
    row: 'assign and unassign licenses',
    args: ['plan', 'swap', '--sku', 'ENTERPRISEPACK', '--to', 'STANDARDPACK', '--user', NOBODY],
  },
  'plan services': {
    row: 'assign and unassign licenses',
    args: ['plan', 'services', '--sku', 'ENTERPRISEPACK', '--disable', 'YAMMER_ENTERPRISE', '--user', NOBODY],
  },
  'plan apply': { row: READ, args: ['plan', 'apply', '987654', '--yes'] },
  assign: {
    row: 'assign and unassign licenses',
    args: ['assign', '--sku', 'ENTERPRISEPACK', '--user', NOBODY, '--yes'],
  },
  unassign: { row: 'assign and unassign licenses', args: ['unassign', '--all', '--user', NOBODY, '--yes'] },
  swap: {
    row: 'assign and unassign licenses',
    args: ['swap', '--sku', 'ENTERPRISEPACK', '--to', 'STANDARDPACK', '--user', NOBODY, '--yes'],
  },
  services: {
    row: 'assign and unassign licenses',
    args: ['services', '--sku', 'ENTERPRISEPACK', '--disable', 'YAMMER_ENTERPRISE', '--user', NOBODY, '--yes'],
  },
  operations: { row: READ, args: ['operations'] },
  'operations show': { row: READ, args: ['operations', 'show', '987654'] },
  undo: { row: 'assign and unassign licenses', args: ['undo', '987654', '--yes'] },
  'import users': { row: 'import people', args: ['import', 'users', import.meta.filename] },
  roles: { row: READ, args: ['roles'] },
  'roles give': { row: 'give and take roles', args: ['roles', 'give', 'Global Reader', '--to', NOBODY] },
  'roles take': { row: 'give and take roles', args: ['roles', 'take', 'Global Reader', '--from', NOBODY] },
  units: { row: READ, args: ['units'] },
  'units create': { row: 'give and take roles', args: ['units', 'create', 'X', '--country', 'nowhere'] },
  'units delete': { row: 'give and take roles', args: ['units', 'delete', NOBODY] },
  approvals: { row: READ, args: ['approvals'] },
  'approvals approve': { row: 'agree as a second administrator', args: ['approvals', 'approve', '987654'] },
  'approvals reject': { row: 'agree as a second administrator', args: ['approvals', 'reject', '987654'] },
  'audit list': { row: 'audit and usage reports', args: ['audit', 'list'] },
  'audit export': { row: 'audit and usage reports', args: ['audit', 'export', '-'] },
  'audit verify': { row: 'audit and usage reports', args: ['audit', 'verify'] },
  'audit forward list': { row: 'change the tenant', args: ['audit', 'forward', 'list'] },
  'audit forward add': { row: 'change the tenant', args: ['audit', 'forward', 'add', 'nowhere'] },
  'audit forward test': { row: 'change the tenant', args: ['audit', 'forward', 'test', NOBODY] },
  'audit forward remove': { row: 'change the tenant', args: ['audit', 'forward', 'remove', NOBODY] },
  'tenant settings': { row: 'change the tenant', args: ['tenant', 'settings'] },
  'identity-provider show': { row: 'change the tenant', args: ['identity-provider', 'show'] },
  'identity-provider set': {
    row: 'change the tenant',
    args: ['identity-provider', 'set', '--issuer', 'https://127.0.0.1:9', '--client-id', 'x', '--public'],
  },
  'identity-provider remove': { row: 'change the tenant', args: ['identity-provider', 'remove'] },
  'mailbox show': { row: READ, args: ['mailbox', 'show', NOBODY] },
  'mailbox forward': {
    row: 'mailboxes: forward, convert, import',
    args: ['mailbox', 'forward', NOBODY, '--off'],
  },
  'mailbox convert': {
    row: 'mailboxes: forward, convert, import',
    args: ['mailbox', 'convert', NOBODY, '--shared'],
  },
  'import mail': {
    row: 'mailboxes: forward, convert, import',
    args: ['import', 'mail', '--user', NOBODY, import.meta.filename],
  },
  'compliance hold list': { row: 'see holds', args: ['compliance', 'hold', 'list'] },
  'compliance hold add': { row: 'litigation hold', args: ['compliance', 'hold', 'add', NOBODY] },
  'compliance hold remove': { row: 'litigation hold', args: ['compliance', 'hold', 'remove', NOBODY, '--yes'] },
  'compliance policy list': { row: 'see holds', args: ['compliance', 'policy', 'list'] },
  'compliance policy add': {
    row: 'retention policies',
    args: ['compliance', 'policy', 'add', 'Nobody', '--user', NOBODY],
  },
  // They look for the policy by its name first.
  'compliance policy change': { row: 'see holds', args: ['compliance', 'policy', 'change', 'None'] },
  'compliance policy remove': { row: 'see holds', args: ['compliance', 'policy', 'remove', 'None', '--yes'] },
  // What a case is called is looked up first, and there is none.
  'compliance case list': { row: 'eDiscovery hold, content search', args: ['compliance', 'case', 'list'] },
  'compliance case create': {
    row: 'eDiscovery hold, content search',
    args: ['compliance', 'case', 'create', 'Matrix'],
  },
  'compliance case show': { row: 'eDiscovery hold, content search', args: ['compliance', 'case', 'show', 'None'] },
  'compliance case close': {
    row: 'eDiscovery hold, content search',
    args: ['compliance', 'case', 'close', 'None', '--yes'],
  },
  'compliance case reopen': { row: 'eDiscovery hold, content search', args: ['compliance', 'case', 'reopen', 'None'] },
  'compliance case delete': {
    row: 'eDiscovery hold, content search',
    args: ['compliance', 'case', 'delete', 'None', '--yes'],
  },
  'compliance case add-member': {
    row: 'eDiscovery hold, content search',
    args: ['compliance', 'case', 'add-member', 'None', NOBODY],
  },
  'compliance case remove-member': {
    row: 'eDiscovery hold, content search',
    args: ['compliance', 'case', 'remove-member', 'None', NOBODY],
  },
  'compliance case add': {
    row: 'eDiscovery hold, content search',
    args: ['compliance', 'case', 'add', 'None', NOBODY],
  },
  'compliance case hold': { row: 'eDiscovery hold, content search', args: ['compliance', 'case', 'hold', 'None'] },
  'compliance case lift': {
    row: 'eDiscovery hold, content search',
    args: ['compliance', 'case', 'lift', 'None', '--yes'],
  },
  'compliance case release': {
    row: 'eDiscovery hold, content search',
    args: ['compliance', 'case', 'release', 'None', '--yes'],
  },
  'compliance search add': {
    row: 'eDiscovery hold, content search',
    args: ['compliance', 'search', 'add', 'None', 'None'],
  },
  'compliance search run': {
    row: 'eDiscovery hold, content search',
    args: ['compliance', 'search', 'run', 'None', 'None'],
  },
  'compliance search hits': {
    row: 'eDiscovery hold, content search',
    args: ['compliance', 'search', 'hits', 'None', 'None'],
  },
  'compliance search remove': {
    row: 'eDiscovery hold, content search',
    args: ['compliance', 'search', 'remove', 'None', 'None'],
  },
  'compliance export': { row: 'eDiscovery hold, content search', args: ['compliance', 'export', 'None', 'None', '-'] },
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
const GROUPS = [
  'compliance',
  'compliance hold',
  'compliance policy',
  'compliance case',
  'compliance search',
  'tenant',
  'app',
  'import',
  'plan',
  'audit',
  'audit forward',
  'identity-provider',
  'clock',
  'purges',
  'mailbox',
];

let there: TestTenant;
let url: string;
const credentials = new Map<RoleName, Record<string, string>>();

beforeAll(async () => {
  there = await testTenant(systemClock);
  await there.own(SKU.e3, 5);
  await there.app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(there.app.server.address() as AddressInfo).port}`;
  for (const role of Object.keys(ROLES) as RoleName[]) {
    const app = await registerApp(there.context, { name: role, role: [role] });
    if ('unknown' in app) throw new Error(app.unknown);
    credentials.set(role, { SEATWISE_CLIENT_ID: app.clientId, SEATWISE_CLIENT_SECRET: app.clientSecret ?? '' });
  }
});
afterAll(() => there.close());

/** Runs a command in this process, as an app of a role. Gives its code and what it wrote for people. */
async function run(args: readonly string[], role: RoleName): Promise<{ code: number; said: string }> {
  let said = '';
  const listen = (chunk: unknown) => {
    said += String(chunk);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(listen));
  const env = { SEATWISE_SERVER: url, SEATWISE_TENANT: there.tenant.tenantId, ...credentials.get(role) };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    return { code: await runCommand(args), said };
  } finally {
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
}

test('every command stands in the table, or works on the machine itself', () => {
  const known = [...Object.keys(COMMANDS), ...ON_THE_MACHINE, ...GROUPS];
  expect(known.sort()).toEqual(commandNames().sort());
});

test.each(Object.keys(ROLES) as RoleName[])(
  '%s is refused the commands that the matrix refuses, and no other',
  async (role) => {
    const refused: string[] = [];
    for (const [name, { args }] of Object.entries(COMMANDS)) {
      const { code, said } = await run(args, role);
      if (code === 3 && /has no role that allows this|Insufficient privileges/.test(said)) refused.push(name);
    }
    const expected = Object.entries(COMMANDS).flatMap(([name, { row }]) =>
      (MATRIX[row] as readonly RoleName[]).includes(role) ? [] : [name],
    );
    expect(refused).toEqual(expected);
  },
);
