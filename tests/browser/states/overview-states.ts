import type { State } from './state.ts';

/** Home and settings. */
export const OVERVIEW_STATES: readonly State[] = [];
