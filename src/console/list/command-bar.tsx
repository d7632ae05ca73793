import { Button, makeStyles, Text, Tooltip, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import { numberText } from '../formats.ts';
import type { Right } from '../rights.ts';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS, minHeight: '32px' },
  grow: { flexGrow: 1 },
  count: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
});

/** A row of tools over a list. */
export function CommandBar({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fields that belong together, but tools.
    <div role="group" aria-label={label} className={styles.bar}>
      {children}
    </div>
  );
}

/** A tool of the bar. What one may not do is disabled, and says why. */
export function Command({
  icon,
  text,
  right,
  primary,
  onClick,
}: {
  readonly icon: ReactElement;
  readonly text: string;
  readonly right?: Right;
  readonly primary?: boolean;
  readonly onClick: () => void;
}) {
  const button = (
    <Button
      appearance={primary ? 'primary' : 'subtle'}
      icon={icon}
      disabledFocusable={right !== undefined && !right.allowed}
      onClick={() => (right === undefined || right.allowed ? onClick() : undefined)}
    >
      {text}
    </Button>
  );
  return right?.reason === undefined ? (
    button
  ) : (
    <Tooltip content={right.reason} relationship="description">
      {button}
    </Tooltip>
  );
}

/** How many are selected of how many, or how many there are; said to a screen reader as it changes. */
export function SelectionCount({
  selected,
  total,
  onClear,
}: {
  readonly selected: number;
  readonly total: number | undefined;
  readonly onClear?: () => void;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const all = total === undefined ? '…' : numberText(total, language);
  return (
    <>
      <Text role="status" className={styles.count}>
        {selected > 0
          ? t('list.selected', { selected: numberText(selected, language), total: all })
          : total === undefined
            ? ''
            : t('list.count', { count: total, total: all })}
      </Text>
      {selected > 0 && onClear ? (
        <Button appearance="subtle" size="small" icon={<DismissRegular />} onClick={onClear}>
          {t('list.clearSelection')}
        </Button>
      ) : null}
    </>
  );
}
