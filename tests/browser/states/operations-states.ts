import type { State } from './state.ts';

/** Operations, one operation, undo, approvals. */
export const OPERATIONS_STATES: readonly State[] = [];
