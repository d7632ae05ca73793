import { Badge, SkeletonItem } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { numberText } from '../formats.ts';
import { EmptyList } from '../list/empty-list.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Problem } from '../parts/problem.tsx';
import { products } from '../server.ts';
import { useTexts } from '../texts.ts';

/** The groups that give a product to their members, and how far they have come with it. */
export function ProductGroups({ skuId }: { readonly skuId: string }) {
  const { t, language } = useTexts();
  const { data, error, isPending } = useQuery({
    queryKey: ['product groups', skuId, language],
    queryFn: () => products.groups(skuId),
  });
  if (isPending) return <SkeletonItem size={64} />;
  if (error) return <Problem error={error} />;
  if (data.length === 0) return <EmptyList title={t('licenses.noGroups')} hint={t('licenses.noGroupsHint')} />;
  return (
    <DataTable
      label={t('licenses.tabs.groups')}
      rows={data}
      rowKey={({ id }) => id}
      columns={[
        {
          id: 'name',
          header: t('licenses.group'),
          names: true,
          cell: ({ displayName }) => <bdi>{displayName}</bdi>,
        },
        {
          id: 'members',
          header: t('licenses.members'),
          numeric: true,
          cell: ({ members }) => numberText(members, language),
        },
        {
          id: 'assigned',
          header: t('licenses.assigned'),
          numeric: true,
          cell: ({ assigned }) => numberText(assigned, language),
        },
        {
          id: 'state',
          header: t('licenses.groupState'),
          cell: ({ members, assigned, errors }) =>
            errors > 0 ? (
              <Badge appearance="tint" color="warning">
                {t('licenses.groupErrors', { count: errors })}
              </Badge>
            ) : (
              <Badge appearance="tint" color={assigned < members ? 'informative' : 'success'}>
                {t(assigned < members ? 'licenses.groupProgress' : 'licenses.groupDone')}
              </Badge>
            ),
        },
        {
          id: 'off',
          header: t('licenses.off'),
          cell: ({ disabledPlans }) => disabledPlans.map(({ name }) => name).join(', '),
        },
      ]}
    />
  );
}
