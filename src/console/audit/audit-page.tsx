import {
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  ProgressBar,
  SkeletonItem,
  tokens,
} from '@fluentui/react-components';
import { ArrowDownloadRegular, ShieldCheckmarkRegular, WarningRegular } from '@fluentui/react-icons';
import { keepPreviousData, useInfiniteQuery, useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ApiError } from '../../client/client.ts';
import type { AuditEntry } from '../../client/operations.ts';
import { consoleEn } from '../../messages/console-en.ts';
import { momentText, numberText } from '../formats.ts';
import { CommandBar } from '../list/command-bar.tsx';
import { EmptyList } from '../list/empty-list.tsx';
import { channelText } from '../operations/channel-text.ts';
import { ChoiceFilter, NameFilter } from '../operations/list-filters.tsx';
import { entriesQuery } from '../operations/operation-queries.ts';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { PageFrame } from '../parts/page-frame.tsx';
import { Problem } from '../parts/problem.tsx';
import { StateMessage } from '../parts/state-message.tsx';
import { sessionQuery } from '../queries.ts';
import { useRight } from '../rights.ts';
import { operations } from '../server.ts';
import { useTexts } from '../texts.ts';
import type { AuditSearch } from './audit-search.ts';

const route = getRouteApi('/shell/audit');

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  more: { alignSelf: 'center' },
  what: { display: 'block', minWidth: '16rem' },
  whole: { whiteSpace: 'nowrap' },
  link: { color: tokens.colorBrandForegroundLink },
  told: { whiteSpace: 'normal', overflowWrap: 'anywhere' },
});

/** The audit log in sentences: filtered, exported, proved. */
export function AuditPage() {
  const { t, language } = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const right = useRight('readAudit');
  if (right.reason !== undefined)
    return <StateMessage icon={<WarningRegular />} title={t('auditLog.title')} hint={right.reason} />;
  const change = (part: { readonly [Key in keyof AuditSearch]?: string | undefined }) =>
    void navigate({
      search: (before: AuditSearch) =>
        Object.fromEntries(Object.entries({ ...before, ...part }).filter(([, value]) => value)),
      replace: true,
    });
  const channels = Object.keys(consoleEn.operations.channel);
  return (
    <PageFrame name={t('auditLog.title')} lead={t('auditLog.lead')}>
      <Verify />
      <CommandBar label={t('operations.filters')}>
        <NameFilter
          label={t('auditLog.actor')}
          hint={t('auditLog.actor')}
          value={search.actor ?? ''}
          onChange={(actor) => change({ actor })}
        />
        <NameFilter
          label={t('auditLog.target')}
          hint={t('auditLog.target')}
          value={search.target ?? ''}
          onChange={(target) => change({ target })}
        />
        <ChoiceFilter
          label={t('auditLog.channel')}
          any={t('auditLog.anyChannel')}
          value={search.channel}
          options={channels.map((channel) => [channel, channelText(channel, t)])}
          onChange={(channel) => change({ channel })}
        />
        {(['csv', 'jsonl'] as const).map((format) => (
          <Button
            key={format}
            as="a"
            appearance="subtle"
            icon={<ArrowDownloadRegular />}
            href={operations.entriesPath(search, format, language)}
            download
          >
            {t(format === 'csv' ? 'auditLog.exportCsv' : 'auditLog.exportLines')}
          </Button>
        ))}
      </CommandBar>
      <Entries search={search} onClear={() => void navigate({ search: {} })} />
    </PageFrame>
  );
}

function Verify() {
  const { t, language } = useTexts();
  const styles = useStyles();
  const proof = useMutation({ mutationFn: () => operations.verify(() => {}) });
  const broken = proof.error instanceof ApiError && proof.error.code === 'auditBroken' ? proof.error : undefined;
  return (
    <div className={styles.list}>
      <div>
        <Button
          icon={<ShieldCheckmarkRegular />}
          disabledFocusable={proof.isPending}
          onClick={() => (proof.isPending ? undefined : proof.mutate())}
        >
          {t('auditLog.verify')}
        </Button>
      </div>
      {proof.isPending ? <ProgressBar aria-label={t('auditLog.verifying')} /> : null}
      <div role="status">
        {proof.data ? (
          <MessageBar intent="success" layout="multiline">
            <MessageBarBody className={styles.told}>
              {t('auditLog.whole', {
                count: proof.data.entries,
                number: numberText(proof.data.entries, language),
                head: `${proof.data.head.id}:${proof.data.head.hash}`,
              })}
            </MessageBarBody>
          </MessageBar>
        ) : null}
      </div>
      {broken ? (
        <div role="alert">
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody className={styles.told}>
              {t('auditLog.broken', { id: Number(broken.details.at) })}
            </MessageBarBody>
          </MessageBar>
        </div>
      ) : (
        <Problem error={proof.error} />
      )}
    </div>
  );
}

function Entries({ search, onClear }: { readonly search: AuditSearch; readonly onClear: () => void }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { actor, target, channel } = search;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...entriesQuery({ actor, target, channel }),
    placeholderData: keepPreviousData,
  });
  if (error)
    return (
      <div className={styles.list}>
        <Problem error={error} />
        <div>
          <Button onClick={() => void refetch()}>{t('state.retry')}</Button>
        </div>
      </div>
    );
  if (!data) return <SkeletonItem size={128} />;
  const rows = data.pages.flatMap(({ value }) => value);
  if (rows.length === 0)
    return (
      <EmptyList title={t('auditLog.none')} hint={t('auditLog.noneHint')}>
        <Button onClick={onClear}>{t('operations.clear')}</Button>
      </EmptyList>
    );
  const columns: DataColumn<AuditEntry>[] = [
    {
      id: 'when',
      header: t('operations.when'),
      cell: ({ at }) => <span className={styles.whole}>{momentText(at, session.tenant.timeZone, language)}</span>,
    },
    {
      id: 'what',
      header: t('auditLog.what'),
      names: true,
      width: '70%',
      cell: ({ sentence }) => <span className={styles.what}>{sentence}</span>,
    },
    {
      id: 'operation',
      header: t('operations.what'),
      cell: ({ operationId: id }) =>
        id === null ? null : (
          <Link to="/operations/$id" params={{ id: String(id) }} className={styles.link}>
            {t('operations.number', { id })}
          </Link>
        ),
    },
  ];
  return (
    <div className={styles.list}>
      <DataTable label={t('auditLog.list')} columns={columns} rows={rows} rowKey={({ id }) => id} />
      {hasNextPage ? (
        <Button className={styles.more} disabledFocusable={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('operations.more')}
        </Button>
      ) : null}
    </div>
  );
}
