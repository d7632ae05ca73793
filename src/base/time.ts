/** Where dates come from. Rules get a moment as a value; only the edge holds a clock. */
export interface Clock {
  /** The present, in milliseconds since 1970. */
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

export const DAY_MS = 86_400_000;

/** The moment `days` after `moment` (both in milliseconds). A day is 24 hours, as the day counts of the field are. */
export function addDays(moment: number, days: number): number {
  return moment + days * DAY_MS;
}

/** UTC with second precision, as directory objects carry it on the wire. */
export function isoSeconds(moment: number | Date): string {
  return new Date(moment).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
