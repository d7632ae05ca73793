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
  const read = new TenantReader(tenantId);
  let objects = 0;
  for (const kind of ORDER) {
    for (const file of files.filter((candidate) => candidate.kind === kind)) {
      read.files.push({ name: file.name, firstLine: read.lines + 1 });
      for await (const part of readObjects(file)) {
        if ('refusal' in part) return part.refusal;
        for (const object of part.objects) {
          read.take(file, object);
          if (read.waiting() >= BATCH) await flush(tx, read);
        }
        objects += part.objects.length;
        onProgress({ step: 'reading', file: file.name, objects });
      }
    }
  }
  await flush(tx, read);
  return read;
}
