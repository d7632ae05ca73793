import { Button, makeStyles, SkeletonItem, Tab, TabList, Text, tokens } from '@fluentui/react-components';
import { CertificateRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, lazyRouteComponent } from '@tanstack/react-router';
import * as React from 'react';
import { moneyText, numberText } from '../formats.ts';
import { ListPage } from '../list/list-page.tsx';
import { PageFrame } from '../parts/page-frame.tsx';
import { PageButton } from '../parts/page-link.tsx';
import { Problem } from '../parts/problem.tsx';
import { StateMessage } from '../parts/state-message.tsx';
import { ownedProductsQuery } from '../queries.ts';
import { useTexts } from '../texts.ts';
import { ProductPeople } from './product-people.tsx';
import type { ProductSearch } from './product-search.ts';
import { ProductState } from './product-state.tsx';
import { SeatsBar } from './seats-bar.tsx';

const route = getRouteApi('/shell/licenses/$product');

// A tab is loaded when it is opened.
const ProductGroups = lazyRouteComponent(() => import('./product-groups.tsx'), 'ProductGroups');
const ProductServices = lazyRouteComponent(() => import('./product-services.tsx'), 'ProductServices');
const ProductSubscriptions = lazyRouteComponent(() => import('./product-subscriptions.tsx'), 'ProductSubscriptions');
const History = lazyRouteComponent(() => import('../operations/history.tsx'), 'History');

const TABS = ['users', 'groups', 'subscriptions', 'services', 'history'] as const;

const useStyles = makeStyles({
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
  },
  bar: { width: '8rem' },
  quiet: { color: tokens.colorNeutralForeground2 },
  link: { color: tokens.colorBrandForegroundLink },
  tabs: { marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalM})`, flexWrap: 'wrap' },
  panel: { overflowY: 'auto', flex: '1 1 0', minHeight: '14rem' },
});

/** One product: its people and groups, its subscriptions, its services, its history. */
export function ProductPage() {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { product: skuId } = route.useParams();
  const { tab = 'users' } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, isPending, refetch } = useQuery(ownedProductsQuery);
  const product = data?.value.find((each) => each.skuId === skuId);
  if (!data || !product) {
    return (
      <PageFrame name={t('page.licenses')}>
        <Problem error={error} />
        {error ? <Button onClick={() => void refetch()}>{t('state.retry')}</Button> : null}
        {isPending ? <SkeletonItem size={128} /> : null}
        {data ? (
          <StateMessage icon={<CertificateRegular />} title={t('licenses.unknown')} hint={t('licenses.unknownHint')}>
            <PageButton to="/licenses">{t('licenses.toList')}</PageButton>
          </StateMessage>
        ) : null}
      </PageFrame>
    );
  }
  const { consumed, total, available, monthlyPriceCents } = product;
  const lead = (
    <span className={styles.facts}>
      <Link to="/licenses" className={styles.link}>
        {t('page.licenses')}
      </Link>
      <Text>
        {t('licenses.seatsLabel', { assigned: numberText(consumed, language), total: numberText(total, language) })}
      </Text>
      <span className={styles.bar}>
        <SeatsBar assigned={consumed} total={total} />
      </span>
      <Text>
        {t('manage.available', {
          count: Math.max(0, available),
          number: numberText(Math.max(0, available), language),
        })}
      </Text>
      {monthlyPriceCents === null ? null : (
        <Text className={styles.quiet}>
          {t('licenses.totalCost', { cost: moneyText(monthlyPriceCents * total, data.currency, language) })}
        </Text>
      )}
      <ProductState product={product} />
    </span>
  );
  return (
    <ListPage name={product.name} lead={lead}>
      <TabList
        className={styles.tabs}
        selectedValue={tab}
        onTabSelect={(_event, { value }) =>
          void navigate({ search: value === 'users' ? {} : { tab: value as NonNullable<ProductSearch['tab']> } })
        }
      >
        {TABS.map((each) => (
          <Tab key={each} value={each} id={`tab-${each}`}>
            {t(`licenses.tabs.${each}`)}
          </Tab>
        ))}
      </TabList>
      {tab === 'users' ? <ProductPeople product={product} /> : null}
      {tab === 'users' ? null : (
        <div role="tabpanel" aria-labelledby={`tab-${tab}`} className={styles.panel}>
          <React.Suspense fallback={<SkeletonItem size={64} />}>
            {tab === 'groups' ? <ProductGroups skuId={skuId} /> : null}
            {tab === 'subscriptions' ? <ProductSubscriptions skuId={skuId} /> : null}
            {tab === 'services' ? <ProductServices skuId={skuId} /> : null}
            {tab === 'history' ? <History product={skuId} /> : null}
          </React.Suspense>
        </div>
      )}
    </ListPage>
  );
}
