import { WORKLOADS, type Workload } from '../commerce/catalog.ts';
import type { Consequence, ConsequenceEvent } from './consequences.ts';
import type { DeadlineKind } from './deadlines.ts';

/** An operation that changed somebody's licenses: what followed then, and which workloads came. */
export interface PastChange {
  readonly operationId: number;
  readonly by: string;
  /** Milliseconds. */
  readonly at: number;
  readonly consequences: readonly Consequence[];
  readonly begins: readonly Workload[];
}

export interface DataFacts {
  /** What licenses give now, each workload with the products behind it. */
  readonly workloads: ReadonlyMap<Workload, ReadonlySet<string>>;
  readonly onHold: boolean;
  /** Oldest first. */
  readonly changes: readonly PastChange[];
  readonly deadlines: readonly {
    readonly kind: DeadlineKind;
    readonly dueAt: number;
    readonly operationId: number | null;
  }[];
}

/** How it stands with what a workload keeps for somebody. Each has its sentence in the console's catalogs. */
type DataState =
  | 'active'
  | 'activeOnHold'
  | 'worksUntil'
  | 'heldUntil'
  | 'keptByHold'
  | 'gone'
  | 'stays'
  | 'readOnlyFrom'
  | 'readOnly'
  | 'archived'
  | 'viewOnlyBy'
  | 'viewOnly'
  | 'released'
  | 'ended';

interface WorkloadData {
  readonly workload: Workload;
  readonly state: DataState;
  /** The day that the state is about, in milliseconds; null where it is about none. */
  readonly on: number | null;
  /** Products that give it, sorted. */
  readonly givers: readonly string[];
  readonly rule: string | null;
}

/** Something that happened to somebody's data or will, unless a license comes back in time. */
export interface DataEvent extends Consequence {
  /** The operation that it followed from. */
  readonly operation: { readonly id: number; readonly by: string | null } | null;
  /** The license was given back: when, or null where nobody knows. Absent while it is gone. */
  readonly regainedAt?: number | null;
}

export interface PersonData {
  readonly workloads: readonly WorkloadData[];
  /** What happened and what comes, by date. */
  readonly timeline: readonly DataEvent[];
}

/**
 * How it stands with a person's data at a moment, by T-1 to T-5: what licenses give works; of what they gave once, the
 * last loss tells the rest. What would have followed and did not, because the license came back, is left out.
 */
export function personData({ workloads, onHold, changes, deadlines }: DataFacts, now: number): PersonData {
  const { past, open } = lossesOf(changes, workloads, now);
  const lost = withDeadlines(open, deadlines);
  const gone = [...new Set(lost.flatMap(({ workload }) => (workload === 'account' ? [] : workload)))];
  const states = [
    ...[...workloads].map(([workload, givers]): WorkloadData => {
      const held = workload === 'exchange' && onHold;
      const state = held ? 'activeOnHold' : 'active';
      return { workload, state, on: null, givers: [...givers].sort(), rule: held ? 'T-2' : null };
    }),
    ...gone
      .filter((workload) => !workloads.has(workload))
      .map((workload): WorkloadData => {
        const events = lost.filter((event) => event.workload === workload);
        return { workload, ...stateOf(events, now), givers: [], rule: events[0]?.rule ?? null };
      }),
  ];
  return {
    workloads: states.sort((left, right) => WORKLOADS.indexOf(left.workload) - WORKLOADS.indexOf(right.workload)),
    timeline: [...past, ...lost].sort((left, right) => left.on - right.on),
  };
}

/** What followed from each loss: of those made good, what had come by then; the rest stands open. */
function lossesOf(changes: readonly PastChange[], workloads: DataFacts['workloads'], now: number) {
  const open = new Map<Consequence['workload'], DataEvent[]>();
  const past: DataEvent[] = [];
  const close = (workload: Consequence['workload'], regainedAt: number | null) => {
    const events = open.get(workload) ?? [];
    past.push(...events.filter(({ on }) => on <= (regainedAt ?? now)).map((event) => ({ ...event, regainedAt })));
    open.delete(workload);
  };
  for (const { operationId, by, at, consequences, begins } of changes) {
    for (const workload of begins) close(workload, at);
    const news = consequences.filter(({ event }) => event !== 'stays');
    for (const workload of new Set(news.map((consequence) => consequence.workload))) {
      close(workload, at);
      const operation = { id: operationId, by };
      open.set(
        workload,
        news.filter((consequence) => consequence.workload === workload).map((one) => ({ ...one, operation })),
      );
    }
  }
  for (const workload of workloads.keys()) close(workload, null);
  return { past, open: [...open.values()].flat() };
}

/** What each deadline of a person brings. A reminder brings nothing by itself; the rest stands under a mailbox's own id. */
const EVENT_OF: Readonly<
  Partial<Record<DeadlineKind, Pick<Consequence, 'workload' | 'event' | 'recoverableUntil' | 'rule'>>>
> = {
  mailboxHold: { workload: 'exchange', event: 'mailboxHeld', recoverableUntil: null, rule: 'T-1' },
  mailboxPurge: { workload: 'exchange', event: 'mailboxPurged', rule: 'T-1' },
  oneDriveReadOnly: { workload: 'oneDrive', event: 'driveReadOnly', recoverableUntil: null, rule: 'T-3' },
  oneDriveArchive: { workload: 'oneDrive', event: 'driveArchived', recoverableUntil: null, rule: 'T-3' },
  oneDriveRearchive: { workload: 'oneDrive', event: 'driveArchived', recoverableUntil: null, rule: 'T-21' },
  oneDriveBin: { workload: 'oneDrive', event: 'driveBinned', rule: 'T-6' },
  oneDriveErase: { workload: 'oneDrive', event: 'driveErased', rule: 'T-6' },
  userPurge: { workload: 'account', event: 'accountPurged', rule: 'T-6' },
};

/** What is due has the date of its deadline, and stands there even where no operation is known that set it. */
function withDeadlines(open: readonly DataEvent[], deadlines: DataFacts['deadlines']): DataEvent[] {
  const due = deadlines.flatMap(({ kind, dueAt, operationId }) => {
    const event = EVENT_OF[kind];
    return event ? [{ ...event, on: dueAt, operationId }] : [];
  });
  const dueAt = new Map(due.map(({ event, on }) => [event, on]));
  const known = new Set(open.map(({ event }) => event));
  return [
    ...open.map((event) => ({ ...event, on: dueAt.get(event.event) ?? event.on })),
    ...due
      .filter(({ event }) => !known.has(event))
      .map(({ operationId, ...event }) => ({
        ...event,
        operation: operationId === null ? null : { id: operationId, by: null },
      })),
  ];
}

function stateOf(events: readonly DataEvent[], now: number): Pick<WorkloadData, 'state' | 'on'> {
  const on = (event: ConsequenceEvent) => events.find((one) => one.event === event)?.on;
  const has = (event: ConsequenceEvent) => (on(event) ?? Number.POSITIVE_INFINITY) <= now;
  const [purged, held] = [on('mailboxPurged'), on('mailboxHeld')];
  if (purged !== undefined) {
    if (purged <= now) return { state: 'gone', on: purged };
    return held !== undefined && held > now ? { state: 'worksUntil', on: held } : { state: 'heldUntil', on: purged };
  }
  if (on('mailboxKeptByHold') !== undefined) return { state: 'keptByHold', on: null };
  if (on('driveStays') !== undefined) return { state: 'stays', on: null };
  if (has('driveArchived')) return { state: 'archived', on: on('driveArchived') ?? null };
  if (has('driveReadOnly')) return { state: 'readOnly', on: on('driveArchived') ?? null };
  const readOnly = on('driveReadOnly');
  if (readOnly !== undefined) return { state: 'readOnlyFrom', on: readOnly };
  const reduced = on('appsReduced');
  if (reduced !== undefined) return { state: reduced > now ? 'viewOnlyBy' : 'viewOnly', on: reduced };
  return { state: on('numberReleased') === undefined ? 'ended' : 'released', on: events[0]?.on ?? null };
}
