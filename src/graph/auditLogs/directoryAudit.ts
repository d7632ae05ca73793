import type { Catalog } from '../../domain/commerce/catalog.ts';
import type { DirectoryAuditEntry } from '../../queries/audit.ts';
import { auditActivity } from '../../queries/audit-activities.ts';

export const DIRECTORY_AUDIT_PROPERTIES = [
  'id',
  'category',
  'correlationId',
  'result',
  'resultReason',
  'activityDisplayName',
  'activityDateTime',
  'loggedByService',
  'operationType',
  'initiatedBy',
  'targetResources',
  'additionalDetails',
];

const NO_REQUEST = '00000000-0000-0000-0000-000000000000';

/** The id of an entry on the wire. Its last part is the number in the log. */
export function directoryAuditId({ requestId, id }: Pick<DirectoryAuditEntry, 'requestId' | 'id'>): string {
  return `Directory_${requestId ?? NO_REQUEST}_SEATW_${id}`;
}

/** The number in an id; undefined where it is none of ours. */
export function numberInId(id: string): number | undefined {
  const [, number] = /^Directory_[0-9a-f-]{36}_SEATW_(\d{1,15})$/i.exec(id) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** An entry of the log as Graph's directoryAudit. What Graph has no place for stands in additionalDetails. */
export function directoryAuditOf(
  entry: DirectoryAuditEntry,
  tenantId: string,
  catalog: Catalog,
): Record<string, unknown> {
  const { activity, targetType, targetId, targetName, targetUserName } = entry;
  return {
    id: directoryAuditId(entry),
    category: auditActivity(activity).category,
    correlationId: entry.requestId ?? NO_REQUEST,
    result: 'success',
    resultReason: '',
    activityDisplayName: activity,
    // Audits have seven decimals.
    activityDateTime: entry.at.toISOString().replace('Z', '0000Z'),
    loggedByService: 'Core Directory',
    operationType: auditActivity(activity).operationType,
    initiatedBy: initiatorOf(entry),
    targetResources: [
      {
        id: targetId,
        displayName: targetName,
        type: TYPES[targetType] ?? targetType,
        userPrincipalName: targetUserName,
        groupType: null,
        modifiedProperties: modifiedPropertiesOf(entry, tenantId, catalog),
      },
    ],
    additionalDetails: [
      { key: 'Number', value: String(entry.id) },
      { key: 'Hash', value: entry.hash },
      { key: 'Channel', value: entry.channel },
      ...(entry.operationId === null ? [] : [{ key: 'Operation', value: String(entry.operationId) }]),
    ],
  };
}

const TYPES: Readonly<Record<string, string>> = { Tenant: 'Directory', Organization: 'Directory', Operation: 'Other' };

function initiatorOf({ actorIsApp, actorId, actorName, actorUserName, after }: DirectoryAuditEntry) {
  if (actorIsApp) {
    const app = { appId: actorId, displayName: actorName, servicePrincipalId: actorId, servicePrincipalName: null };
    return { user: null, app };
  }
  const { address } = fieldsIn(after);
  const ipAddress = typeof address === 'string' ? address : null;
  return { user: { id: actorId, displayName: actorName, userPrincipalName: actorUserName, ipAddress }, app: null };
}

interface ModifiedProperty {
  readonly displayName: string;
  /** JSON as text; null where there is none. */
  readonly oldValue: string | null;
  readonly newValue: string | null;
}

function modifiedPropertiesOf(
  { activity, before, after }: DirectoryAuditEntry,
  tenantId: string,
  catalog: Catalog,
): ModifiedProperty[] {
  if (activity === 'Change user license') {
    const value = (licenses: unknown) =>
      JSON.stringify(licensesIn(licenses).map((one) => licenseText(one, tenantId, catalog)));
    return [
      { displayName: 'AssignedLicense', oldValue: value(before), newValue: value(after) },
      included(['AssignedLicense']),
    ];
  }
  const [was, is] = [fieldsIn(before), fieldsIn(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (name) => JSON.stringify(was[name] ?? null) !== JSON.stringify(is[name] ?? null),
  );
  if (names.length === 0) return [];
  const value = (one: unknown) => (one === null || one === undefined ? '[]' : JSON.stringify([one].flat()));
  const wireName = (name: string) => WIRE_NAMES[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return [
    ...names.map((name) => ({ displayName: wireName(name), oldValue: value(was[name]), newValue: value(is[name]) })),
    included(names.map(wireName)),
  ];
}

const WIRE_NAMES: Readonly<Record<string, string>> = { role: 'Role.DisplayName', roleId: 'Role.TemplateId' };

function included(names: readonly string[]): ModifiedProperty {
  return { displayName: 'Included Updated Properties', oldValue: null, newValue: JSON.stringify(names.join(', ')) };
}

interface License {
  readonly skuId: string;
  readonly disabledPlans: readonly string[];
}

/** As the directory writes a license down in its log. */
function licenseText({ skuId, disabledPlans }: License, tenantId: string, catalog: Catalog): string {
  const name = catalog.products.get(skuId)?.partNumber ?? '';
  return `[SkuName=${name}, AccountId=${tenantId}, SkuId=${skuId}, DisabledPlans=[${disabledPlans.join(', ')}]]`;
}

function licensesIn(value: unknown): License[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one) =>
    typeof one?.skuId === 'string' ? [{ skuId: one.skuId, disabledPlans: [one.disabledPlans ?? []].flat() }] : [],
  );
}

function fieldsIn(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
