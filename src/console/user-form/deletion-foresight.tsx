import { makeStyles, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { DeletionFate } from '../../client/user-accounts.ts';
import { RuleLink } from '../change/rule-link.tsx';
import { dayText } from '../formats.ts';
import { Problem } from '../parts/problem.tsx';
import { sessionQuery } from '../queries.ts';
import { userAccounts } from '../server.ts';
import { useTexts } from '../texts.ts';

/** Names that are said; the rest is counted. */
const NAMED = 5;

const useStyles = makeStyles({
  fate: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusLarge,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  step: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM },
  day: { minWidth: '9rem', fontWeight: tokens.fontWeightSemibold },
  text: { flex: '1 1 14rem', minWidth: 0 },
  final: { color: tokens.colorPaletteRedForeground1 },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** What follows when people are deleted: for each kind of people, day by day. */
export function DeletionForesight({ ids }: { readonly ids: readonly string[] }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data, error, isPending } = useQuery({
    queryKey: ['deletion', ids, language],
    queryFn: () => userAccounts.previewDeletion(ids),
  });
  if (isPending) return <SkeletonItem size={96} />;
  if (error) return <Problem error={error} />;
  const named = ({ people }: DeletionFate) => {
    const names = people.slice(0, NAMED).map(({ displayName }) => displayName);
    const rest = people.length - names.length;
    return [...names, ...(rest > 0 ? [t('userForm.more', { count: rest })] : [])].join(', ');
  };
  return (
    <>
      {data.map((fate) => (
        <section key={fate.people[0]?.id} className={styles.fate}>
          <Text weight="semibold">{t('userForm.whoOf', { count: fate.people.length, names: named(fate) })}</Text>
          {fate.licenses.length > 0 ? (
            <Text className={styles.quiet}>{fate.licenses.map(({ name }) => name).join(', ')}</Text>
          ) : null}
          <ol className={styles.list}>
            {fate.consequences
              .toSorted((left, right) => left.on.localeCompare(right.on))
              .map(({ workload, event, on, recoverable, rule, text }) => (
                <li key={`${workload} ${event}`} className={styles.step}>
                  <span className={styles.day}>{dayText(on, session.tenant.timeZone, language)}</span>
                  <span className={styles.text}>
                    <span {...(recoverable ? {} : { className: styles.final })}>{text}</span> <RuleLink rule={rule} />
                  </span>
                </li>
              ))}
          </ol>
        </section>
      ))}
    </>
  );
}
