import type { Page } from 'playwright-core';
import { newId } from '../../../src/base/id.ts';
import { sql } from '../../../src/base/sql.ts';
import { decideApproval } from '../../../src/store/approvals.ts';
import type { ConsoleServer } from '../../support/console.ts';
import { M365_E3, planned, taken, waiting } from '../../support/operations.ts';
import type { Catalog, State } from './state.ts';

const SOMEBODY = { id: newId(), name: 'Nadia Bélanger' };

/** Operations, one operation, undo, approvals. */
export const OPERATIONS_STATES: readonly State[] = [
  {
    name: 'operations',
    path: async ({ context }) => {
      await taken(context, 2, 'INC-4711');
      await taken({ ...context, channel: 'graph' }, 1);
      return '/operations';
    },
    inside: true,
    ready: (texts) => texts.operations.channel.graph,
  },
  {
    name: 'operations-none',
    path: '/operations?by=nobody-at-all',
    inside: true,
    ready: (texts) => texts.operations.noneHint,
  },
  {
    name: 'operations-failed',
    path: '/operations?kind=swap',
    inside: true,
    act: async (page, texts) => {
      const error = { status: 400, code: 'internal', message: 'The disk is full.' };
      await page.route('**/api/operations?*', (route) => route.fulfill({ status: 400, json: { error } }));
      await page.reload();
      await page.getByRole('button', { name: texts.state.retry }).waitFor();
      await page.unroute('**/api/operations?*');
    },
    ready: (texts) => texts.state.retry,
  },
  {
    name: 'operation',
    path: async ({ context }) => `/operations/${(await taken(context, 2, 'INC-4712')).id}`,
    inside: true,
    act: async (page, texts) => page.getByText(texts.operations.results).waitFor(),
    ready: (texts) => texts.undo.changedSince,
  },
  {
    name: 'operation-plan',
    path: async ({ context }) => `/operations/${(await planned(context, 2)).id}`,
    inside: true,
    ready: (texts) => texts.plan.hint,
  },
  {
    name: 'operation-plan-waits',
    path: async ({ context }) => `/operations/${(await waiting(context, SOMEBODY)).id}`,
    inside: true,
    ready: (texts) => texts.plan.waits,
  },
  { name: 'operation-gone', path: '/operations/987654321', inside: true, ready: (texts) => texts.operations.goneHint },
  {
    name: 'undo-box',
    path: async ({ context }) => `/operations/${(await taken(context, 2)).id}`,
    inside: true,
    act: async (page, texts) => {
      await page.getByRole('button', { name: texts.undo.action }).click();
      await page.getByRole('dialog').getByText(texts.foresight.totals).waitFor();
    },
    ready: (texts) => texts.foresight.totals,
  },
  {
    name: 'approvals',
    path: async (server) => {
      await decided(server, 'approved', null);
      await decided(server, 'rejected', 'Half of them are on parental leave.');
      await waiting(server.context, SOMEBODY);
      return '/approvals';
    },
    inside: true,
    act: async (page, texts) => page.getByText(texts.approvals.rejected).first().waitFor(),
    ready: (texts) => texts.approvals.waiting,
  },
  {
    name: 'approvals-reject',
    path: '/approvals',
    inside: true,
    act: (page, texts) =>
      page
        .getByRole('button', { name: new RegExp(`^${texts.approvals.reject}`) })
        .first()
        .click(),
    ready: (texts) => texts.approvals.reasonHint,
  },
  {
    name: 'approvals-none',
    path: '/approvals#none',
    inside: true,
    act: async (page: Page, texts: Catalog) => {
      await page.route('**/api/approvals?*', (route) => route.fulfill({ json: { value: [] } }));
      await page.reload();
      await page.getByText(texts.approvals.noneHint).waitFor();
      await page.unroute('**/api/approvals?*');
    },
    ready: (texts) => texts.approvals.noneDecided,
  },
  {
    name: 'audit',
    path: '/audit',
    inside: true,
    act: async (page, texts) => {
      await page.getByRole('button', { name: texts.auditLog.verify }).click();
      await page.getByText(texts.auditLog.whole_other.split('{{')[0] ?? '').waitFor();
    },
    ready: (texts) => texts.auditLog.what,
  },
  { name: 'audit-none', path: '/audit?actor=nobody-at-all', inside: true, ready: (texts) => texts.auditLog.noneHint },
  {
    name: 'history-product',
    path: `/licenses/${M365_E3}?tab=history`,
    inside: true,
    ready: (texts) => texts.history.all,
  },
  {
    name: 'history-person',
    path: async ({ context }) => {
      const { people } = await taken(context, 1);
      return `/users?user=${people[0]?.id}&tab=history`;
    },
    inside: true,
    ready: (texts) => texts.history.all,
  },
];

async function decided(
  { context }: ConsoleServer,
  decision: 'approved' | 'rejected',
  reason: string | null,
): Promise<void> {
  const { db, tenant } = context;
  const { approval } = await waiting(context, SOMEBODY);
  await decideApproval(db, tenant.tenantId, approval, decision, { id: newId(), name: 'Tomás Ferreira' }, reason);
  if (decision === 'approved')
    await db.query(sql`update approval set used_at = now() where tenant_id = ${tenant.tenantId} and id = ${approval}`);
}
