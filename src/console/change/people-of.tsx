import { Button, makeStyles, SkeletonItem, tokens } from '@fluentui/react-components';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { OperationPerson, PersonResult } from '../../client/licensing.ts';
import { numberText } from '../formats.ts';
import { Problem } from '../parts/problem.tsx';
import { results } from '../server.ts';
import { useTexts } from '../texts.ts';
import { firstPeopleQuery } from './people-queries.ts';

/** Names that stand in a line; the others are a number. */
const NAMED = 5;
const PAGE = 50;
/** The server takes so many numbers of profiles at a time. */
const PROFILES = 500;

const useStyles = makeStyles({
  names: { overflowWrap: 'anywhere', color: tokens.colorNeutralForeground2 },
  list: {
    margin: 0,
    padding: 0,
    width: '100%',
    listStyleType: 'none',
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(13rem, 100%), 1fr))',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    overflowWrap: 'anywhere',
  },
  block: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalS,
    maxHeight: '16rem',
    overflowY: 'auto',
    width: '100%',
  },
});

/** The name of a person of an operation; the id of one who is gone. */
export function nameOf({ displayName, userId }: OperationPerson): string {
  return displayName ?? userId;
}

/** Some people by name in one line, and how many others. */
export function NamesLine({ people, count }: { readonly people: readonly OperationPerson[]; readonly count: number }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  // One name more takes no more room than "and 1 more".
  const named = people.slice(0, count <= NAMED + 1 ? NAMED + 1 : NAMED);
  const more = count - named.length;
  return (
    <span className={styles.names}>
      {named.map((person, index) => (
        <span key={person.userId}>
          {index > 0 ? ', ' : ''}
          <bdi>{nameOf(person)}</bdi>
        </span>
      ))}
      {more > 0 && named.length > 0
        ? ` ${t('change.andMore', { count: more, number: numberText(more, language) })}`
        : null}
    </span>
  );
}

/** Those in some profiles who are among the operation's first people. */
export function useFirstPeople(
  operationId: number,
  numbers: readonly number[],
  result: PersonResult,
): readonly OperationPerson[] {
  const first = useQuery(firstPeopleQuery(operationId));
  return (first.data?.value ?? []).filter((person) => numbers.includes(person.profileNo) && person.result === result);
}

/** Whether a line of names has them all. */
export function areAllNamed(people: readonly OperationPerson[], count: number): boolean {
  return people.length >= count && count <= NAMED + 1;
}

/** Everybody of some profiles, page by page as they are asked for. */
export function PeopleOfProfiles({
  operationId,
  numbers,
  result,
}: {
  readonly operationId: number;
  readonly numbers: readonly number[];
  readonly result: PersonResult;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const pages = useInfiniteQuery({
    queryKey: ['operation', operationId, 'profiles', numbers, result],
    queryFn: async ({ pageParam: { chunk, after } }) => {
      const some = numbers.slice(chunk * PROFILES, (chunk + 1) * PROFILES);
      const page = await results.peopleOf(operationId, some, { after, top: PAGE, result });
      const next =
        page.next !== null
          ? { chunk, after: page.next }
          : (chunk + 1) * PROFILES < numbers.length
            ? { chunk: chunk + 1, after: 0 }
            : undefined;
      return { value: page.value, next };
    },
    initialPageParam: { chunk: 0, after: 0 },
    getNextPageParam: ({ next }) => next,
  });
  const people = pages.data?.pages.flatMap(({ value }) => value) ?? [];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls a long list from here.
    <section className={styles.block} aria-label={t('foresight.whoIs')} tabIndex={0}>
      <Problem error={pages.error} />
      {pages.isPending ? <SkeletonItem size={32} /> : null}
      <ul className={styles.list}>
        {people.map((person) => (
          <li key={person.userId}>
            <bdi>{nameOf(person)}</bdi>
          </li>
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button size="small" disabledFocusable={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('foresight.whoMore')}
        </Button>
      ) : null}
    </section>
  );
}
