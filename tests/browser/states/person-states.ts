import type { State } from './state.ts';

/** The pane of one person, and why they have a license. */
export const PERSON_STATES: readonly State[] = [];
