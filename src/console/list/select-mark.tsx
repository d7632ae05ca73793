import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkRegular, SubtractRegular } from '@fluentui/react-icons';

const useStyles = makeStyles({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: '20px',
    height: '20px',
    padding: 0,
    boxSizing: 'border-box',
    borderRadius: tokens.borderRadiusCircular,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStrokeAccessible}`,
    backgroundColor: tokens.colorTransparentBackground,
    color: tokens.colorNeutralForegroundInverted,
    fontSize: '14px',
    cursor: 'pointer',
    ':hover': { border: `${tokens.strokeWidthThick} solid ${tokens.colorCompoundBrandStroke}` },
    ':focus-visible': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '2px',
    },
  },
  marked: {
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorCompoundBrandBackground,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorCompoundBrandStroke}`,
  },
});

const CHECKED = { none: false, some: 'mixed', all: true } as const;

/** The circle that selects: a row, or all who match. Within a row, the grid has the keys. */
export function SelectMark({
  state,
  label,
  inRow,
  onToggle,
}: {
  readonly state: 'none' | 'some' | 'all';
  readonly label: string;
  readonly inRow?: true;
  readonly onToggle?: () => void;
}) {
  const styles = useStyles();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a box of the browser's own can't be a circle that is half full.
    <button
      type="button"
      role="checkbox"
      aria-checked={CHECKED[state]}
      aria-label={label}
      tabIndex={inRow ? -1 : 0}
      className={mergeClasses(styles.root, state !== 'none' && styles.marked)}
      onClick={onToggle}
    >
      {state === 'all' ? <CheckmarkRegular /> : state === 'some' ? <SubtractRegular /> : null}
    </button>
  );
}
