import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  root: { display: 'flex', gap: tokens.spacingHorizontalM, alignItems: 'flex-start' },
  icon: { fontSize: '24px', lineHeight: 1, color: tokens.colorNeutralForeground3, flexShrink: 0 },
  texts: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  hint: { color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
});

/** A part of the page that has nothing to show, and says so calmly. */
export function QuietState({
  icon,
  title,
  hint,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint: string;
}) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <div className={styles.texts}>
        <Text weight="semibold">{title}</Text>
        <Text className={styles.hint}>{hint}</Text>
      </div>
    </div>
  );
}
