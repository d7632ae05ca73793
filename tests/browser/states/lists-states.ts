import type { State } from './state.ts';

/** Active users, licenses, one product. */
export const LISTS_STATES: readonly State[] = [];
