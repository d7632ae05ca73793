import { Badge, SkeletonItem } from '@fluentui/react-components';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { consoleEn } from '../../messages/console-en.ts';
import { dayText, numberText } from '../formats.ts';
import { EmptyList } from '../list/empty-list.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Problem } from '../parts/problem.tsx';
import { sessionQuery } from '../queries.ts';
import { products } from '../server.ts';
import { type Texts, useTexts } from '../texts.ts';

const COLORS = {
  active: 'success',
  expired: 'warning',
  disabled: 'danger',
  deleted: 'subtle',
} as const satisfies Record<keyof typeof consoleEn.licenses.subscriptionState, string>;

/** The subscriptions behind a product's seats. */
export function ProductSubscriptions({ skuId }: { readonly skuId: string }) {
  const { t, language } = useTexts();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data, error, isPending } = useQuery({
    queryKey: ['product subscriptions', skuId],
    queryFn: () => products.subscriptions(skuId),
  });
  if (isPending) return <SkeletonItem size={64} />;
  if (error) return <Problem error={error} />;
  if (data.length === 0)
    return <EmptyList title={t('licenses.noSubscriptions')} hint={t('licenses.noSubscriptionsHint')} />;
  return (
    <DataTable
      label={t('licenses.tabs.subscriptions')}
      rows={data}
      rowKey={({ id }) => id}
      columns={[
        { id: 'id', header: t('licenses.subscription'), names: true, cell: ({ id }) => id.slice(0, 8) },
        {
          id: 'quantity',
          header: t('licenses.quantity'),
          numeric: true,
          cell: ({ quantity }) => numberText(quantity, language),
        },
        {
          id: 'state',
          header: t('licenses.status'),
          cell: ({ state }) => (
            <Badge appearance="tint" color={COLORS[state]}>
              {t(`licenses.subscriptionState.${state}`)}
            </Badge>
          ),
        },
        {
          id: 'channel',
          header: t('licenses.bought'),
          cell: ({ channel, purchaser }) =>
            [channelText(channel, t), ...(purchaser === null ? [] : [purchaser])].join(', '),
        },
        {
          id: 'term',
          header: t('licenses.term'),
          cell: ({ term, isTrial }) => (isTrial ? t('licenses.trial') : termText(term, t)),
        },
        {
          id: 'ends',
          header: t('licenses.ends'),
          cell: ({ endsAt, recurringBilling }) => {
            if (endsAt === null) return t('licenses.noEnd');
            const day = dayText(endsAt, session.tenant.timeZone, language);
            return recurringBilling ? `${t('licenses.renews')} ${day}` : day;
          },
        },
      ]}
    />
  );
}

function channelText(channel: string, t: Texts): string {
  const known = consoleEn.licenses.channel;
  return channel in known ? t(`licenses.channel.${channel as keyof typeof known}`) : channel;
}

function termText(term: string, t: Texts): string {
  const known = consoleEn.licenses.terms;
  return term in known ? t(`licenses.terms.${term as keyof typeof known}`) : term;
}
