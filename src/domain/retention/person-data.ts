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
  /** The mailbox and the drive as they really are; null where there is none. Absent: as far as the changes tell. */
  readonly kept?: { readonly mailbox: KeptMailbox | null; readonly drive: KeptDrive | null };
  /** Oldest first. */
  readonly changes: readonly PastChange[];
  readonly deadlines: readonly {
    readonly kind: DeadlineKind;
    readonly dueAt: number;
    readonly operationId: number | null;
  }[];
}

export interface KeptMailbox {
  readonly kind: 'user' | 'shared';
  readonly state: 'active' | 'held' | 'keptByHold' | 'softDeleted';
}

export interface KeptDrive {
  readonly state: 'active' | 'readOnly' | 'archived' | 'recycleBin';
  /** Since when it is in this state, in milliseconds. */
  readonly since: number;
}

/** How it stands with what a workload keeps for somebody. Each has its sentence in the console's catalogs. */
type DataState =
  | 'active'
  | 'activeOnHold'
  | 'activeShared'
  | 'worksUntil'
  | 'heldUntil'
  | 'keptByHold'
  | 'gone'
  | 'stays'
  | 'readOnlyFrom'
  | 'readOnly'
  | 'archived'
  | 'recycleBin'
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
export function personData(facts: DataFacts, now: number): PersonData {
  const { workloads, onHold, changes, deadlines } = facts;
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
    workloads: withKept(states, facts).sort(
      (left, right) => WORKLOADS.indexOf(left.workload) - WORKLOADS.indexOf(right.workload),
    ),
    timeline: [...past, ...lost].sort((left, right) => left.on - right.on),
  };
}

/** The same with mail and files as they really are: they may be there without a license, or gone though one was lost lately. */
function withKept(states: readonly WorkloadData[], facts: DataFacts): WorkloadData[] {
  if (!facts.kept) return [...states];
  const { mailbox, drive } = facts.kept;
  const due = (kind: DeadlineKind) => facts.deadlines.find((deadline) => deadline.kind === kind)?.dueAt ?? null;
  const real: WorkloadData[] = [];
  if (mailbox && !facts.workloads.has('exchange'))
    real.push({ workload: 'exchange', givers: [], ...stateOfMailbox(mailbox, due) });
  if (drive && !facts.workloads.has('oneDrive'))
    real.push({ workload: 'oneDrive', givers: [], ...stateOfDrive(drive, due) });
  return [...states.filter(({ workload }) => !real.some((one) => one.workload === workload)), ...real];
}

type DueOf = (kind: DeadlineKind) => number | null;

function stateOfMailbox({ kind, state }: KeptMailbox, due: DueOf): Pick<WorkloadData, 'state' | 'on' | 'rule'> {
  switch (state) {
    case 'active': {
      if (kind === 'shared') return { state: 'activeShared', on: null, rule: 'T-9' };
      const closes = due('mailboxHold');
      return closes === null
        ? { state: 'active', on: null, rule: null }
        : { state: 'worksUntil', on: closes, rule: 'T-1' };
    }
    case 'keptByHold':
      return { state: 'keptByHold', on: null, rule: 'T-2' };
    default:
      return { state: 'heldUntil', on: due('mailboxPurge'), rule: state === 'held' ? 'T-1' : 'T-6' };
  }
}

function stateOfDrive({ state, since }: KeptDrive, due: DueOf): Pick<WorkloadData, 'state' | 'on' | 'rule'> {
  const rule = 'T-3';
  switch (state) {
    case 'active': {
      const readOnly = due('oneDriveReadOnly');
      return readOnly === null ? { state: 'stays', on: null, rule } : { state: 'readOnlyFrom', on: readOnly, rule };
    }
    case 'readOnly':
      return { state: 'readOnly', on: due('oneDriveArchive'), rule };
    case 'archived':
      return { state: 'archived', on: since, rule };
    case 'recycleBin':
      return { state: 'recycleBin', on: due('oneDriveErase'), rule };
  }
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
