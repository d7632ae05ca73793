import { Button, makeStyles, SkeletonItem, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Problem } from '../parts/problem.tsx';
import { useTexts } from '../texts.ts';
import { DeadlinesSection } from './deadlines-section.tsx';
import { GlanceSection } from './glance-section.tsx';
import { HistorySection } from './history-section.tsx';
import { overviewQuery } from './overview-queries.ts';
import { ProblemsSection } from './problems-section.tsx';
import { UnusedSection } from './unused-section.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(22rem, 100%), 1fr))',
    gap: tokens.spacingHorizontalL,
    alignItems: 'start',
  },
});

/** The tenant at a glance: what is owned and what it costs, what to solve, what is due, how it came so far. */
export function Overview() {
  const { t } = useTexts();
  const styles = useStyles();
  const { days = 90 } = useSearch({ from: '/shell/' });
  const { data: overview, error, refetch, isFetching } = useQuery(overviewQuery(days));
  if (!overview) {
    return error ? (
      <div className={styles.root}>
        <Problem error={error} />
        <div>
          <Button disabledFocusable={isFetching} onClick={() => void refetch()}>
            {t('state.retry')}
          </Button>
        </div>
      </div>
    ) : (
      <div className={styles.root} aria-busy="true">
        <SkeletonItem size={128} />
        <div className={styles.columns}>
          <SkeletonItem size={128} />
          <SkeletonItem size={128} />
        </div>
        <SkeletonItem size={128} />
      </div>
    );
  }
  return (
    <div className={styles.root}>
      <Problem error={error} />
      <GlanceSection overview={overview} />
      <div className={styles.columns}>
        <ProblemsSection overview={overview} />
        <DeadlinesSection overview={overview} />
      </div>
      <HistorySection history={overview.history} days={days} busy={isFetching} />
      <UnusedSection overview={overview} />
    </div>
  );
}
