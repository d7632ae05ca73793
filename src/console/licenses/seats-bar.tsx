import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { numberText } from '../formats.ts';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  root: {
    display: 'block',
    width: '100%',
    minWidth: '4rem',
    height: '6px',
    borderRadius: tokens.borderRadiusCircular,
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground6,
    outline: `${tokens.strokeWidthThin} solid ${tokens.colorTransparentStroke}`,
  },
  filled: {
    display: 'block',
    height: '100%',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorCompoundBrandBackground,
    forcedColorAdjust: 'none',
  },
  nearlyFull: { backgroundColor: tokens.colorPaletteMarigoldBorderActive },
  tooFull: { backgroundColor: tokens.colorPaletteRedBackground3 },
});

/** How full a product is, at a glance; the numbers stand beside it. */
export function SeatsBar({ assigned, total }: { readonly assigned: number; readonly total: number }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const share = total === 0 ? (assigned > 0 ? 1 : 0) : Math.min(1, assigned / total);
  const label = t('licenses.seatsLabel', {
    assigned: numberText(assigned, language),
    total: numberText(total, language),
  });
  return (
    <span className={styles.root} role="img" aria-label={label}>
      <span
        className={mergeClasses(styles.filled, share > 0.9 && styles.nearlyFull, assigned > total && styles.tooFull)}
        style={{ width: `${share * 100}%` }}
      />
    </span>
  );
}
