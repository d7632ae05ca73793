import { makeStyles, tokens } from '@fluentui/react-components';
import type { DetailedOperation } from '../../client/licensing.ts';
import { moneyText, numberText } from '../formats.ts';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  tiles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(9rem, 1fr))',
    gap: tokens.spacingHorizontalM,
    margin: 0,
  },
  tile: {
    display: 'flex',
    flexDirection: 'column-reverse',
    justifyContent: 'flex-end',
    gap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  number: {
    margin: 0,
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  label: { color: tokens.colorNeutralForeground2 },
  seats: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXL}`,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    overflowWrap: 'anywhere',
  },
  strong: { fontWeight: tokens.fontWeightSemibold },
});

/** A plan or operation in numbers: people, seats, money. */
export function Totals({ totals }: { readonly totals: DetailedOperation['totals'] }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const number = (value: number) => numberText(value, language);
  const { monthlySavingCents: saving, currency } = totals;
  const tiles = [
    { label: t('foresight.changed'), value: totals.changed, always: true },
    { label: t('foresight.keep'), value: totals.keepEverything, always: totals.losing > 0 },
    { label: t('foresight.lose'), value: totals.losing },
    { label: t('foresight.mailboxes'), value: totals.mailboxesHeld },
    { label: t('foresight.unchanged'), value: totals.unchanged },
    { label: t('foresight.refused'), value: totals.refused },
  ].filter(({ value, always }) => always || value > 0);
  const amount = moneyText(Math.abs(saving), currency, language);
  return (
    <>
      <dl className={styles.tiles}>
        {tiles.map(({ label, value }) => (
          <div key={label} className={styles.tile}>
            <dt className={styles.label}>{label}</dt>
            <dd className={styles.number}>{number(value)}</dd>
          </div>
        ))}
      </dl>
      {totals.skus.length > 0 || saving !== 0 ? (
        <ul className={styles.seats}>
          {totals.skus.flatMap(({ skuId, name, freed, taken }) => [
            freed > 0 ? (
              <li key={`${skuId} freed`}>{t('foresight.freed', { name, count: freed, number: number(freed) })}</li>
            ) : null,
            taken > 0 ? (
              <li key={`${skuId} taken`}>{t('foresight.taken', { name, count: taken, number: number(taken) })}</li>
            ) : null,
          ])}
          {saving === 0 ? null : (
            <li className={styles.strong}>
              {saving > 0 ? t('foresight.saves', { amount }) : t('foresight.costs', { amount })}
            </li>
          )}
        </ul>
      ) : null}
    </>
  );
}
