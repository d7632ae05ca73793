import {
  Badge,
  Button,
  makeStyles,
  SkeletonItem,
  Spinner,
  Tab,
  TabList,
  Text,
  Tooltip,
  tokens,
} from '@fluentui/react-components';
import {
  ArrowClockwiseRegular,
  ArrowDownloadRegular,
  CheckmarkCircleRegular,
  DismissCircleRegular,
  SubtractCircleRegular,
} from '@fluentui/react-icons';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { DetailedOperation, OperationPerson, OperationProfile, PersonResult } from '../../client/licensing.ts';
import { numberText } from '../formats.ts';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { Problem } from '../parts/problem.tsx';
import { useRight } from '../rights.ts';
import { licensing, results } from '../server.ts';
import { type Texts, useTexts } from '../texts.ts';
import { nameOf } from './people-of.tsx';
import { fixOf } from './refusals.tsx';

const PAGE = 100;
const FILTERS = ['all', 'change', 'unchanged', 'refused'] as const;

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
  summary: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  tabs: { flexWrap: 'wrap' },
  person: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  details: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere', minWidth: '12rem' },
});

interface ResultRow {
  readonly key: string;
  readonly name: string;
  readonly userPrincipalName: string | null;
  readonly result: PersonResult;
  readonly details: readonly string[];
}

/** What came of an operation for each person, with "retry only what failed" and "download results". */
export function Results({
  operation,
  onRetry,
}: {
  readonly operation: DetailedOperation;
  /** Called with the plan that tries the failed ones again. */
  readonly onRetry?: (plan: DetailedOperation) => void;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const [filter, setFilter] = useState<(typeof FILTERS)[number]>('all');
  const { totals } = operation;
  const counts = { all: totals.people, change: totals.changed, unchanged: totals.unchanged, refused: totals.refused };
  const labels = {
    all: t('change.result.all'),
    change: t('change.result.filterChange'),
    unchanged: t('change.result.filterUnchanged'),
    refused: t('change.result.filterRefused'),
  };
  return (
    <div className={styles.root}>
      <Summary totals={totals} />
      <div className={styles.actions}>
        {onRetry && totals.refused > 0 ? <RetryButton operationId={operation.id} onRetry={onRetry} /> : null}
        <Button as="a" href={results.exportPath(operation.id, language)} download icon={<ArrowDownloadRegular />}>
          {t('change.result.download')}
        </Button>
      </div>
      <TabList
        className={styles.tabs}
        size="small"
        aria-label={t('change.result.filter')}
        selectedValue={filter}
        onTabSelect={(_event, { value }) => setFilter(FILTERS.find((one) => one === value) ?? 'all')}
      >
        {FILTERS.filter((one) => one === 'all' || counts[one] > 0).map((one) => (
          <Tab key={one} value={one}>
            {`${labels[one]} (${numberText(counts[one], language)})`}
          </Tab>
        ))}
      </TabList>
      <People key={`${operation.id} ${filter}`} operation={operation} filter={filter} />
    </div>
  );
}

function Summary({ totals }: { readonly totals: DetailedOperation['totals'] }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { changed, unchanged, refused } = totals;
  const values = (count: number) => ({ count, number: numberText(count, language) });
  return (
    <div className={styles.summary}>
      <Badge size="large" appearance="tint" color={changed > 0 ? 'success' : 'informative'} icon={ICONS.change}>
        {t('change.result.summaryChanged', values(changed))}
      </Badge>
      {unchanged > 0 ? (
        <Badge size="large" appearance="tint" color="informative" icon={ICONS.unchanged}>
          {t('change.result.summaryUnchanged', values(unchanged))}
        </Badge>
      ) : null}
      {refused > 0 ? (
        <Badge size="large" appearance="tint" color="warning" icon={ICONS.refused}>
          {t('change.result.summaryRefused', values(refused))}
        </Badge>
      ) : null}
    </div>
  );
}

function RetryButton({
  operationId,
  onRetry,
}: {
  readonly operationId: number;
  readonly onRetry: (plan: DetailedOperation) => void;
}) {
  const { t } = useTexts();
  const right = useRight('assignLicenses');
  const retry = useMutation({
    mutationFn: () => results.retry(operationId, {}, () => {}),
    onSuccess: onRetry,
  });
  const button = (
    <Button
      icon={retry.isPending ? <Spinner size="tiny" /> : <ArrowClockwiseRegular />}
      disabledFocusable={!right.allowed || retry.isPending}
      onClick={() => retry.mutate()}
    >
      {t('change.result.retry')}
    </Button>
  );
  return (
    <>
      {right.reason === undefined ? (
        button
      ) : (
        <Tooltip content={right.reason} relationship="description">
          {button}
        </Tooltip>
      )}
      <Problem error={retry.error} />
    </>
  );
}

function People({
  operation,
  filter,
}: {
  readonly operation: DetailedOperation;
  readonly filter: (typeof FILTERS)[number];
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const pages = useInfiniteQuery({
    queryKey: ['operation', operation.id, 'people', filter],
    queryFn: ({ pageParam }) =>
      licensing.people(operation.id, { after: pageParam, top: PAGE, ...(filter === 'all' ? {} : { result: filter }) }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 60_000,
  });
  const people = pages.data?.pages.flatMap(({ value }) => value) ?? [];
  const profiles = new Map(operation.profiles.map((profile) => [profile.no, profile]));
  const rows = people.map((person) => rowOf(person, profiles.get(person.profileNo), operation, t));
  // Who is nobody stands at the end, after the last page.
  const atEnd = pages.isSuccess && !pages.hasNextPage && (filter === 'all' || filter === 'refused');
  const all = atEnd ? [...rows, ...unmatchedRows(operation, t)] : rows;
  const columns: readonly DataColumn<ResultRow>[] = [
    {
      id: 'person',
      header: t('change.result.person'),
      names: true,
      width: '32%',
      cell: (row) => (
        <span className={styles.person}>
          <bdi>{row.name}</bdi>
          {row.userPrincipalName === null ? null : (
            <Text size={200} className={styles.quiet}>
              {row.userPrincipalName}
            </Text>
          )}
        </span>
      ),
    },
    { id: 'result', header: t('change.result.outcome'), cell: ({ result }) => <ResultBadge result={result} /> },
    {
      id: 'details',
      header: t('change.result.details'),
      cell: ({ details }) => (
        <span className={styles.details}>
          {details.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </span>
      ),
    },
  ];
  if (pages.isPending) return <SkeletonItem size={96} />;
  return (
    <>
      <Problem error={pages.error} />
      {all.length === 0 ? (
        <Text>{t('change.result.nobody')}</Text>
      ) : (
        <DataTable label={t('change.result.list')} columns={columns} rows={all} rowKey={({ key }) => key} />
      )}
      {pages.hasNextPage ? (
        <div className={styles.actions}>
          <Button disabledFocusable={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('change.result.more')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

const ICONS = {
  change: <CheckmarkCircleRegular />,
  unchanged: <SubtractCircleRegular />,
  refused: <DismissCircleRegular />,
} as const;
const COLORS = { change: 'success', unchanged: 'informative', refused: 'warning' } as const;

function ResultBadge({ result }: { readonly result: PersonResult }) {
  const { t } = useTexts();
  const words = {
    change: t('change.result.change'),
    unchanged: t('change.result.unchanged'),
    refused: t('change.result.refused'),
  };
  return (
    <Badge appearance="tint" color={COLORS[result]} icon={ICONS[result]}>
      {words[result]}
    </Badge>
  );
}

function rowOf(
  person: OperationPerson,
  profile: OperationProfile | undefined,
  { totals }: DetailedOperation,
  t: Texts,
): ResultRow {
  const { userId, userPrincipalName, result, shortage } = person;
  const row = { key: userId, name: nameOf(person), userPrincipalName, result };
  const short = totals.shortages.find(({ skuId }) => skuId === shortage?.skuId);
  if (short) return { ...row, details: [short.message, fixOf(short, t)] };
  return { ...row, details: profile === undefined ? [] : detailsOf(profile, t) };
}

function detailsOf({ result, unassigns, assigns, refusals, notes }: OperationProfile, t: Texts): string[] {
  const told = notes.map(({ text }) => text);
  switch (result) {
    case 'refused':
      return refusals.map((refusal) => `${refusal.message} ${fixOf(refusal, t)}`);
    case 'unchanged':
      return told.length > 0 ? told : [t('change.result.had')];
    case 'change':
      return [
        ...unassigns.map(({ name }) => t('change.result.gone', { name })),
        ...assigns.map(({ name }) => t('change.result.given', { name })),
        ...told,
      ];
  }
}

function unmatchedRows({ unmatched }: DetailedOperation, t: Texts): ResultRow[] {
  return unmatched.slice(0, PAGE).map((one) => ({
    key: `unknown ${one.person}`,
    name: one.person,
    userPrincipalName: null,
    result: 'refused',
    details: [`${one.message} ${fixOf(one, t)}`],
  }));
}
