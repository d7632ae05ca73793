import type { Client, Progress } from './client.ts';

/** A product to give, and which of its service plans are off; left out: all on for who has not got it yet, as it is for who has. */
export interface AssignedProduct {
  readonly product: string;
  readonly disable?: readonly string[];
}

/** What is to happen to each person. Products and plans are named by id. */
export type ChangeRequest =
  | { readonly kind: 'assign'; readonly products: readonly AssignedProduct[] }
  | { readonly kind: 'unassign'; readonly products: readonly string[] }
  | { readonly kind: 'unassignAll' }
  | { readonly kind: 'swap'; readonly from: string; readonly to: string; readonly disable?: readonly string[] }
  /** Everything that was assigned directly goes, these come: in one step, without a gap. */
  | { readonly kind: 'replace'; readonly products: readonly AssignedProduct[] }
  /** Some products come and others go, in one step. */
  | { readonly kind: 'change'; readonly assign: readonly AssignedProduct[]; readonly unassign: readonly string[] };

/** Whom it is for: people by id or user principal name, or all who meet a filter as in Graph's $filter, a search, or both. */
export type PeopleRequest =
  | { readonly users: readonly string[] }
  | { readonly where: string; readonly search?: string }
  | { readonly search: string };

export interface PlanRequest {
  readonly change: ChangeRequest;
  readonly people: PeopleRequest;
  /** Whoever asks means their own licenses too. */
  readonly includeSelf?: boolean;
  readonly ticket?: string;
}

export type OperationStatus = 'planned' | 'applied' | 'partlyApplied' | 'undone';

/** An operation, or a plan of one, in numbers. Moments are ISO 8601. */
export interface Operation {
  readonly id: number;
  readonly status: OperationStatus;
  readonly kind: 'change' | 'assign' | 'unassign' | 'swap' | 'setPlans' | 'undo' | 'import';
  readonly digest: string;
  readonly selection:
    | { readonly by: 'list'; readonly count: number }
    | { readonly by: 'filter'; readonly where: string; readonly search?: string }
    | { readonly by: 'holders'; readonly skuId: string }
    | { readonly by: 'operation'; readonly operationId: number };
  readonly by: string;
  readonly channel: string;
  readonly ticket: string | null;
  readonly plannedAt: string;
  readonly appliedAt: string | null;
  readonly undoOf: number | null;
  readonly undoneBy: number | null;
  readonly totals: OperationTotals;
}

interface OperationTotals {
  readonly people: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  /** Among those changed: how many start the days of a held mailbox, how many lose nothing, how many lose something. */
  readonly mailboxesHeld: number;
  readonly keepEverything: number;
  readonly losing: number;
  readonly currency: string;
  /** Hundredths of the currency; below zero where it costs more. */
  readonly monthlySavingCents: number;
  readonly skus: readonly {
    readonly skuId: string;
    readonly name: string;
    readonly partNumber: string;
    readonly freed: number;
    readonly taken: number;
  }[];
  readonly refusedByReason: readonly { readonly reason: string; readonly people: number; readonly short: string }[];
  readonly shortages: readonly (RefusalView & {
    readonly skuId: string;
    readonly needed: number;
    readonly available: number;
  })[];
}

/** Why somebody is refused, and what to do about it, in the reader's language. */
export interface RefusalView {
  readonly reason: string;
  /** The rule of the field, such as R-UN-1. */
  readonly rule: string | null;
  readonly message: string;
  readonly fix: string;
}

/** Something that follows for a person, dated, in the reader's language. */
export interface ConsequenceView {
  readonly workload: string;
  readonly workloadName: string;
  readonly event: string;
  readonly on: string;
  readonly recoverableUntil: string | null;
  /** False where it can't be taken back, not even by giving the license back. */
  readonly recoverable: boolean;
  readonly coveredBy: readonly string[];
  readonly coveredByNames: readonly string[];
  /** The rule of the field, such as T-1. */
  readonly rule: string;
  readonly text: string;
}

interface License {
  readonly skuId: string;
  readonly name: string;
  readonly disabledPlans: readonly string[];
}

/** People for whom the same happens. */
export interface OperationProfile {
  readonly no: number;
  readonly people: number;
  readonly result: PersonResult;
  readonly usageLocation: string | null;
  readonly assigns: readonly License[];
  readonly unassigns: readonly { readonly skuId: string; readonly name: string }[];
  /** What stood on the direct path before. */
  readonly replaces: readonly License[];
  readonly refusals: readonly RefusalView[];
  readonly notes: readonly { readonly note: string; readonly skuId: string; readonly text: string }[];
  readonly consequences: readonly ConsequenceView[];
  /** What could be done before, while the plan is not applied. */
  readonly advice: readonly { readonly advice: string; readonly text: string }[];
}

/** An operation with what happens to each kind of person. */
export interface DetailedOperation extends Operation {
  /** Until when an undo loses nothing; null: there is no such limit. */
  readonly undoLosslessUntil: string | null;
  readonly profiles: readonly OperationProfile[];
  readonly unmatched: readonly {
    readonly person: string;
    readonly reason: string;
    readonly line: number | null;
    readonly message: string;
    readonly fix: string;
  }[];
}

/** The plan of an undo. */
interface UndoPlan extends DetailedOperation {
  readonly undoes: number;
  readonly lossless: boolean;
  readonly losslessUntil: string | null;
}

export type PersonResult = 'change' | 'unchanged' | 'refused';

/** One person of an operation; the rest is told by the profile of that number. */
export interface OperationPerson {
  readonly position: number;
  readonly userId: string;
  readonly userPrincipalName: string | null;
  readonly displayName: string | null;
  readonly profileNo: number;
  readonly result: PersonResult;
  /** The product whose seats ran out before this person. */
  readonly shortage: { readonly skuId: string; readonly name: string } | null;
}

type OnProgress = (progress: Progress) => void;

/** Plans, operations and undo. All of it throws ApiError where the server refuses. */
export interface LicensingCalls {
  plan(request: PlanRequest, onProgress: OnProgress): Promise<DetailedOperation>;
  apply(id: number, digest: string, keepGoing: boolean, onProgress: OnProgress): Promise<DetailedOperation>;
  operation(id: number): Promise<DetailedOperation>;
  people(
    id: number,
    page: { readonly after: number; readonly top: number; readonly result?: PersonResult },
  ): Promise<{ readonly value: readonly OperationPerson[]; readonly next: number | null }>;
  /** Plans the undo of an operation; it is applied like any plan. */
  undo(id: number, ticket: string | undefined, onProgress: OnProgress): Promise<UndoPlan>;
}

/** The license calls of a server. */
export function licensingCalls(client: Client): LicensingCalls {
  return {
    plan: (request, onProgress) => client.send('POST', '/api/plans', request, onProgress),
    apply: (id, digest, keepGoing, onProgress) =>
      client.send('POST', `/api/plans/${id}/apply`, { digest, keepGoing }, onProgress),
    operation: (id) => client.get(`/api/operations/${id}`),
    people: (id, page) => client.get(`/api/operations/${id}/people`, page),
    undo: (id, ticket, onProgress) => client.send('POST', `/api/operations/${id}/undo`, { ticket }, onProgress),
  };
}
