import { Button, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ConfirmDialog } from '../account/confirm-dialog.tsx';
import { dayText, numberText } from '../formats.ts';
import { Problem } from '../parts/problem.tsx';
import { sessionQuery } from '../queries.ts';
import { useRight } from '../rights.ts';
import { time } from '../server.ts';
import { useTexts } from '../texts.ts';
import { Events } from './due-events.tsx';
import { DAY_MS } from './time-queries.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, alignItems: 'flex-start' },
  wide: { alignSelf: 'stretch' },
});

/** Moves a sandbox's clock to the day that is looked at, and tells what was done on the way. */
export function MoveClock({
  now,
  days,
  day,
  icon,
}: {
  readonly now: string;
  readonly days: number;
  readonly day: string;
  readonly icon: ReactElement;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { timeZone } = session.tenant;
  const queries = useQueryClient();
  const right = useRight('manageTenant');
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState(0);
  const moving = useMutation({
    mutationFn: () => {
      setDone(0);
      const to = new Date(Date.parse(now) + days * DAY_MS).toISOString();
      return time.moveClock({ to }, (progress) => setDone(progress.done));
    },
    // Nothing that was shown is as it was.
    onSettled: () => {
      setAsking(false);
      return queries.invalidateQueries();
    },
  });
  const moved = moving.data;
  return (
    <div className={styles.root}>
      <Text>{t('time.moveHint')}</Text>
      <Button
        appearance="primary"
        icon={icon}
        disabledFocusable={!right.allowed || moving.isPending}
        title={right.reason}
        onClick={() => setAsking(true)}
      >
        {t('time.move', { day })}
      </Button>
      {moving.isPending ? (
        <div className={styles.wide} role="status">
          <Text>{t('time.moving', { number: numberText(done, language) })}</Text>
          <ProgressBar aria-label={t('time.moving', { number: numberText(done, language) })} />
        </div>
      ) : null}
      {asking ? null : <Problem error={moving.error} />}
      {moved ? (
        <div className={styles.wide} role="status">
          <Text>
            {t('time.moved', {
              count: moved.deadlines,
              number: numberText(moved.deadlines, language),
              day: dayText(moved.now, timeZone, language),
            })}
          </Text>
          <Events events={moved} timeZone={timeZone} />
        </div>
      ) : null}
      {asking ? (
        <ConfirmDialog
          title={t('time.confirmTitle', { day })}
          text={t('time.confirmText')}
          confirmLabel={t('time.move', { day })}
          error={moving.error}
          busy={moving.isPending}
          onConfirm={() => moving.mutate()}
          onCancel={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
}
