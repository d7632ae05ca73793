import type { Change } from './change.ts';

/** How the people were chosen, as it is kept with the operation and shown again. */
export type Selection =
  | { readonly by: 'list'; readonly count: number }
  | { readonly by: 'filter'; readonly where: string; readonly search?: string }
  | { readonly by: 'holders'; readonly skuId: string }
  | { readonly by: 'operation'; readonly operationId: number };

export type OperationKind = 'change' | 'assign' | 'unassign' | 'swap' | 'setPlans' | 'undo' | 'import';

export interface UnmatchedPerson {
  readonly person: string;
  readonly reason: 'unknownPerson' | 'deletedPerson';
  /** The line of the list, where it came from a file. */
  readonly line?: number;
}

/** What is kept of a request. */
export interface StoredRequest {
  readonly kind: OperationKind;
  readonly changes: readonly Change[];
  readonly selection: Selection;
  /** Whoever asked said that they mean themselves too. */
  readonly includeSelf?: boolean;
}
