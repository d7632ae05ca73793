import type { ConsequenceView, OperationProfile } from '../../client/licensing.ts';

/** People for whom the same happens, whatever else differs between their profiles. */
export interface Fate {
  /** Of one of the profiles, whose words serve for all. */
  readonly profile: OperationProfile;
  readonly numbers: readonly number[];
  readonly people: number;
}

/** The profiles with one result, those that are told in the same words taken together, the largest first. */
export function fatesOf(profiles: readonly OperationProfile[], result: OperationProfile['result']): Fate[] {
  const fates = new Map<string, Fate>();
  for (const profile of profiles) {
    if (profile.result !== result) continue;
    const key = wordsOf(profile);
    const known = fates.get(key);
    fates.set(key, {
      profile: known?.profile ?? profile,
      numbers: [...(known?.numbers ?? []), profile.no],
      people: (known?.people ?? 0) + profile.people,
    });
  }
  return [...fates.values()].sort((left, right) => right.people - left.people);
}

function wordsOf({ unassigns, assigns, consequences, notes, advice, refusals }: OperationProfile): string {
  return JSON.stringify([
    unassigns.map(({ skuId }) => skuId),
    assigns.map(({ skuId, disabledPlans }) => [skuId, disabledPlans.length]),
    consequences.map(({ text, on, recoverable, recoverableUntil }) => [text, on, recoverable, recoverableUntil]),
    notes.map(({ text }) => text),
    advice.map(({ text }) => text),
    refusals.map(({ message }) => message),
  ]);
}

/** One thing on a timeline; services that end together for the same reason are one thing. */
export interface TimelineItem {
  readonly consequence: ConsequenceView;
  /** The services that end, where it is that; else empty, and the consequence has its own words. */
  readonly ends: readonly string[];
}

interface Timeline {
  /** In order of time; what comes on one day (as `dayOf` has it) stands together. */
  readonly days: readonly { readonly day: string; readonly items: readonly TimelineItem[] }[];
  /** What goes on as before, with the products that see to it. */
  readonly stays: readonly { readonly by: readonly string[]; readonly names: readonly string[] }[];
}

/** What follows for somebody, in order of time. */
export function timelineOf(consequences: readonly ConsequenceView[], dayOf: (moment: string) => string): Timeline {
  const items: TimelineItem[] = [];
  for (const consequence of consequences.filter(({ event }) => event !== 'stays')) {
    const { event, on, rule } = consequence;
    const same = items.findIndex(
      ({ ends, consequence: one }) => ends.length > 0 && event === 'accessEnds' && one.on === on && one.rule === rule,
    );
    const found = items[same];
    if (found) items[same] = { ...found, ends: [...found.ends, consequence.workloadName] };
    else items.push({ consequence, ends: event === 'accessEnds' ? [consequence.workloadName] : [] });
  }
  const days = new Map<string, TimelineItem[]>();
  for (const item of items.sort(
    (left, right) => left.consequence.on.localeCompare(right.consequence.on) || weightOf(left) - weightOf(right),
  )) {
    const day = dayOf(item.consequence.on);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  const stays = new Map<string, { by: readonly string[]; names: string[] }>();
  for (const { coveredByNames, workloadName } of consequences.filter(({ event }) => event === 'stays')) {
    const key = coveredByNames.join('\n');
    stays.set(key, { by: coveredByNames, names: [...(stays.get(key)?.names ?? []), workloadName] });
  }
  return { days: [...days].map(([day, list]) => ({ day, items: list })), stays: [...stays.values()] };
}

/** What comes first among the things of one day: what is lost for good, what runs out, what just ends. */
function weightOf({ consequence: { recoverable, recoverableUntil }, ends }: TimelineItem): number {
  if (!recoverable) return 0;
  if (recoverableUntil !== null) return 1;
  return ends.length === 0 ? 2 : 3;
}

/** Whether something is lost for good for somebody whom an operation changes. */
export function losesForGood(profiles: readonly OperationProfile[]): boolean {
  return profiles.some(
    ({ result, consequences }) => result === 'change' && consequences.some(({ recoverable }) => !recoverable),
  );
}
