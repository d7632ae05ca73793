import type { ImportedUser } from '../../domain/directory/user-row.ts';
import type { Database } from '../../store/database.ts';
import { stageUsers } from '../../store/staged-users.ts';
import { type StagedRows, stageRows } from '../../store/tenant-import.ts';
import {
  type Checked,
  checkDomain,
  checkGroup,
  checkMember,
  checkOrganization,
  checkSubscribedSku,
  checkSubscription,
  checkUser,
  type GraphGroup,
  type GraphOrganization,
  type GraphSubscribedSku,
  type GraphUser,
  type ObjectRefusal,
} from './graph-objects.ts';
import { type FolderRefusal, readObjects, type TenantFile, type TenantFileKind } from './read-tenant-folder.ts';
import {
  groupLicensesOf,
  groupRowOf,
  importedUserOf,
  pathsOf,
  subscriptionRowOf,
  subscriptionRowsOf,
} from './tenant-rows.ts';

/** An object that is not taken. */
export type RefusedObject = { readonly file: string; readonly id: string | null } & (
  | Exclude<ObjectRefusal, { reason: 'deletedObject' }>
  /** Two people have the same user principal name, or somebody else here keeps it. */
  | { readonly reason: 'userPrincipalNameTaken' }
  /** The person was deleted here; a restore would bring them back, an import does not. */
  | { readonly reason: 'deletedPerson' }
);

/** What the files of a folder say, as far as it does not wait in the stage. */
export interface StagedTenant {
  readonly organization: GraphOrganization | null;
  readonly domains: readonly string[];
  readonly skus: readonly GraphSubscribedSku[];
  readonly refused: readonly RefusedObject[];
  /** Deleted objects, and objects that stood on an earlier page too. */
  readonly deleted: number;
  readonly repeated: number;
  /** The file on which a person of the stage stands, by line. */
  fileOf(line: number): string;
}

export interface TenantProgress {
  readonly step: 'reading' | 'writing';
  readonly file: string | null;
  readonly objects: number;
}

/** Subscriptions come before products, which tell less about them. */
const ORDER: readonly TenantFileKind[] = [
  'organization',
  'domains',
  'subscriptions',
  'subscribedSkus',
  'groups',
  'users',
  'members',
];
/** Rows are written so many at a time. */
const BATCH = 2_000;

/** Reads the files of a folder into the stages, which must be open. */
export async function stageTenant(
  tx: Database,
  tenantId: string,
  files: readonly TenantFile[],
  onProgress: (progress: TenantProgress) => void,
): Promise<StagedTenant | FolderRefusal> {
  const reader = tenantReader(tenantId);
  let objects = 0;
  let flushed = Promise.resolve();
  for (const kind of ORDER) {
    for (const file of files.filter((candidate) => candidate.kind === kind)) {
      for await (const part of readObjects(file)) {
        if ('refusal' in part) return part.refusal;
        for (const object of part.objects) {
          reader.take(file, object);
          if (reader.waiting() < BATCH) continue;
          // The database takes a batch while the next one is read.
          await flushed;
          flushed = flush(tx, reader.takeWaiting());
          flushed.catch(() => {});
        }
        objects += part.objects.length;
        onProgress({ step: 'reading', file: file.name, objects });
      }
    }
  }
  await flushed;
  await flush(tx, reader.takeWaiting());
  return reader.staged();
}

interface Waiting extends StagedRows {
  readonly users: ImportedUser[];
}

async function flush(tx: Database, waiting: Waiting): Promise<void> {
  const { users, ...rows } = waiting;
  await stageUsers(tx, users);
  for (const table of Object.keys(rows) as (keyof StagedRows)[]) await stageRows(tx, table, rows[table]);
}

function nothingWaiting(): Waiting {
  return {
    users: [],
    import_path: [],
    import_group: [],
    import_group_license: [],
    import_member: [],
    import_subscription: [],
  };
}

interface TenantReader {
  /** Checks an object of a file and puts what it says to the rows that wait for the stage, or to what is told. */
  take(file: TenantFile, object: unknown): void;
  waiting(): number;
  takeWaiting(): Waiting;
  staged(): StagedTenant;
}

function tenantReader(tenantId: string): TenantReader {
  let rows = nothingWaiting();
  let lines = 0;
  let organization: GraphOrganization | null = null;
  const domains: string[] = [];
  const skus: GraphSubscribedSku[] = [];
  const told = { refused: [] as RefusedObject[], deleted: 0, repeated: 0 };
  const places: { readonly file: string; readonly firstLine: number }[] = [];
  const seen = new Set<string>();
  const names = new Set<string>();
  const subscribed = new Set<string>();

  const sound = <T>(file: TenantFile, checked: Checked<T>): T | undefined => {
    if ('value' in checked) return checked.value;
    const { refusal, id } = checked;
    if (refusal.reason === 'deletedObject') told.deleted += 1;
    else told.refused.push({ file: file.name, id, ...refusal });
    return undefined;
  };

  /** The object, if it is sound and stood on no page before. */
  const fresh = <T>(file: TenantFile, checked: Checked<T>, keyOf: (value: T) => string): T | undefined => {
    const value = sound(file, checked);
    if (value === undefined) return undefined;
    const key = `${file.kind} ${keyOf(value)}`;
    if (seen.has(key)) {
      told.repeated += 1;
      return undefined;
    }
    seen.add(key);
    return value;
  };

  const takeUser = (file: TenantFile, user: GraphUser): void => {
    const name = user.userPrincipalName.toLowerCase();
    if (names.has(name)) {
      told.refused.push({ file: file.name, id: user.id, reason: 'userPrincipalNameTaken' });
      return;
    }
    names.add(name);
    lines += 1;
    if (places.at(-1)?.file !== file.name) places.push({ file: file.name, firstLine: lines });
    const paths = pathsOf(user, lines);
    rows.users.push(importedUserOf(user, lines, paths));
    rows.import_path.push(...paths);
  };

  const takeGroup = (group: GraphGroup): void => {
    rows.import_group.push(groupRowOf(group));
    rows.import_group_license.push(...groupLicensesOf(group));
    for (const { id } of group.members ?? []) rows.import_member.push({ group_id: group.id, user_id: id });
  };

  const takeSku = (sku: GraphSubscribedSku): void => {
    skus.push(sku);
    if (!subscribed.has(sku.skuId)) rows.import_subscription.push(...subscriptionRowsOf(sku, tenantId));
  };

  const take: Record<TenantFileKind, (file: TenantFile, object: unknown) => void> = {
    organization: (file, object) => {
      organization ??= fresh(file, checkOrganization(object), ({ id }) => id) ?? null;
    },
    domains: (file, object) => {
      const domain = fresh(file, checkDomain(object), ({ id }) => id);
      if (domain && domain.isVerified !== false) domains.push(domain.id);
    },
    subscriptions: (file, object) => {
      const subscription = fresh(file, checkSubscription(object), ({ id }) => id);
      if (!subscription) return;
      subscribed.add(subscription.skuId);
      rows.import_subscription.push(subscriptionRowOf(subscription));
    },
    subscribedSkus: (file, object) => {
      const sku = fresh(file, checkSubscribedSku(object), ({ skuId }) => skuId);
      if (sku) takeSku(sku);
    },
    groups: (file, object) => {
      const group = fresh(file, checkGroup(object), ({ id }) => id);
      if (group) takeGroup(group);
    },
    users: (file, object) => {
      const user = fresh(file, checkUser(object), ({ id }) => id);
      if (user) takeUser(file, user);
    },
    members: (file, object) => {
      const member = sound(file, checkMember(object));
      const groupId = file.groupId ?? member?.groupId;
      if (!member) return;
      if (groupId) rows.import_member.push({ group_id: groupId, user_id: member.id });
      else told.refused.push({ file: file.name, id: member.id, reason: 'invalidProperty', property: 'groupId' });
    },
  };

  return {
    take: (file, object) => take[file.kind](file, object),
    waiting: () => Object.values(rows).reduce((most, { length }) => Math.max(most, length), 0),
    takeWaiting: () => {
      const taken = rows;
      rows = nothingWaiting();
      return taken;
    },
    staged: () => ({
      ...told,
      organization,
      domains: [...domains, ...(organization?.verifiedDomains ?? []).map(({ name }) => name)],
      skus,
      fileOf: (line) => places.findLast(({ firstLine }) => firstLine <= line)?.file ?? '',
    }),
  };
}
