import { newId } from '../../base/id.ts';
import { sql } from '../../base/sql.ts';
import { releaseOf } from '../../domain/compliance/holds.ts';
import {
  holds,
  type PolicyFault,
  policyFault,
  type RetentionPolicyFields,
} from '../../domain/compliance/retention-policy.ts';
import { auditChange } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { lockForMany } from '../../store/lock.ts';
import {
  findPolicy,
  isPolicyNameTaken,
  removePolicy,
  type StoredPolicy,
  writePolicy,
} from '../../store/retention-policies.ts';
import { readPeopleToHold } from '../../workloads/exchange/hold-facts.ts';
import { followPolicy } from '../../workloads/exchange/holds.ts';
import { type Context, originOf } from '../context.ts';
import { type HoldRefusal, refuseHolds } from './hold-refusal.ts';

export type PolicyRefusal =
  | PolicyFault
  | { readonly reason: 'unknownPolicy' }
  | { readonly reason: 'nameTaken' }
  | { readonly reason: 'unknownPeople'; readonly people: readonly string[] }
  /** People who are named and can't be put on hold. Nothing was changed. */
  | { readonly reason: 'notHoldable'; readonly refused: readonly HoldRefusal[] };

/** What a policy does to mailboxes from now on. */
export interface PolicyEffect {
  readonly policyId: string;
  /** Mailboxes that it holds and did not before. */
  readonly placed: number;
  /** Mailboxes that it no longer holds. */
  readonly lifted: number;
  /** Of these, how many nothing else holds, and until when they count as held all the same (milliseconds). */
  readonly delayed: number;
  readonly delayUntil: number;
}

/** Makes a retention policy. It holds at once, for everyone also whoever gets a mailbox later. */
export async function createPolicy(
  context: Context,
  fields: RetentionPolicyFields,
): Promise<PolicyRefusal | PolicyEffect> {
  return context.db.transaction(async (tx) => {
    await lockForMany(tx, context.tenant.tenantId);
    return setPolicy(tx, context, undefined, { id: newId(), ...fields });
  });
}

/** Changes a retention policy. Whom it no longer covers is released with the days of the delay. */
export async function changePolicy(
  context: Context,
  id: string,
  change: Partial<RetentionPolicyFields>,
): Promise<PolicyRefusal | PolicyEffect> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    await lockForMany(tx, tenantId);
    const before = await findPolicy(tx, tenantId, id);
    if (!before) return { reason: 'unknownPolicy' };
    return setPolicy(tx, context, before, { ...before, ...change });
  });
}

/** Removes a retention policy and lifts its holds. */
export async function deletePolicy(context: Context, id: string): Promise<PolicyRefusal | PolicyEffect> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    await lockForMany(tx, tenantId);
    const before = await findPolicy(tx, tenantId, id);
    if (!before) return { reason: 'unknownPolicy' };
    await removePolicy(tx, tenantId, id);
    const effect = await follow(tx, context, id);
    await audit(tx, context, 'Delete retention policy', before, { before, after: { lifted: effect.lifted } });
    return effect;
  });
}

async function setPolicy(
  tx: Database,
  context: Context,
  before: StoredPolicy | undefined,
  policy: StoredPolicy,
): Promise<PolicyRefusal | PolicyEffect> {
  const { tenantId } = context.tenant;
  const after = { ...policy, people: [...new Set(policy.people)].sort() };
  const refusal = policyFault(after) ?? (await refuse(tx, context, before, after));
  if (refusal) return refusal;
  await writePolicy(tx, tenantId, after, { by: context.principal.name, at: new Date(context.now) });
  const effect = await follow(tx, context, after.id);
  const { placed, lifted } = effect;
  await (before
    ? audit(tx, context, 'Update retention policy', after, { before, after: { ...after, placed, lifted } })
    : audit(tx, context, 'Add retention policy', after, { after: { ...after, placed } }));
  return effect;
}

async function refuse(
  tx: Database,
  { tenant }: Context,
  before: StoredPolicy | undefined,
  after: StoredPolicy,
): Promise<PolicyRefusal | undefined> {
  const { tenantId } = tenant;
  if (await isPolicyNameTaken(tx, tenantId, after.displayName, after.id)) return { reason: 'nameTaken' };
  const named = sql`select distinct unnest(${after.people}::uuid[]) as user_id`;
  const people = await readPeopleToHold(tx, tenantId, named);
  const unknown = after.people.filter((id) => !people.some(({ userId }) => userId === id));
  if (unknown.length > 0) return { reason: 'unknownPeople', people: unknown };
  if (after.everyone || !holds(after)) return undefined;
  // Whoever was covered stays so: what has become of them since is no reason.
  const wasNamed = before && !before.everyone && holds(before) ? before.people : [];
  const refused = await refuseHolds(
    tx,
    people.filter(({ userId }) => !wasNamed.includes(userId)),
    'policy',
  );
  return refused.length > 0 ? { reason: 'notHoldable', refused } : undefined;
}

async function follow(tx: Database, { tenant, now }: Context, policyId: string): Promise<PolicyEffect> {
  const { delayUntil } = releaseOf('active', now, tenant.settings);
  const { placed, lifted, delayed } = await followPolicy(
    tx,
    tenant.tenantId,
    policyId,
    new Date(now),
    new Date(delayUntil),
  );
  return { policyId, placed, lifted, delayed: delayed.length, delayUntil };
}

async function audit(
  tx: Database,
  context: Context,
  activity: 'Add retention policy' | 'Update retention policy' | 'Delete retention policy',
  { id, displayName }: StoredPolicy,
  values: { readonly before?: unknown; readonly after?: unknown },
): Promise<void> {
  const change = { activity, targetType: 'Policy', targetId: id, targetName: displayName, ...values };
  await auditChange(tx, context.tenant.tenantId, change, originOf(context));
}
