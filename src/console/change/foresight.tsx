import type { DetailedOperation } from '../../client/licensing.ts';

/** What follows from a plan or followed from an operation: totals, then a timeline for each group of people with the same fate, then refusals. */
export function Foresight(_props: { readonly operation: DetailedOperation }) {
  return null;
}
