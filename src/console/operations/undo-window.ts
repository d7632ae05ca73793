import type { OperationProfile } from '../../client/licensing.ts';

/** What an undo at some moment can and cannot bring back, by workload, with how many people it is about. */
interface UndoWindow {
  /** The first day on which something is lost that an undo would still save; undefined: there is no such day any more. */
  readonly until: string | undefined;
  /** What is lost then. */
  readonly atRisk: readonly Lost[];
  /** What an undo does not bring back even now, and since when that is so: undefined where it never could. */
  readonly lost: readonly Lost[];
  readonly lostSince: string | undefined;
}

export interface Lost {
  readonly name: string;
  readonly people: number;
}

/** What an undo of an operation with these profiles brings back at a moment (ISO 8601). */
export function undoWindow(profiles: readonly OperationProfile[], now: string): UndoWindow {
  const all = profiles
    .filter(({ result }) => result === 'change')
    .flatMap(({ people, consequences }) => consequences.map((consequence) => ({ people, ...consequence })))
    .filter(({ event }) => event !== 'stays');
  const limits = all.flatMap(({ recoverableUntil }) => recoverableUntil ?? []).sort();
  const until = limits.find((limit) => limit > now);
  const isLost = (one: (typeof all)[number]) =>
    !one.recoverable ? one.on <= now : one.recoverableUntil !== null && one.recoverableUntil <= now;
  return {
    until,
    atRisk: byName(all.filter(({ recoverableUntil }) => until !== undefined && recoverableUntil === until)),
    lost: byName(all.filter(isLost)),
    lostSince: limits.filter((limit) => limit <= now).at(0),
  };
}

/** One person's mailbox counts once, however much is said of it. */
function byName(all: readonly { workloadName: string; event: string; people: number }[]): Lost[] {
  const events = new Map<string, Map<string, number>>();
  for (const { workloadName, event, people } of all) {
    const known = events.get(workloadName) ?? new Map<string, number>();
    known.set(event, (known.get(event) ?? 0) + people);
    events.set(workloadName, known);
  }
  return [...events].map(([name, counts]) => ({ name, people: Math.max(...counts.values()) }));
}
