import type { Client, Progress } from './client.ts';

/** What of an account can be read and changed. */
export interface UserAccount {
  readonly id: string;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly userPrincipalName: string;
  readonly mail: string | null;
  readonly department: string | null;
  readonly jobTitle: string | null;
  readonly companyName: string | null;
  readonly officeLocation: string | null;
  readonly businessPhone: string | null;
  readonly mobilePhone: string | null;
  readonly city: string | null;
  readonly usageLocation: string | null;
  readonly accountEnabled: boolean;
  readonly userType: string;
  readonly createdDateTime: string;
  readonly onPremisesSyncEnabled: boolean | null;
}

export type AccountFields = Partial<Omit<UserAccount, 'id' | 'createdDateTime' | 'onPremisesSyncEnabled'>>;

interface NewUser extends AccountFields {
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly mailNickname: string;
  readonly passwordProfile: { readonly password: string; readonly forceChangePasswordNextSignIn: boolean };
}

/** People for whom the same follows when they are deleted, and how many of them hold each product. */
interface DeletionFate {
  readonly people: readonly { readonly id: string; readonly displayName: string }[];
  readonly licenses: readonly { readonly skuId: string; readonly name: string; readonly people: number }[];
  readonly consequences: readonly {
    readonly workload: string;
    readonly event: string;
    readonly on: string;
    readonly recoverable: boolean;
    readonly recoverableUntil: string | null;
    readonly rule: string;
    readonly text: string;
  }[];
}

/** What a deletion would do: for whom what follows, and who would not be deleted, and why. */
export interface DeletionPreview {
  readonly value: readonly DeletionFate[];
  readonly refused: readonly { readonly id: string; readonly displayName: string; readonly message: string }[];
}

export interface Deletion {
  readonly id: string;
  readonly deleted: boolean;
  readonly reason: string | null;
  /** Why not, in the reader's language. */
  readonly message: string | null;
}

export interface DeletedUser {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly department: string | null;
  readonly deletedAt: string;
  readonly restorableUntil: string;
  readonly onHold: boolean;
  readonly onPremisesSyncEnabled: boolean;
  readonly licenses: readonly { readonly skuId: string; readonly name: string; readonly direct: boolean }[];
}

interface Named {
  readonly skuId: string;
  readonly name: string;
}

export interface RestoredUser {
  readonly userId: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  /** null: it was given. */
  readonly password: string | null;
  readonly restored: readonly Named[];
  readonly lost: readonly Named[];
  readonly overAssigned: readonly (Named & { readonly by: number })[];
  readonly droppedAddresses: readonly string[];
  /** Administrator roles that hold again, by their English names. */
  readonly roles: readonly string[];
}

/** Accounts of people. All of it throws ApiError where the server refuses. */
export interface UserAccountCalls {
  read(id: string): Promise<UserAccount>;
  /** The roles of somebody, by template id. */
  roles(id: string): Promise<readonly string[]>;
  roleNames(): Promise<ReadonlyMap<string, string>>;
  update(id: string, fields: AccountFields): Promise<void>;
  create(user: NewUser): Promise<UserAccount>;
  /** Voids the password; gives a one-time link to a new one. */
  resetPassword(id: string): Promise<{ readonly link: string; readonly expiresAt: string }>;
  endSessions(id: string): Promise<void>;
  previewDeletion(ids: readonly string[]): Promise<DeletionPreview>;
  delete(ids: readonly string[], onProgress: (progress: Progress) => void): Promise<readonly Deletion[]>;
  deleted(page: { readonly after?: string; readonly search?: string; readonly top: number }): Promise<{
    readonly total: number;
    readonly value: readonly DeletedUser[];
    readonly next: string | null;
  }>;
  restore(
    id: string,
    wanted: { readonly userPrincipalName?: string; readonly password?: string },
  ): Promise<RestoredUser>;
  purge(id: string): Promise<void>;
}

const FIELDS =
  'id,displayName,givenName,surname,userPrincipalName,mail,department,jobTitle,companyName,officeLocation,businessPhones,mobilePhone,city,usageLocation,accountEnabled,userType,createdDateTime,onPremisesSyncEnabled';

/** The account calls of a server. */
export function userAccountCalls(client: Client): UserAccountCalls {
  const graph = (id: string) => `/v1.0/users/${encodeURIComponent(id)}`;
  const api = (id: string) => `/api/users/${encodeURIComponent(id)}`;
  const deleted = (id: string) => `/api/deleted-users/${encodeURIComponent(id)}`;
  return {
    read: async (id) => accountOf(await client.get<GraphAccount>(graph(id), { $select: FIELDS })),
    roles: async (id) => {
      const path = '/v1.0/roleManagement/directory/roleAssignments';
      const { value } = await client.get<{ value: { roleDefinitionId: string }[] }>(path, {
        $filter: `principalId eq '${id}'`,
      });
      return value.map(({ roleDefinitionId }) => roleDefinitionId);
    },
    roleNames: async () => {
      const path = '/v1.0/roleManagement/directory/roleDefinitions';
      const { value } = await client.get<{ value: { id: string; displayName: string }[] }>(path);
      return new Map(value.map(({ id, displayName }) => [id, displayName]));
    },
    update: (id, fields) => client.send('PATCH', graph(id), graphFieldsOf(fields)),
    create: async (user) =>
      accountOf(
        await client.send<GraphAccount>('POST', '/v1.0/users', { accountEnabled: true, ...graphFieldsOf(user) }),
      ),
    resetPassword: (id) => client.send('POST', `${api(id)}/reset-password`, {}),
    endSessions: (id) => client.send('POST', `${api(id)}/end-sessions`, {}),
    previewDeletion: (users) => client.send('POST', '/api/deletions/preview', { users }),
    delete: async (users, onProgress) =>
      (await client.send<{ value: Deletion[] }>('POST', '/api/deletions', { users }, onProgress)).value,
    deleted: (page) => client.get('/api/deleted-users', page),
    restore: (id, wanted) => client.send('POST', `${deleted(id)}/restore`, wanted),
    purge: (id) => client.send('POST', `${deleted(id)}/purge`, {}),
  };
}

type GraphAccount = Omit<UserAccount, 'businessPhone'> & { readonly businessPhones: readonly string[] };

/** Graph keeps a list of business phones, of which there may be one. */
function accountOf({ businessPhones, ...account }: GraphAccount): UserAccount {
  return { ...account, businessPhone: businessPhones[0] ?? null };
}

function graphFieldsOf({ businessPhone, ...fields }: AccountFields): object {
  return {
    ...fields,
    ...(businessPhone === undefined ? {} : { businessPhones: businessPhone === null ? [] : [businessPhone] }),
  };
}
