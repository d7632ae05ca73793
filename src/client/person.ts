import type { Client } from './client.ts';
import type { AssignedProduct } from './licensing.ts';

/** One path on which a person has a product: direct, or through a group. */
export interface LicensePath {
  readonly skuId: string;
  readonly partNumber: string;
  readonly name: string;
  readonly direct: boolean;
  readonly group: { readonly id: string; readonly name: string } | null;
  readonly disabledPlans: readonly { readonly planId: string; readonly name: string }[];
  readonly state: 'Active' | 'ActiveWithError' | 'Disabled' | 'Error';
  /** None, or Graph's word for what is wrong. */
  readonly error: string;
  readonly since: string;
  /** Who gave it, and with which operation, as far as anybody knows. */
  readonly by: string | null;
  readonly operationId: number | null;
}

/** The smallest action that takes a product away. */
export interface ToTakeAway {
  readonly skuId: string;
  readonly steps: readonly {
    readonly kind: 'takeOver' | 'unassign' | 'turnOff' | 'leaveGroup';
    readonly skuIds: readonly string[];
    readonly text: string;
  }[];
  readonly note: string | null;
  /** What of it can be done to the direct licenses, as a plan is asked for it. */
  readonly change: { readonly assign: readonly AssignedProduct[]; readonly unassign: readonly string[] } | null;
}

interface PersonLicenses {
  readonly userId: string;
  readonly licenses: readonly LicensePath[];
  readonly toTakeAway: readonly ToTakeAway[];
}

/** How it stands with what somebody keeps in a workload. `on` is the day that the state is about. */
export interface WorkloadData {
  readonly workload: string;
  readonly name: string;
  readonly state: string;
  readonly on: string | null;
  readonly givers: readonly { readonly skuId: string; readonly name: string }[];
  /** The rule of the field, such as T-1. */
  readonly rule: string | null;
}

/** Something that happened to somebody's data, or will. */
export interface DataEvent {
  readonly workload: string;
  readonly workloadName: string;
  readonly event: string;
  readonly on: string;
  readonly coming: boolean;
  readonly text: string;
  readonly rule: string;
  readonly operation: { readonly id: number; readonly by: string | null } | null;
  /** A license gave it back; null for the day where nobody knows it. */
  readonly regained: { readonly at: string | null } | null;
  /** Nothing brings back what this takes, or took. */
  readonly final: boolean;
  readonly recoverableUntil: string | null;
}

interface PersonData {
  readonly userId: string;
  readonly onHoldSince: string | null;
  readonly workloads: readonly WorkloadData[];
  readonly timeline: readonly DataEvent[];
}

/** A person as the head of their pane shows them. */
export interface PersonSummary {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly accountEnabled: boolean;
  readonly usageLocation: string | null;
}

/** One person. All of it throws ApiError where the server refuses. */
export interface PersonCalls {
  read(user: string): Promise<PersonSummary>;
  licenses(user: string): Promise<PersonLicenses>;
  data(user: string): Promise<PersonData>;
  setUsageLocation(user: string, usageLocation: string): Promise<void>;
}

/** The calls of a server about one person, by id or user principal name. */
export function personCalls(client: Client): PersonCalls {
  const graph = (user: string) => `/v1.0/users/${encodeURIComponent(user)}`;
  const api = (user: string) => `/api/users/${encodeURIComponent(user)}`;
  return {
    read: (user) =>
      client.get(graph(user), { $select: 'id,displayName,userPrincipalName,accountEnabled,usageLocation' }),
    licenses: (user) => client.get(`${api(user)}/licenses`),
    data: (user) => client.get(`${api(user)}/data`),
    setUsageLocation: (user, usageLocation) => client.send('PATCH', graph(user), { usageLocation }),
  };
}
