import { must } from '../../../src/base/assert.ts';
import { sql } from '../../../src/base/sql.ts';
import { changeLicenses } from '../../../src/operations/licensing/change-licenses.ts';
import type { ConsoleServer } from '../../support/console.ts';
import type { State } from './state.ts';

/** The pane of one person, and why they have a license. */
export const PERSON_STATES: readonly State[] = [
  {
    name: 'person-licenses',
    path: async (server) => `/users?user=${await inheritor(server)}`,
    inside: true,
    ready: (texts) => texts.person.showApps,
  },
  {
    name: 'person-apps',
    path: async (server) => `/users?user=${await inheritor(server)}`,
    inside: true,
    act: async (page, texts) => {
      await page.getByText(texts.person.showApps, { exact: true }).first().click();
    },
    ready: (texts) => texts.person.allApps,
  },
  {
    name: 'person-unsaved',
    path: async (server) => `/users?user=${await holder(server)}`,
    inside: true,
    act: async (page) => {
      await page.locator('[data-sku] input:checked').first().click();
    },
    ready: (texts) => texts.person.toUnassign,
  },
  {
    name: 'person-leave',
    path: async (server) => `/users?user=${await holder(server)}`,
    inside: true,
    act: async (page, texts) => {
      await page.locator('[data-sku] input:checked').first().click();
      await page.getByText(texts.person.toUnassign).waitFor();
      await page.keyboard.press('Escape');
    },
    ready: (texts) => texts.person.leaveTitle,
  },
  {
    name: 'person-why',
    path: async (server) => `/users?user=${await inheritor(server)}`,
    inside: true,
    act: (page, texts) => page.getByText(texts.why.button).first().click(),
    ready: (texts) => texts.why.toTakeAway,
  },
  {
    name: 'person-long-name',
    path: async ({ context }) => {
      const [found] = await context.db.query<{ id: string }>(sql`
        select id from users where tenant_id = ${context.tenant.tenantId} and deleted_at is null
        order by length(display_name) desc limit 1`);
      return `/users?user=${must(found?.id, 'somebody')}`;
    },
    inside: true,
    ready: (texts) => texts.person.others,
  },
  {
    name: 'person-error',
    path: '/users?user=x',
    inside: true,
    act: async (page) => {
      await page.route('**/v1.0/users/*', (route) =>
        route.fulfill({ status: 403, json: { error: { code: 'forbidden', message: '' } } }),
      );
      await page.reload();
      await page.getByRole('alert').waitFor();
      await page.unroute('**/v1.0/users/*');
    },
    ready: (texts) => texts.problem.forbidden,
  },
  {
    name: 'person-data',
    path: async (server) => `/users?user=${await loser(server)}&tab=data`,
    inside: true,
    ready: (texts) => texts.person.past,
  },
  {
    name: 'person-data-active',
    path: async (server) => `/users?user=${await inheritor(server)}&tab=data`,
    inside: true,
    ready: (texts) => texts.person.past,
  },
  {
    name: 'person-gone',
    path: '/users?user=00000000-0000-4000-8000-000000000000',
    inside: true,
    ready: (texts) => texts.person.goneTitle,
  },
];

/** Somebody with a direct license and one through a group. */
async function inheritor({ context }: ConsoleServer): Promise<string> {
  const [found] = await context.db.query<{ id: string }>(sql`
    select u.id from users u join assignment a on a.tenant_id = u.tenant_id and a.user_id = u.id
    where u.tenant_id = ${context.tenant.tenantId} and u.deleted_at is null
    group by u.tenant_id, u.id having bool_or(a.source <> ${DIRECT})
    order by bool_or(a.source = ${DIRECT}) desc, count(distinct a.sku_id) desc, u.id limit 1`);
  return must(found?.id, 'somebody with a license through a group');
}

/** Somebody with direct licenses alone, more than others. */
async function holder({ context }: ConsoleServer, place = 0): Promise<string> {
  const [found] = await context.db.query<{ id: string }>(sql`
    select u.id from users u join assignment a on a.tenant_id = u.tenant_id and a.user_id = u.id
    where u.tenant_id = ${context.tenant.tenantId} and u.deleted_at is null
      and not exists (select from subscription s where s.tenant_id = u.tenant_id and s.purchaser_id is not null and s.sku_id = a.sku_id)
    group by u.tenant_id, u.id having not bool_or(a.source <> ${DIRECT})
    order by count(distinct a.sku_id) desc, u.id offset ${place} limit 1`);
  return must(found?.id, 'somebody with a direct license');
}

/** Somebody whose licenses have all been taken a moment ago. */
async function loser(server: ConsoleServer): Promise<string> {
  const id = await holder(server, 1);
  const result = await changeLicenses(
    server.context,
    {
      kind: 'unassign',
      groups: [{ change: { kind: 'removeAll' }, people: { kind: 'ids', userIds: [id] } }],
      selection: { by: 'list', count: 1 },
      unmatched: [],
    },
    { keepGoing: false },
  );
  if (result.kind !== 'applied') throw new Error(`Not applied: ${JSON.stringify(result)}`);
  return id;
}

const DIRECT = '00000000-0000-0000-0000-000000000000';
