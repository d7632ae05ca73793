import { createHash } from 'node:crypto';
import { guidOf } from '../../base/id.ts';
import type { SubscriptionState } from '../../domain/commerce/seats.ts';
import { LIST_FIELDS, TEXT_FIELDS } from '../../domain/directory/user-fields.ts';
import type { ImportedUser } from '../../domain/directory/user-row.ts';
import { DIRECT, normalPlans } from '../../domain/licensing/profile.ts';
import type { StagedGroup, StagedGroupLicense, StagedPath, StagedSubscription } from '../../store/tenant-import.ts';
import type { GraphGroup, GraphSubscribedSku, GraphSubscription, GraphUser } from './graph-objects.ts';

/** A user of Graph as an imported person. What is null or was not asked for says nothing. */
export function importedUserOf(user: GraphUser, line: number, paths: readonly StagedPath[]): ImportedUser {
  const fields = [...Object.keys(TEXT_FIELDS), ...Object.keys(LIST_FIELDS), ...OTHER_FIELDS] as (keyof GraphUser)[];
  const known = fields.filter((field) => user[field] !== null && user[field] !== undefined);
  const held = paths.filter(({ state }) => state === 'Active' || state === 'ActiveWithError');
  return {
    ...Object.fromEntries(known.map((field) => [field, user[field]])),
    ...(user.manager?.id ? { manager: user.manager.id } : {}),
    line,
    id: user.id,
    userPrincipalName: user.userPrincipalName,
    skuIds: [...new Set(held.map(({ sku_id }) => sku_id))],
  };
}

const OTHER_FIELDS = ['proxyAddresses', 'accountEnabled', 'onPremisesSyncEnabled', 'createdDateTime'];

/** Every path on which a user has a product. A product without a known path counts as assigned directly. */
export function pathsOf(user: GraphUser, line: number): StagedPath[] {
  const states = user.licenseAssignmentStates ?? [];
  const paths = states.map(
    (path): StagedPath => ({
      line,
      sku_id: path.skuId,
      source: path.assignedByGroup || DIRECT,
      disabled_plans: normalPlans(path.disabledPlans ?? []),
      state: path.state,
      error: path.error || 'None',
      updated_at: path.lastUpdatedDateTime ?? null,
    }),
  );
  const untold = (user.assignedLicenses ?? []).filter(({ skuId }) => !states.some((path) => path.skuId === skuId));
  for (const { skuId, disabledPlans } of untold) {
    const disabled_plans = normalPlans(disabledPlans ?? []);
    paths.push({
      line,
      sku_id: skuId,
      source: DIRECT,
      disabled_plans,
      state: 'Active',
      error: 'None',
      updated_at: null,
    });
  }
  return [...new Map(paths.map((path) => [`${path.sku_id} ${path.source}`, path])).values()];
}

/** A group of Graph, without its licenses and members. */
export function groupRowOf(group: GraphGroup): StagedGroup {
  return {
    id: group.id,
    display_name: group.displayName,
    description: group.description ?? null,
    mail: group.mail ?? null,
    mail_nickname: group.mailNickname ?? null,
    mail_enabled: group.mailEnabled ?? null,
    security_enabled: group.securityEnabled ?? null,
    group_types: group.groupTypes ?? null,
    membership_rule: group.membershipRule ?? null,
    created_at: group.createdDateTime ?? null,
  };
}

/** The licenses of a group of Graph. */
export function groupLicensesOf(group: GraphGroup): StagedGroupLicense[] {
  const rows = (group.assignedLicenses ?? []).map(({ skuId, disabledPlans }) => ({
    group_id: group.id,
    sku_id: skuId,
    disabled_plans: normalPlans(disabledPlans ?? []),
  }));
  return [...new Map(rows.map((row) => [row.sku_id, row])).values()];
}

const STATE_OF_STATUS = {
  Enabled: 'active',
  Warning: 'expired',
  Suspended: 'disabled',
  LockedOut: 'disabled',
  Deleted: 'deleted',
} as const satisfies Record<GraphSubscription['status'], SubscriptionState>;

/** A subscription of Graph (`directory/subscriptions`). */
export function subscriptionRowOf(subscription: GraphSubscription): StagedSubscription {
  const isTrial = subscription.isTrial ?? false;
  const isOwn = subscription.ownerType === 'User';
  return {
    id: subscription.id,
    sku_id: subscription.skuId,
    quantity: subscription.totalLicenses,
    state: STATE_OF_STATUS[subscription.status],
    channel: channelOf(isOwn, isTrial, (subscription.ownerTenantId ?? null) !== null),
    is_trial: isTrial,
    purchaser_id: isOwn ? (subscription.ownerId ?? null) : null,
    starts_at: subscription.createdDateTime ?? null,
    ends_at: presentDate(subscription.nextLifecycleDateTime),
  };
}

function channelOf(isOwn: boolean, isTrial: boolean, isByPartner: boolean): StagedSubscription['channel'] {
  if (isOwn) return isTrial ? 'selfServiceTrial' : 'selfServicePurchase';
  return isByPartner ? 'reseller' : 'direct';
}

/** Graph writes year 1 for "never". */
function presentDate(date: string | null | undefined): string | null {
  return date && !date.startsWith('0001') ? date : null;
}

/**
 * The subscriptions behind a product of `subscribedSkus`, as far as it tells: its one subscription where there is one
 * in one state, else one a state. Ids are always the same for the same product, so that importing again adds none.
 */
export function subscriptionRowsOf(sku: GraphSubscribedSku, tenantId: string): StagedSubscription[] {
  const { enabled, warning, suspended, lockedOut } = sku.prepaidUnits ?? {};
  const byState: [SubscriptionState, number][] = [
    ['active', enabled ?? 0],
    ['expired', warning ?? 0],
    ['disabled', (suspended ?? 0) + (lockedOut ?? 0)],
  ];
  const used = byState.filter(([, quantity]) => quantity > 0);
  const only = used.length === 1 && sku.subscriptionIds?.length === 1 ? sku.subscriptionIds[0] : undefined;
  const states: [SubscriptionState, number][] = used.length > 0 ? used : [['deleted', 0]];
  return states.map(([state, quantity]) => ({
    id: only ?? derivedId(`${tenantId} ${sku.skuId} ${state}`),
    sku_id: sku.skuId,
    quantity,
    state,
    channel: 'imported',
    is_trial: false,
    purchaser_id: null,
    starts_at: null,
    ends_at: null,
  }));
}

/** A GUID that the same text always gives (RFC 9562, version 8). */
function derivedId(text: string): string {
  const bytes = new Uint8Array(createHash('sha256').update(text).digest().subarray(0, 16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return guidOf(bytes);
}
