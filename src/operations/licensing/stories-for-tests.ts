import type { TestTenant } from '../../../tests/support/tenant.ts';
import { rawSql, sql } from '../../base/sql.ts';
import type { Change } from '../../domain/licensing/change.ts';
import { DIRECT } from '../../domain/licensing/profile.ts';
import { readOperation, readOperationPeople } from '../../queries/operations.ts';
import { type ApplyResult, applyPlan, changeLicenses, planLicenses } from './change-licenses.ts';
import type { LicenseRequest } from './request.ts';
import { type UndoRequest, undoRequest } from './undo.ts';

/** A change for people who are named, in that order. */
export function requestFor(
  change: Change,
  userIds: readonly string[],
  rest: Partial<LicenseRequest> = {},
): LicenseRequest {
  return {
    kind: 'change',
    groups: [{ change, people: { kind: 'ids', userIds } }],
    selection: { by: 'list', count: userIds.length },
    unmatched: [],
    ...rest,
  };
}

export function give(skuId: string, ...disabledPlans: string[]): Change {
  return { kind: 'change', add: [{ skuId, disabledPlans }], remove: [] };
}

export function take(...remove: string[]): Change {
  return { kind: 'change', add: [], remove };
}

/** Plans and applies at once; all or nothing unless told to keep going. */
export function change(
  there: TestTenant,
  wanted: Change,
  userIds: readonly string[],
  { keepGoing = false } = {},
): Promise<ApplyResult> {
  return changeLicenses(there.context, requestFor(wanted, userIds), { keepGoing });
}

/** Like `change`, when it is only the way to where the story begins. Gives the operation's number. */
export async function changed(there: TestTenant, wanted: Change, userIds: readonly string[]): Promise<number> {
  return operationOf(await change(there, wanted, userIds));
}

/** The number of an operation that was applied; an exception when it was not. */
export function operationOf(result: ApplyResult): number {
  if (result.kind !== 'applied') throw new Error(`Not applied: ${JSON.stringify(result)}`);
  return result.plan.operationId;
}

/** The request that undoes an operation; an exception where there is none. */
export async function undoOf(
  there: TestTenant,
  operationId: number,
): Promise<Extract<UndoRequest, { kind: 'request' }>> {
  const undo = await undoRequest(there.context, operationId);
  if (undo.kind !== 'request') throw new Error(`No undo: ${JSON.stringify(undo)}`);
  return undo;
}

/** Plans the undo of an operation and applies that plan, as people do. */
export async function undo(there: TestTenant, operationId: number, { keepGoing = false } = {}): Promise<ApplyResult> {
  const { request } = await undoOf(there, operationId);
  const plan = await planLicenses(there.context, request);
  return applyPlan(there.context, plan.operationId, plan.digest, { keepGoing });
}

/** What somebody has on the direct path: products with the plans that are off. */
export async function direct(there: TestTenant, userId: string): Promise<Record<string, string[]>> {
  const rows = await there.db.query<{ skuId: string; disabledPlans: string[] }>(sql`
    select sku_id as "skuId", disabled_plans::text[] as "disabledPlans" from assignment
    where tenant_id = ${there.tenant.tenantId} and user_id = ${userId} and source = ${DIRECT} order by sku_id`);
  return Object.fromEntries(rows.map(({ skuId, disabledPlans }) => [skuId, disabledPlans]));
}

/** How many seats of a product are taken. */
export async function consumed(there: TestTenant, skuId: string): Promise<number | undefined> {
  const [row] = await there.db.query<{ consumed: number }>(sql`
    select consumed from subscribed_sku where tenant_id = ${there.tenant.tenantId} and sku_id = ${skuId}`);
  return row?.consumed;
}

/** What becomes due for somebody, and when. */
export async function deadlines(there: TestTenant, userId: string): Promise<Record<string, number>> {
  const rows = await there.db.query<{ kind: string; dueAt: Date }>(sql`
    select kind, due_at as "dueAt" from deadline where tenant_id = ${there.tenant.tenantId} and subject_id = ${userId} order by kind`);
  return Object.fromEntries(rows.map(({ kind, dueAt }) => [kind, dueAt.getTime()]));
}

/** The status of an operation; undefined where there is none. */
export async function status(there: TestTenant, operationId: number): Promise<string | undefined> {
  return (await readOperation(there.db, there.tenant.tenantId, operationId))?.status;
}

/** The people of an operation by what happens to them, in order of selection. */
export async function peopleOf(there: TestTenant, operationId: number): Promise<[string | null, string][]> {
  const page = { after: 0, top: 1000, result: null };
  const people = await readOperationPeople(there.db, there.tenant.tenantId, operationId, page);
  return people.map(({ displayName, result, shortOf }) => [displayName, shortOf === null ? result : 'short']);
}

/** Takes seats away from outside, as when a subscription is not renewed in full: below what is in use, too. */
export async function loseSeats(there: TestTenant, skuId: string, enabled: number): Promise<void> {
  await there.db.query(sql`
    update subscribed_sku set enabled = ${enabled} where tenant_id = ${there.tenant.tenantId} and sku_id = ${skuId}`);
}

/** Makes all seats of a product a purchase that somebody made for themselves. */
export async function boughtByThemselves(there: TestTenant, skuId: string, userId: string): Promise<void> {
  await there.db.query(sql`
    update subscription set purchaser_id = ${userId}, channel = 'selfServicePurchase'
    where tenant_id = ${there.tenant.tenantId} and sku_id = ${skuId}`);
}

const TABLES = [
  ...['users', 'groups', 'group_member', 'group_license', 'subscription', 'subscribed_sku', 'assignment', 'holding'],
  ...['operation', 'operation_person', 'operation_profile', 'operation_sku', 'audit_entry', 'deadline'],
  ...[
    'mailbox',
    'mailbox_hold',
    'mail_folder',
    'message',
    'drive',
    'drive_access',
    'drive_item',
    'upload_session',
    'upload_piece',
    'content',
    'content_chunk',
  ],
  ...['retention_policy', 'retention_policy_person', 'ediscovery_case', 'ediscovery_member', 'ediscovery_custodian'],
  ...['ediscovery_search', 'ediscovery_operation'],
];

/** Makes the tenant as empty as it was, for the next story. */
export async function forget({ db, tenant }: TestTenant): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(rawSql(`set local seatwise.audit_retention = 'on'`));
    for (const table of TABLES) {
      await tx.query(sql`delete from ${rawSql(table)} where tenant_id = ${tenant.tenantId}`);
    }
    await tx.query(sql`update audit_chain set last_id = 0, cut_id = 0, last_hash = decode(repeat('00', 32), 'hex'),
      cut_hash = decode(repeat('00', 32), 'hex') where tenant_id = ${tenant.tenantId}`);
  });
}
