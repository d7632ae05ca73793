import type { State } from './state.ts';

/** Adding, editing, blocking, deleting and restoring people. */
export const PEOPLE_STATES: readonly State[] = [];
