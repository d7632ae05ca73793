import { Button, makeStyles, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AuditEntry, ListedOperation } from '../../client/operations.ts';
import { momentText } from '../formats.ts';
import { EmptyList } from '../list/empty-list.tsx';
import { PageButton } from '../parts/page-link.tsx';
import { Problem } from '../parts/problem.tsx';
import { sessionQuery } from '../queries.ts';
import { useRight } from '../rights.ts';
import { type Language, type Texts, useTexts } from '../texts.ts';
import { channelText } from './channel-text.ts';
import { entriesAboutQuery, operationsQuery } from './operation-queries.ts';
import { operationSentence } from './operation-sentence.ts';
import { StatusBadge } from './status-badge.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
  list: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyleType: 'none' },
  item: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalM} 0`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
    minWidth: 0,
  },
  head: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  link: { color: tokens.colorBrandForegroundLink, fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground2 },
  foot: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** What was done to a person or with a product, newest first, each with a link to its operation. */
export function History(props: { readonly user: string } | { readonly product: string }) {
  const { allowed } = useRight('readAudit');
  if ('product' in props) return <OfProduct skuId={props.product} />;
  return allowed ? <OfPersonInLog userId={props.user} /> : <OfPerson userId={props.user} />;
}

/** Everything that the audit log tells: licenses, and what was done to the account. */
function OfPersonInLog({ userId }: { readonly userId: string }) {
  const { t, language } = useTexts();
  const timeZone = useTimeZone();
  const styles = useStyles();
  const query = useInfiniteQuery(entriesAboutQuery(userId));
  return (
    <Frame
      query={query}
      label={t('history.ofPerson')}
      none={t('history.nonePerson')}
      all={<AllOperations search={{ user: userId }} />}
      itemOf={({ id, sentence, at, operationId }: AuditEntry) => (
        <li key={id} className={styles.item}>
          <Text>{sentence}</Text>
          <div className={styles.head}>
            <Text size={200} className={styles.quiet}>
              {momentText(at, timeZone, language)}
            </Text>
            {operationId === null ? null : (
              <OperationLink id={operationId}>{t('operations.one', { id: operationId })}</OperationLink>
            )}
          </div>
        </li>
      )}
    />
  );
}

/** For who may not read the audit log: the operations that had this person among their people, and what they did to them. */
function OfPerson({ userId }: { readonly userId: string }) {
  const { t, language } = useTexts();
  const timeZone = useTimeZone();
  const query = useInfiniteQuery(operationsQuery({ user: userId }));
  return (
    <Frame
      query={query}
      label={t('history.ofPerson')}
      none={t('history.nonePerson')}
      all={<AllOperations search={{ user: userId }} />}
      itemOf={(operation: ListedOperation) => (
        <OperationItem key={operation.id} operation={operation} timeZone={timeZone}>
          {outcomeTexts(operation.person, t, language).map((text) => (
            <Text key={text}>{text}</Text>
          ))}
        </OperationItem>
      )}
    />
  );
}

function OfProduct({ skuId }: { readonly skuId: string }) {
  const { t } = useTexts();
  const timeZone = useTimeZone();
  const query = useInfiniteQuery(operationsQuery({ sku: skuId }));
  return (
    <Frame
      query={query}
      label={t('history.ofProduct')}
      none={t('history.noneProduct')}
      all={<AllOperations search={{ product: skuId }} />}
      itemOf={(operation: ListedOperation) => (
        <OperationItem key={operation.id} operation={operation} timeZone={timeZone} />
      )}
    />
  );
}

function OperationItem({
  operation,
  timeZone,
  children,
}: {
  readonly operation: ListedOperation;
  readonly timeZone: string;
  readonly children?: ReactNode;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { id, status, by, channel, appliedAt, plannedAt } = operation;
  return (
    <li className={styles.item}>
      <div className={styles.head}>
        <OperationLink id={id}>{operationSentence(operation, t, language)}</OperationLink>
        {status === 'applied' ? null : <StatusBadge status={status} />}
      </div>
      {children}
      <Text size={200} className={styles.quiet}>
        {t('history.by', { name: by, moment: momentText(appliedAt ?? plannedAt, timeZone, language) })}
        {'. '}
        {channelText(channel, t)}
      </Text>
    </li>
  );
}

function OperationLink({ id, children }: { readonly id: number; readonly children: ReactNode }) {
  return (
    <Link to="/operations/$id" params={{ id: String(id) }} className={useStyles().link}>
      {children}
    </Link>
  );
}

function AllOperations({ search }: { readonly search: { readonly user?: string; readonly product?: string } }) {
  const { t } = useTexts();
  return (
    <PageButton to="/operations" search={search}>
      {t('history.all')}
    </PageButton>
  );
}

interface Pages<Item> {
  readonly data: { readonly pages: readonly { readonly value: readonly Item[] }[] } | undefined;
  readonly error: unknown;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
  readonly refetch: () => unknown;
}

function Frame<Item>({
  query: { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch },
  label,
  none,
  all,
  itemOf,
}: {
  readonly query: Pages<Item>;
  readonly label: string;
  readonly none: string;
  readonly all: ReactNode;
  readonly itemOf: (item: Item) => ReactNode;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const items = data?.pages.flatMap(({ value }) => value) ?? [];
  if (error)
    return (
      <div className={styles.root}>
        <Problem error={error} />
        <div>
          <Button onClick={() => void refetch()}>{t('state.retry')}</Button>
        </div>
      </div>
    );
  if (!data)
    return (
      <div className={styles.root} aria-busy="true">
        <SkeletonItem size={48} />
        <SkeletonItem size={48} />
        <SkeletonItem size={48} />
      </div>
    );
  if (items.length === 0) return <EmptyList title={t('history.none')} hint={none} />;
  return (
    <div className={styles.root}>
      <ul className={styles.list} aria-label={label}>
        {items.map(itemOf)}
      </ul>
      <div className={styles.foot}>
        {hasNextPage ? (
          <Button disabledFocusable={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('operations.more')}
          </Button>
        ) : null}
        {all}
      </div>
    </div>
  );
}

function outcomeTexts(person: ListedOperation['person'], t: Texts, language: Language): string[] {
  if (!person) return [];
  const names = (products: readonly { readonly name: string }[]) =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(products.map(({ name }) => name));
  if (person.result === 'unchanged') return [t('history.unchanged')];
  if (person.result === 'refused') return person.refusals.map(({ message }) => t('history.refused', { why: message }));
  return [
    ...(person.assigns.length > 0 ? [t('history.got', { names: names(person.assigns) })] : []),
    ...(person.unassigns.length > 0 ? [t('history.lost', { names: names(person.unassigns) })] : []),
  ];
}

function useTimeZone(): string {
  return useSuspenseQuery(sessionQuery).data.tenant.timeZone;
}
