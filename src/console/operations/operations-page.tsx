import { Button, makeStyles, SkeletonItem, tokens } from '@fluentui/react-components';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { EmptyList } from '../list/empty-list.tsx';
import { PageFrame } from '../parts/page-frame.tsx';
import { Problem } from '../parts/problem.tsx';
import { useTexts } from '../texts.ts';
import { operationsQuery } from './operation-queries.ts';
import { OperationsFilters } from './operations-filters.tsx';
import type { OperationsSearch } from './operations-search.ts';
import { OperationsTable } from './operations-table.tsx';

const route = getRouteApi('/shell/operations');

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  more: { alignSelf: 'center' },
});

/** Every change of licenses, newest first. */
export function OperationsPage() {
  const { t } = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <PageFrame name={t('page.operations')} lead={t('operations.lead')}>
      <OperationsFilters
        search={search}
        onChange={(change) =>
          void navigate({
            search: (before: OperationsSearch) =>
              Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined)),
            replace: true,
          })
        }
      />
      <List search={search} onClear={() => void navigate({ search: {} })} />
    </PageFrame>
  );
}

function List({ search, onClear }: { readonly search: OperationsSearch; readonly onClear: () => void }) {
  const { t } = useTexts();
  const styles = useStyles();
  const { status, kind, by, product, user } = search;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...operationsQuery({ status, kind, by, sku: product, user }),
    placeholderData: keepPreviousData,
  });
  const rows = data?.pages.flatMap(({ value }) => value) ?? [];
  if (error)
    return (
      <div className={styles.list}>
        <Problem error={error} />
        <div>
          <Button onClick={() => void refetch()}>{t('state.retry')}</Button>
        </div>
      </div>
    );
  if (!data) return <Skeleton />;
  if (rows.length === 0) {
    const filtered = Object.keys(search).length > 0;
    if (!filtered) return <EmptyList title={t('operations.noneYet')} hint={t('operations.noneYetHint')} />;
    const onlyPlanned = status === 'planned' && Object.keys(search).length === 1;
    return (
      <EmptyList
        title={onlyPlanned ? t('operations.nonePlanned') : t('operations.none')}
        hint={onlyPlanned ? t('operations.nonePlannedHint') : t('operations.noneHint')}
      >
        <Button onClick={onClear}>{t('operations.clear')}</Button>
      </EmptyList>
    );
  }
  return (
    <div className={styles.list}>
      <OperationsTable operations={rows} />
      {hasNextPage ? (
        <Button className={styles.more} disabledFocusable={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('operations.more')}
        </Button>
      ) : null}
    </div>
  );
}

function Skeleton() {
  const styles = useStyles();
  return (
    <div className={styles.list} aria-busy="true">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <SkeletonItem key={key} size={48} />
      ))}
    </div>
  );
}
