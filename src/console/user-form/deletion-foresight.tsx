import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useSuspenseQuery } from '@tanstack/react-query';
import type { DeletionPreview } from '../../client/user-accounts.ts';
import { RuleLink } from '../change/rule-link.tsx';
import { dayText, numberText } from '../formats.ts';
import { sessionQuery } from '../queries.ts';
import { useTexts } from '../texts.ts';
import { Names } from './names.tsx';
import { Refused } from './refused.tsx';

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

/** What follows when people are deleted: for each kind of people, day by day; and who would not be deleted. */
export function DeletionForesight({ preview: { value, refused } }: { readonly preview: DeletionPreview }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  return (
    <>
      {refused.length > 0 ? <Refused people={refused} /> : null}
      {value.map(({ people, licenses, consequences }) => (
        <section key={people[0]?.id} className={styles.fate}>
          <Text weight="semibold">
            {t('userForm.whoOf', { count: people.length })}{' '}
            <Names names={people.map(({ displayName }) => displayName)} most={NAMED} />
          </Text>
          <Text className={styles.quiet}>
            {licenses.length > 0
              ? t('userForm.freed', {
                  names: licenses
                    .map(({ name, people: holders }) =>
                      holders === 1 ? name : `${name} (${numberText(holders, language)})`,
                    )
                    .join(', '),
                })
              : t('userForm.noLicenses')}
          </Text>
          <ol className={styles.list}>
            {consequences
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
