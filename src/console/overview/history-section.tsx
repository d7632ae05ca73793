import { makeStyles, ToggleButton, tokens } from '@fluentui/react-components';
import { DataLineRegular, DataTrendingRegular } from '@fluentui/react-icons';
import { useNavigate } from '@tanstack/react-router';
import type { Overview, SeatSeries } from '../../client/overview.ts';
import { dayText, numberText } from '../formats.ts';
import type { DataColumn } from '../parts/data-table.tsx';
import { Section } from '../parts/section.tsx';
import { useTexts } from '../texts.ts';
import { ChartFrame } from './chart-frame.tsx';
import { LineChart } from './line-chart.tsx';
import { QuietState } from './quiet-state.tsx';
import { assignedOn, dayNumber, momentOf } from './seat-lines.ts';

const useStyles = makeStyles({
  day: { whiteSpace: 'nowrap' },
  choices: { display: 'flex', gap: tokens.spacingHorizontalXS },
});

/** How many licenses of each product were assigned over time; over how long stands in the address. */
export function HistorySection({
  history,
  days,
  busy,
}: {
  readonly history: Overview['history'];
  readonly days: number;
  readonly busy: boolean;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const navigate = useNavigate();
  const { series } = history;
  if (series.length === 0) {
    return (
      <Section icon={<DataTrendingRegular />} title={t('overview.history')}>
        <QuietState icon={<DataLineRegular />} title={t('overview.noHistory')} hint={t('overview.noHistoryHint')} />
      </Section>
    );
  }
  const until = dayNumber(history.until);
  const from = until - history.days;
  const choose = (wanted: number) =>
    void navigate({ to: '/', search: wanted === 365 ? { days: 365 } : {}, replace: true, resetScroll: false });
  const number = (value: number | undefined) => (value === undefined ? '–' : numberText(value, language));
  const day = (value: number) => dayText(momentOf(value), 'UTC', language);
  const columns: DataColumn<number>[] = [
    { id: 'day', header: t('overview.day'), cell: (at) => <span className={styles.day}>{day(at)}</span>, names: true },
    ...series.map(({ skuId, name, points }) => ({
      id: skuId,
      header: name,
      cell: (at: number) => number(assignedOn(points, at)),
      numeric: true as const,
    })),
  ];
  return (
    <Section
      icon={<DataTrendingRegular />}
      title={t('overview.history')}
      hint={t('overview.historyHint', { count: series.length, number: series.length })}
    >
      <ChartFrame
        label={t('overview.history')}
        choices={
          <fieldset
            className={styles.choices}
            aria-label={t('overview.period')}
            style={{ border: 0, margin: 0, padding: 0 }}
          >
            {([90, 365] as const).map((wanted) => (
              <ToggleButton
                key={wanted}
                size="small"
                appearance="subtle"
                checked={days === wanted}
                onClick={() => choose(wanted)}
              >
                {t(wanted === 90 ? 'overview.days90' : 'overview.days365')}
              </ToggleButton>
            ))}
          </fieldset>
        }
        columns={columns}
        rows={tableDays(from, until)}
        rowKey={(at) => at}
      >
        <LineChart
          series={series}
          from={from}
          until={until}
          busy={busy}
          label={t('overview.chartAlt', {
            from: day(from),
            until: day(until),
            lines: series
              .map(({ name, points }) =>
                t('overview.chartLine', {
                  name,
                  first: number(firstOf(points)),
                  last: number(points.at(-1)?.consumed),
                }),
              )
              .join(' '),
          })}
        />
      </ChartFrame>
    </Section>
  );
}

function firstOf(points: SeatSeries['points']): number | undefined {
  return points[0]?.consumed;
}

/** A dozen days, the last one today, newest first. */
function tableDays(from: number, until: number): number[] {
  const rows = 12;
  return Array.from({ length: rows + 1 }, (_, at) => Math.round(until - ((until - from) * at) / rows));
}
