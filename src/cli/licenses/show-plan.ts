import type { DetailedOperation } from '../../api/views.ts';
import { dayOf } from '../dates.ts';
import { bold, printable, printJson, printLine, printRows, red } from '../output.ts';
import type { Session } from '../session.ts';

type Profile = DetailedOperation['profiles'][number];
type Totals = DetailedOperation['totals'];

interface Person {
  readonly position: number;
  readonly userId: string;
  readonly userPrincipalName: string | null;
  readonly displayName: string | null;
  readonly profileNo: number;
  readonly result: 'change' | 'unchanged' | 'refused';
  readonly shortage: { readonly name: string } | null;
}

/** People that are named at each fate; the rest is counted. */
const NAMED = 5;
const SHOWN_FATES = 12;

/** Shows a plan or what came of it: totals first, then what follows for whom, then who is refused and what to do. */
export async function showOperation(session: Session, operation: DetailedOperation): Promise<void> {
  const { output, client, t } = session;
  if (output === 'json') {
    const people = await allPeople(session, operation.id);
    return printJson({ ...operation, people });
  }
  if (output === 'csv') return printPeople(session, operation);
  const { value: people } = await client.get<{ value: Person[] }>(`/api/operations/${operation.id}/people`, {
    top: 1000,
  });
  printLine(bold(t(`cli.status.${operation.status}`, { id: operation.id, title: titleOf(operation, session) })));
  printTotals(operation.totals, session);
  const fates = fatesOf(operation.profiles, 'change', (profile) => [
    changesOf(profile, session),
    ...linesOf(profile, session),
  ]);
  for (const { count, numbers, lines } of fates.slice(0, SHOWN_FATES)) {
    printLine(`\n${bold(t('cli.plan.people', { count }))} ${namesOf(numbers, count, people, t)}`);
    for (const line of lines) printLine(`  ${line}`);
  }
  if (fates.length > SHOWN_FATES) printLine(`\n${t('cli.plan.moreProfiles', { count: fates.length - SHOWN_FATES })}`);
  printRefusals(operation, people, session);
}

/** What an operation is about, in a few words. */
export function titleOf(
  { kind, totals }: Pick<DetailedOperation, 'kind' | 'totals'>,
  { t }: Pick<Session, 't'>,
): string {
  return t(`cli.kind.${kind}`, { count: totals.people });
}

function printTotals(totals: Totals, { t }: Session): void {
  const { changed, unchanged, refused } = totals;
  printLine(`  ${t('cli.totals.people', { changed, unchanged, refused })}`);
  for (const { name, freed, taken } of totals.skus) {
    if (freed > 0) printLine(`  ${t('cli.totals.freed', { count: freed, name })}`);
    if (taken > 0) printLine(`  ${t('cli.totals.taken', { count: taken, name })}`);
  }
  const money = new Intl.NumberFormat(t.language, { style: 'currency', currency: totals.currency });
  const amount = money.format(Math.abs(totals.monthlySavingCents) / 100);
  if (totals.monthlySavingCents > 0) printLine(`  ${t('cli.totals.saves', { amount })}`);
  if (totals.monthlySavingCents < 0) printLine(`  ${t('cli.totals.costs', { amount })}`);
  if (totals.mailboxesHeld > 0) printLine(`  ${red(t('cli.totals.mailboxes', { count: totals.mailboxesHeld }))}`);
  if (totals.keepEverything > 0 && changed > 0)
    printLine(`  ${t('cli.totals.keep', { count: totals.keepEverything })}`);
}

interface Fate {
  readonly lines: readonly string[];
  /** The profiles that it is the fate of: they differ in what makes no difference here. */
  readonly numbers: readonly number[];
  readonly count: number;
}

/** The profiles with one result, those that are told with the same words taken together. */
function fatesOf(
  profiles: readonly Profile[],
  result: Profile['result'],
  tell: (profile: Profile) => string[],
): Fate[] {
  const fates = new Map<string, Fate>();
  for (const profile of profiles.filter((one) => one.result === result)) {
    const lines = tell(profile);
    const known = fates.get(lines.join('\n'));
    fates.set(lines.join('\n'), {
      lines,
      numbers: [...(known?.numbers ?? []), profile.no],
      count: (known?.count ?? 0) + profile.people,
    });
  }
  return [...fates.values()].sort((left, right) => right.count - left.count);
}

function changesOf(profile: Profile, { t }: Session): string {
  const changes = [
    ...profile.unassigns.map(({ name }) => `- ${name}`),
    ...profile.assigns.map(({ name, disabledPlans }) =>
      disabledPlans.length === 0 ? `+ ${name}` : `+ ${name} ${t('cli.plan.off', { count: disabledPlans.length })}`,
    ),
  ];
  return changes.join('   ');
}

function linesOf(profile: Profile, { t }: Session): string[] {
  const ends = profile.consequences.filter(({ event }) => event === 'accessEnds');
  const stays = profile.consequences.filter(({ event }) => event === 'stays');
  const others = profile.consequences.filter(({ event }) => event !== 'accessEnds' && event !== 'stays');
  const named = (list: typeof ends) => list.map(({ workloadName }) => workloadName).join(', ');
  return [
    ...others.map(({ text, recoverable }) => (recoverable ? text : red(text))),
    ...(ends.length > 0 ? [t('cli.plan.accessEnds', { names: named(ends) })] : []),
    ...(stays.length > 0
      ? [t('cli.plan.stays', { names: named(stays), by: stays[0]?.coveredByNames.join(', ') ?? '' })]
      : []),
    ...profile.notes.map(({ text }) => text),
    ...profile.advice.map(({ text }) => text),
  ];
}

function namesOf(numbers: readonly number[], count: number, people: readonly Person[], t: Session['t']): string {
  const found = people.filter(({ profileNo, shortage }) => numbers.includes(profileNo) && shortage === null);
  const names = found.slice(0, NAMED).map(({ displayName, userId }) => printable(displayName ?? userId));
  const more = count - names.length;
  return names.join(', ') + (more > 0 && names.length > 0 ? ` ${t('cli.plan.more', { count: more })}` : '');
}

function printRefusals(operation: DetailedOperation, people: readonly Person[], { t }: Session): void {
  if (operation.totals.refused === 0) return;
  printLine(`\n${bold(t('cli.plan.refused', { count: operation.totals.refused }))}`);
  const tell = ({ refusals }: Profile) => refusals.map(({ message, fix }) => `${message} ${fix}`);
  for (const { count, numbers, lines } of fatesOf(operation.profiles, 'refused', tell)) {
    printLine(`  ${t('cli.plan.people', { count })} ${namesOf(numbers, count, people, t)}`);
    for (const line of lines) printLine(`    ${line}`);
  }
  for (const { message, fix } of operation.totals.shortages) printLine(`  ${message} ${fix}`);
  for (const { line, message, fix } of operation.unmatched.slice(0, 20)) {
    printLine(`  ${line === null ? '' : `${t('cli.plan.line', { line })} `}${printable(message)} ${fix}`);
  }
  const more = operation.unmatched.length - 20;
  if (more > 0) printLine(`  ${t('cli.plan.more', { count: more })}`);
}

async function printPeople(session: Session, operation: DetailedOperation): Promise<void> {
  const { t } = session;
  const profiles = new Map(operation.profiles.map((profile) => [profile.no, profile]));
  const rows = (await allPeople(session, operation.id)).map((person) => {
    const profile = profiles.get(person.profileNo);
    const purge = profile?.consequences.find(({ event }) => event === 'mailboxPurged');
    return {
      userPrincipalName: person.userPrincipalName,
      displayName: person.displayName,
      result: person.result,
      reason: person.shortage
        ? t('refusal.notEnoughSeats.short')
        : (profile?.refusals.map(({ message, fix }) => `${message} ${fix}`).join(' ') ?? ''),
      follows: person.result === 'change' ? (profile?.consequences.map(({ text }) => text).join(' ') ?? '') : '',
      mailboxPurgedOn: person.result === 'change' && purge ? dayOf(purge.on) : '',
    };
  });
  const unmatched = operation.unmatched.map(({ person, message, fix }) => ({
    userPrincipalName: person,
    displayName: null,
    result: 'refused',
    reason: `${message} ${fix}`,
    follows: '',
    mailboxPurgedOn: '',
  }));
  printRows(
    [...rows, ...unmatched],
    [
      { header: 'userPrincipalName', value: (row) => row.userPrincipalName },
      { header: 'displayName', value: (row) => row.displayName },
      { header: 'result', value: (row) => row.result },
      { header: 'reason', value: (row) => row.reason },
      { header: 'follows', value: (row) => row.follows },
      { header: 'mailboxPurgedOn', value: (row) => row.mailboxPurgedOn },
    ],
    'csv',
    '',
  );
}

async function allPeople({ client }: Session, id: number): Promise<Person[]> {
  const people: Person[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: { value: Person[]; next: number | null } = await client.get(`/api/operations/${id}/people`, {
      after,
      top: 5000,
    });
    people.push(...page.value);
    after = page.next;
  }
  return people;
}
