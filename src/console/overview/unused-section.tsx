import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular, DataBarHorizontalRegular } from '@fluentui/react-icons';
import type { Overview, OverviewProduct } from '../../client/overview.ts';
import { moneyText, numberText } from '../formats.ts';
import type { DataColumn } from '../parts/data-table.tsx';
import { Section } from '../parts/section.tsx';
import { useTexts } from '../texts.ts';
import { ChartFrame } from './chart-frame.tsx';
import { QuietState } from './quiet-state.tsx';
import { TextLink } from './text-link.tsx';

/** As many products as have a bar; the table has all. */
const BARS = 8;

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  row: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  texts: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalL,
    justifyContent: 'space-between',
    alignItems: 'baseline',
  },
  name: { overflowWrap: 'anywhere' },
  numbers: { display: 'flex', gap: tokens.spacingHorizontalL, fontVariantNumeric: 'tabular-nums' },
  quiet: { color: tokens.colorNeutralForeground2 },
  bar: { display: 'block', width: '100%', height: '10px' },
  empty: { fill: tokens.colorNeutralBackground5 },
  full: { fill: tokens.colorCompoundBrandBackground },
});

/** The products with unused licenses, the dearest first. */
export function UnusedSection({ overview }: { readonly overview: Overview }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const unused = overview.products
    .filter((product) => !product.free && product.unused > 0)
    .sort((left, right) => (right.unusedCents ?? -1) - (left.unusedCents ?? -1) || right.unused - left.unused);
  const icon = <DataBarHorizontalRegular />;
  if (unused.length === 0) {
    return (
      <Section icon={icon} title={t('overview.unusedChart')}>
        <QuietState
          icon={<CheckmarkCircleRegular />}
          title={t('overview.nothingUnused')}
          hint={t('overview.nothingUnusedHint')}
        />
      </Section>
    );
  }
  const number = (value: number) => numberText(value, language);
  const cost = ({ unusedCents }: OverviewProduct) =>
    unusedCents === null ? t('overview.noPrice') : moneyText(unusedCents, overview.currency, language);
  const dearest = Math.max(1, ...unused.map(({ unusedCents }) => unusedCents ?? 0));
  const link = ({ skuId, name }: OverviewProduct) => (
    <TextLink to="/licenses/$product" params={{ product: skuId }}>
      {name}
    </TextLink>
  );
  const columns: DataColumn<OverviewProduct>[] = [
    { id: 'product', header: t('overview.chartProduct'), cell: link, names: true },
    { id: 'unused', header: t('overview.chartUnused'), cell: (product) => number(product.unused), numeric: true },
    { id: 'owned', header: t('overview.chartOwned'), cell: ({ owned }) => number(owned), numeric: true },
    { id: 'cost', header: t('overview.chartCost'), cell: cost, numeric: true },
  ];
  const rest = unused.length - BARS;
  return (
    <Section icon={icon} title={t('overview.unusedChart')} hint={t('overview.unusedChartHint')}>
      <ChartFrame label={t('overview.unusedChart')} columns={columns} rows={unused} rowKey={({ skuId }) => skuId}>
        <ul className={styles.list}>
          {unused.slice(0, BARS).map((product) => (
            <li key={product.skuId} className={styles.row}>
              <div className={styles.texts}>
                <span className={styles.name}>{link(product)}</span>
                <span className={styles.numbers}>
                  <Text className={styles.quiet}>
                    {t('overview.unusedOf', { unused: number(product.unused), owned: number(product.owned) })}
                  </Text>
                  <Text weight="semibold">{cost(product)}</Text>
                </span>
              </div>
              <Bar share={(product.unusedCents ?? 0) / dearest} label={`${product.name}: ${cost(product)}`} />
            </li>
          ))}
        </ul>
        {rest > 0 ? (
          <TextLink to="/licenses">{t('overview.more', { count: rest, number: number(rest) })}</TextLink>
        ) : null}
      </ChartFrame>
    </Section>
  );
}

function Bar({ share, label }: { readonly share: number; readonly label: string }) {
  const styles = useStyles();
  return (
    <svg className={styles.bar} role="img" aria-label={label}>
      <rect className={styles.empty} width="100%" height="10" rx="5" />
      {share > 0 ? <rect className={styles.full} width={`${Math.max(1, share * 100)}%`} height="10" rx="5" /> : null}
    </svg>
  );
}
