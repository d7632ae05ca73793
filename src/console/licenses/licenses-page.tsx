import { makeStyles, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { OwnedProduct } from '../../client/products.ts';
import { moneyText, numberText } from '../formats.ts';
import { EmptyList } from '../list/empty-list.tsx';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { PageFrame } from '../parts/page-frame.tsx';
import { Problem } from '../parts/problem.tsx';
import { ownedProductsQuery } from '../queries.ts';
import { useTexts } from '../texts.ts';
import { ProductState } from './product-state.tsx';
import { SeatsBar } from './seats-bar.tsx';

const useStyles = makeStyles({
  product: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, minWidth: '11rem' },
  link: {
    color: tokens.colorBrandForegroundLink,
    fontWeight: tokens.fontWeightSemibold,
    textDecorationLine: 'none',
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  seats: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: '7rem' },
  sums: { display: 'flex', flexWrap: 'wrap', gap: `0 ${tokens.spacingHorizontalXL}` },
});

/** Billing › Licenses: what the organization owns, one row a product. */
export function LicensesPage() {
  const { t } = useTexts();
  const { data, error, isPending } = useQuery(ownedProductsQuery);
  return (
    <PageFrame name={t('page.licenses')} lead={t('licenses.lead')}>
      <Problem error={error} />
      {isPending ? <SkeletonItem size={128} /> : null}
      {data?.value.length === 0 ? <EmptyList title={t('licenses.none')} hint={t('licenses.noneHint')} /> : null}
      {data && data.value.length > 0 ? <Products products={data.value} currency={data.currency} /> : null}
    </PageFrame>
  );
}

function Products({ products, currency }: { readonly products: readonly OwnedProduct[]; readonly currency: string }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const money = (cents: number) => moneyText(cents, currency, language);
  const sum = (cost: (product: OwnedProduct) => number) => products.reduce((total, each) => total + cost(each), 0);
  const columns: DataColumn<OwnedProduct>[] = [
    {
      id: 'name',
      header: t('licenses.name'),
      names: true,
      cell: ({ skuId, name, partNumber }) => (
        <span className={styles.product}>
          <Link to="/licenses/$product" params={{ product: skuId }} className={styles.link}>
            {name}
          </Link>
          <Text size={200} className={styles.quiet}>
            {partNumber}
          </Text>
        </span>
      ),
    },
    {
      id: 'assigned',
      header: t('licenses.assigned'),
      cell: ({ consumed, total }) => (
        <span className={styles.seats}>
          {t('licenses.seatsLabel', { assigned: numberText(consumed, language), total: numberText(total, language) })}
          <SeatsBar assigned={consumed} total={total} />
        </span>
      ),
    },
    {
      id: 'available',
      header: t('licenses.available'),
      numeric: true,
      cell: ({ available }) => numberText(Math.max(0, available), language),
    },
    { id: 'status', header: t('licenses.status'), cell: (product) => <ProductState product={product} /> },
    {
      id: 'cost',
      header: t('licenses.cost'),
      numeric: true,
      cell: ({ monthlyPriceCents, total }) => (monthlyPriceCents === null ? '–' : money(monthlyPriceCents * total)),
    },
  ];
  return (
    <>
      <div className={styles.sums}>
        <Text>
          {t('licenses.totalCost', { cost: money(sum((each) => (each.monthlyPriceCents ?? 0) * each.total)) })}
        </Text>
        <Text className={styles.quiet}>
          {t('licenses.unusedCost', {
            cost: money(sum((each) => (each.monthlyPriceCents ?? 0) * Math.max(0, each.available))),
          })}
        </Text>
      </div>
      <DataTable
        label={t('licenses.table')}
        columns={columns}
        rows={products.toSorted((left, right) => left.name.localeCompare(right.name, language))}
        rowKey={({ skuId }) => skuId}
      />
    </>
  );
}
