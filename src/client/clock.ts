import type { Client, Progress } from './client.ts';

export interface Clock {
  readonly now: string;
  readonly aheadDays: number;
  readonly movable: boolean;
  readonly nextDue: string | null;
}

/** Something that happened, or will, when it was due. */
interface DueEvent {
  readonly at: string;
  readonly activity: string;
  readonly id: string | null;
  readonly name: string;
  /** Nothing brings it back. */
  readonly final: boolean;
  readonly text: string;
}

/** All that was done: counted, and the first of it one by one. */
export interface DueEvents {
  readonly counts: readonly { readonly activity: string; readonly count: number }[];
  readonly events: readonly DueEvent[];
  readonly more: number;
}

interface ClockMove extends DueEvents {
  readonly from: string;
  readonly now: string;
  readonly deadlines: number;
}

/** How many people, mailboxes and drives there are in each state. */
export interface Standing {
  readonly people: { readonly living: number; readonly deleted: number };
  readonly mailboxes: Readonly<
    Record<'active' | 'shared' | 'held' | 'keptByHold' | 'softDeleted' | 'inactive', number>
  >;
  readonly drives: Readonly<Record<'active' | 'readOnly' | 'archived' | 'recycleBin', number>>;
}

export interface Forecast extends DueEvents {
  readonly now: string;
  readonly on: string;
  readonly today: Standing;
  readonly future: Standing;
}

/** Something that ends for good soon. */
export interface ComingPurge {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly dueAt: string;
  readonly announcedAt: string | null;
  readonly confirmedAt: string | null;
  readonly confirmedBy: string | null;
}

/** What is asked about time. All of it throws ApiError where the server refuses. */
export interface ClockCalls {
  clock(): Promise<Clock>;
  moveClock(
    to: { readonly days: number } | { readonly to: string },
    onProgress: (progress: Progress) => void,
  ): Promise<ClockMove>;
  forecast(on: string): Promise<Forecast>;
  comingPurges(days: number): Promise<{
    readonly needsAnnouncement: boolean;
    readonly needsConfirmation: boolean;
    readonly value: readonly ComingPurge[];
  }>;
  confirmPurges(ids: readonly string[] | null): Promise<{ readonly confirmed: number }>;
}

/** The calls about time of a server. */
export function clockCalls(client: Client): ClockCalls {
  return {
    clock: () => client.get('/api/clock'),
    moveClock: (to, onProgress) => client.send('POST', '/api/clock', to, onProgress),
    forecast: (on) => client.get('/api/forecast', { on }),
    comingPurges: (days) => client.get('/api/purges', { days, top: 1000 }),
    confirmPurges: (ids) => client.send('POST', '/api/purges/confirm', { ids }),
  };
}
