import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { CertificateRegular, DataUsageRegular } from '@fluentui/react-icons';
import { Link } from '@tanstack/react-router';
import type { Overview } from '../../client/overview.ts';
import { numberText } from '../formats.ts';
import { Section } from '../parts/section.tsx';
import { type Language, useTexts } from '../texts.ts';
import { QuietState } from './quiet-state.tsx';
import { TextLink } from './text-link.tsx';

const useStyles = makeStyles({
  tiles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(9.5rem, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  tile: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    height: '100%',
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderRadius: tokens.borderRadiusLarge,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground2Hover },
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
  },
  attention: {
    borderInlineStartWidth: tokens.strokeWidthThickest,
    borderInlineStartColor: tokens.colorPaletteMarigoldBorderActive,
  },
  label: { color: tokens.colorNeutralForeground2 },
  value: {
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    overflowWrap: 'anywhere',
  },
  people: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalXL,
    rowGap: tokens.spacingVerticalXS,
  },
  notes: { color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
});

/** Seats and cost in numbers, each a link to its list. */
export function GlanceSection({ overview }: { readonly overview: Overview }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { seats, people, currency, products } = overview;
  const number = (value: number) => numberText(value, language);
  const tiles = [
    { label: t('overview.owned'), value: number(seats.owned) },
    { label: t('overview.assigned'), value: number(seats.assigned) },
    { label: t('overview.unused'), value: number(seats.unused) },
    ...(seats.overAssigned > 0
      ? [{ label: t('overview.overAssigned'), value: number(seats.overAssigned), attention: true }]
      : []),
    { label: t('overview.cost'), value: wholeMoneyText(seats.monthlyCents, currency, language) },
    { label: t('overview.unusedCost'), value: wholeMoneyText(seats.unusedCents, currency, language) },
  ];
  const notes = [
    ...(seats.freeProducts > 0
      ? [t('overview.freeLeftOut', { count: seats.freeProducts, number: number(seats.freeProducts) })]
      : []),
    ...(seats.unpricedProducts > 0
      ? [t('overview.unpriced', { count: seats.unpricedProducts, number: number(seats.unpricedProducts) })]
      : []),
  ];
  return (
    <Section icon={<DataUsageRegular />} title={t('overview.glance')}>
      {products.length === 0 ? (
        <QuietState
          icon={<CertificateRegular />}
          title={t('overview.nothingOwned')}
          hint={t('overview.nothingOwnedHint')}
        />
      ) : (
        <ul className={styles.tiles}>
          {tiles.map(({ label, value, attention }) => (
            <li key={label}>
              <Link to="/licenses" className={mergeClasses(styles.tile, attention && styles.attention)}>
                <Text size={200} className={styles.label}>
                  {label}
                </Text>
                <span className={styles.value}>{value}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.people}>
        <TextLink to="/users">{t('overview.people', { count: people.total, number: number(people.total) })}</TextLink>
        <TextLink to="/users" search={{ filter: 'unlicensed' }}>
          {t('overview.unlicensed', { number: number(people.unlicensed) })}
        </TextLink>
        <TextLink to="/users" search={{ filter: 'blocked' }}>
          {t('overview.blocked', { number: number(people.blocked) })}
        </TextLink>
      </div>
      {notes.length === 0 ? null : (
        <Text size={200} className={styles.notes}>
          {notes.join(' ')}
        </Text>
      )}
    </Section>
  );
}

/** An amount in hundredths of a currency, rounded: at a glance nobody reads the cents. */
function wholeMoneyText(cents: number, currency: string, language: Language): string {
  return new Intl.NumberFormat(language, { style: 'currency', currency, maximumFractionDigits: 0 }).format(cents / 100);
}
