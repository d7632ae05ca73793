import type { State } from './state.ts';

/** The box in front of a change: plan, foresight, confirmation, results; the explanation of the rules. */
export const CHANGE_STATES: readonly State[] = [];
