import { SkeletonItem, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../parts/data-table.tsx';
import { Problem } from '../parts/problem.tsx';
import { productQuery } from '../queries.ts';
import { useTexts } from '../texts.ts';

/** The apps and services of a product, what each needs and what it excludes. */
export function ProductServices({ skuId }: { readonly skuId: string }) {
  const { t } = useTexts();
  const { data, error, isPending } = useQuery(productQuery(skuId));
  if (isPending) return <SkeletonItem size={64} />;
  if (error) return <Problem error={error} />;
  return (
    <DataTable
      label={t('licenses.tabs.services')}
      rows={data.servicePlans}
      rowKey={({ planId }) => planId}
      columns={[
        { id: 'name', header: t('licenses.service'), names: true, cell: ({ displayName }) => displayName },
        { id: 'technical', header: t('licenses.technical'), cell: ({ name }) => <Text font="monospace">{name}</Text> },
        { id: 'needs', header: t('licenses.needs'), cell: ({ needsAnyOf }) => needsAnyOf.join(', ') },
        { id: 'excludes', header: t('licenses.excludes'), cell: ({ excludes }) => excludes.join(', ') },
      ]}
    />
  );
}
