import type { DetailedOperation } from '../../client/licensing.ts';

/** What came of an operation for each person, with "retry only what failed" and "download results". */
export function Results(_props: {
  readonly operation: DetailedOperation;
  /** Called with the plan that tries the failed ones again. */
  readonly onRetry?: (plan: DetailedOperation) => void;
}) {
  return null;
}
