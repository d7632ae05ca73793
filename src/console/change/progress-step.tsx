import { makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import type { Progress } from '../../client/client.ts';
import { numberText } from '../formats.ts';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    paddingBlock: tokens.spacingVerticalXXL,
  },
  head: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: tokens.spacingHorizontalL },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** Long work on its way: what it is, how far it is, and that one need not wait. */
export function ProgressStep({
  label,
  hint,
  people,
  progress,
}: {
  readonly label: string;
  readonly hint: string;
  readonly people: number;
  readonly progress: Progress | undefined;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const id = useId();
  const known = progress?.total ? progress.done / progress.total : undefined;
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <Text weight="semibold" id={id}>
          {label}
        </Text>
        <Text className={styles.quiet}>
          {t('change.many', { count: people, number: numberText(people, language) })}
        </Text>
      </div>
      <ProgressBar aria-labelledby={id} thickness="large" {...(known === undefined ? {} : { value: known })} />
      <Text className={styles.quiet}>{hint}</Text>
    </div>
  );
}
