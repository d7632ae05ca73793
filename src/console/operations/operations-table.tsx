import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ListedOperation } from '../../client/operations.ts';
import { dayText, momentText, numberText } from '../formats.ts';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { sessionQuery } from '../queries.ts';
import { useTexts } from '../texts.ts';
import { channelText } from './channel-text.ts';
import { operationSentence } from './operation-sentence.ts';
import { StatusBadge } from './status-badge.tsx';

const useStyles = makeStyles({
  cell: { display: 'flex', flexDirection: 'column', alignItems: 'start', gap: tokens.spacingVerticalXXS },
  link: {
    color: tokens.colorBrandForegroundLink,
    fontWeight: tokens.fontWeightSemibold,
    textDecorationLine: 'none',
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
  },
  what: { minWidth: '14rem' },
  quiet: { color: tokens.colorNeutralForeground2 },
  whole: { whiteSpace: 'nowrap' },
});

/** Operations as rows, each with a link to its page. */
export function OperationsTable({ operations }: { readonly operations: readonly ListedOperation[] }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { timeZone, now } = session.tenant;
  const number = (value: number) => numberText(value, language);
  const columns: DataColumn<ListedOperation>[] = [
    {
      id: 'what',
      header: t('operations.what'),
      width: '36%',
      names: true,
      cell: (operation) => (
        <span className={mergeClasses(styles.cell, styles.what)}>
          <Link to="/operations/$id" params={{ id: String(operation.id) }} className={styles.link}>
            {operationSentence(operation, t, language)}
          </Link>
          <Text size={200} className={styles.quiet}>
            {t('operations.number', { id: operation.id })}
            {operation.ticket === null ? null : ` · ${t('operations.ticket', { ticket: operation.ticket })}`}
          </Text>
        </span>
      ),
    },
    {
      id: 'status',
      header: t('operations.statusOf'),
      cell: ({ status, undoLosslessUntil: until, totals }) => (
        <span className={styles.cell}>
          <StatusBadge status={status} />
          {until === null || totals.changed === 0 || status === 'undone' || status === 'planned' ? null : (
            <Text size={200} className={styles.quiet}>
              {t(until > now ? 'operations.undoUntil' : 'operations.undoLate', {
                day: dayText(until, timeZone, language),
              })}
            </Text>
          )}
        </span>
      ),
    },
    {
      id: 'people',
      header: t('operations.people'),
      cell: ({ totals: { changed, refused, unchanged } }) => (
        <span className={styles.cell}>
          <Text className={styles.whole}>{t('operations.changed', { number: number(changed) })}</Text>
          {refused > 0 ? (
            <Text size={200} className={styles.quiet}>
              {t('operations.refused', { number: number(refused) })}
            </Text>
          ) : null}
          {changed === 0 && unchanged > 0 ? (
            <Text size={200} className={styles.quiet}>
              {t('operations.unchanged', { number: number(unchanged) })}
            </Text>
          ) : null}
        </span>
      ),
    },
    {
      id: 'who',
      header: t('operations.who'),
      cell: ({ by, channel }) => (
        <span className={styles.cell}>
          <bdi>{by}</bdi>
          <Text size={200} className={styles.quiet}>
            {channelText(channel, t)}
          </Text>
        </span>
      ),
    },
    {
      id: 'when',
      header: t('operations.when'),
      cell: ({ appliedAt, plannedAt }) => (
        <span className={styles.whole}>{momentText(appliedAt ?? plannedAt, timeZone, language)}</span>
      ),
    },
  ];
  return <DataTable label={t('operations.list')} columns={columns} rows={operations} rowKey={({ id }) => id} />;
}
