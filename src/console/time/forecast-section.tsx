import { Button, Label, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { CalendarArrowRightRegular, FastForwardRegular } from '@fluentui/react-icons';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import type { Clock, Forecast } from '../../client/clock.ts';
import { dayText, numberText } from '../formats.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { sessionQuery } from '../queries.ts';
import { type Texts, useTexts } from '../texts.ts';
import { Events } from './due-events.tsx';
import { MoveClock } from './move-clock.tsx';
import { DAY_MS, forecastQuery } from './time-queries.ts';

/** How far the slider goes: past the end of files in the recycle bin of the slowest course. */
const FURTHEST = 400;
const STEPS = [1, 7, 30, 93, 365];
/** A slider that moves asks when it rests. */
const REST_MS = 250;

const useStyles = makeStyles({
  choice: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  steps: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  slider: {
    width: '100%',
    maxWidth: '40rem',
    margin: 0,
    minHeight: '32px',
    accentColor: tokens.colorCompoundBrandBackground,
  },
  busy: { minHeight: '2px' },
});

/** What will be on a day that is chosen with a slider, and moving a sandbox's clock there. */
export function ForecastSection({ clock }: { readonly clock: Clock }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { timeZone } = session.tenant;
  const sliderId = useId();
  const [days, setDays] = useState(30);
  const rested = useRested(days);
  const { data: forecast, error, isFetching } = useQuery(forecastQuery(clock.now, rested));
  const day = dayText(Date.parse(clock.now) + days * DAY_MS, timeZone, language);
  const number = numberText(days, language);
  return (
    <Section icon={<CalendarArrowRightRegular />} title={t('time.forecast')} hint={t('time.forecastHint')}>
      <div className={styles.choice}>
        <Label htmlFor={sliderId}>{t('time.days')}</Label>
        <input
          id={sliderId}
          type="range"
          className={styles.slider}
          min={1}
          max={FURTHEST}
          value={days}
          aria-valuetext={t('time.inDays', { count: days, number, day })}
          onChange={({ target }) => setDays(Number(target.value))}
        />
        <Text weight="semibold">{t('time.inDays', { count: days, number, day })}</Text>
      </div>
      <div className={styles.steps}>
        {STEPS.map((step) => (
          <Button key={step} size="small" onClick={() => setDays(step)}>
            {t('time.step', { count: step, number: numberText(step, language) })}
          </Button>
        ))}
      </div>
      <div className={styles.busy}>{isFetching ? <ProgressBar aria-label={t('time.working')} /> : null}</div>
      <Problem error={error} />
      {forecast ? <Standing forecast={forecast} day={dayText(forecast.on, timeZone, language)} /> : null}
      {forecast ? <Events events={forecast} timeZone={timeZone} /> : null}
      {clock.movable ? <MoveClock now={clock.now} days={days} day={day} icon={<FastForwardRegular />} /> : null}
    </Section>
  );
}

function useRested(value: number): number {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

function Standing({ forecast, day }: { readonly forecast: Forecast; readonly day: string }) {
  const { t, language } = useTexts();
  const rows = statesOf(forecast, t).filter(({ today, later }) => today + later > 0);
  return (
    <DataTable
      label={t('time.states')}
      columns={[
        { id: 'state', header: t('time.state'), cell: ({ name }) => name, names: true },
        { id: 'today', header: t('time.today'), cell: ({ today }) => numberText(today, language), numeric: true },
        { id: 'later', header: day, cell: ({ later }) => numberText(later, language), numeric: true },
      ]}
      rows={rows}
      rowKey={({ id }) => id}
    />
  );
}

function statesOf({ today, future }: Forecast, t: Texts) {
  const row = (id: string, name: string, before: number, after: number) => ({ id, name, today: before, later: after });
  return [
    ...(['living', 'deleted'] as const).map((state) =>
      row(`people.${state}`, t(`time.people.${state}`), today.people[state], future.people[state]),
    ),
    ...(['active', 'shared', 'held', 'keptByHold', 'softDeleted', 'inactive'] as const).map((state) =>
      row(`mailboxes.${state}`, t(`time.mailboxes.${state}`), today.mailboxes[state], future.mailboxes[state]),
    ),
    ...(['active', 'readOnly', 'archived', 'recycleBin'] as const).map((state) =>
      row(`drives.${state}`, t(`time.drives.${state}`), today.drives[state], future.drives[state]),
    ),
  ];
}
