import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { SearchInfoRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  root: {
    margin: 'auto',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingVerticalXXL,
  },
  icon: { fontSize: '40px', lineHeight: 1, color: tokens.colorNeutralForeground3 },
  hint: { color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
});

/** Stands where a list has nothing to show: why, and what to do. */
export function EmptyList({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint: string;
  readonly children?: ReactNode;
}) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <span className={styles.icon} aria-hidden="true">
        <SearchInfoRegular />
      </span>
      <Subtitle2 as="h2">{title}</Subtitle2>
      <Text className={styles.hint}>{hint}</Text>
      {children}
    </div>
  );
}
