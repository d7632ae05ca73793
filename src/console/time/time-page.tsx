import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { ClockRegular } from '@fluentui/react-icons';
import { useSuspenseQuery } from '@tanstack/react-query';
import { consoleTimeEn } from '../../messages/console-time-en.ts';
import { consoleTimeFr } from '../../messages/console-time-fr.ts';
import { momentText, numberText } from '../formats.ts';
import { PageFrame } from '../parts/page-frame.tsx';
import { Section } from '../parts/section.tsx';
import { sessionQuery } from '../queries.ts';
import { addTexts, useTexts } from '../texts.ts';
import { ForecastSection } from './forecast-section.tsx';
import { LastLookSection } from './last-look-section.tsx';
import { clockQuery } from './time-queries.ts';

addTexts(consoleTimeEn, consoleTimeFr);

const useStyles = makeStyles({
  facts: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
});

/** Time: where the clock stands, what will be on a day, and what is deleted for good soon. */
export function TimePage() {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: clock } = useSuspenseQuery(clockQuery);
  const { timeZone } = session.tenant;
  const moment = (at: string) => momentText(at, timeZone, language);
  return (
    <PageFrame name={t('time.title')} lead={t('time.lead')}>
      <Section icon={<ClockRegular />} title={t('time.clock')}>
        <div className={styles.facts}>
          <Text size={400}>{t('time.now', { moment: moment(clock.now) })}</Text>
          {clock.aheadDays > 0 ? (
            <Text>{t('time.ahead', { count: clock.aheadDays, number: numberText(clock.aheadDays, language) })}</Text>
          ) : null}
          <Text>
            {clock.nextDue === null ? t('time.nothingDue') : t('time.nextDue', { moment: moment(clock.nextDue) })}
          </Text>
          {clock.movable ? null : <Text>{t('time.fixed')}</Text>}
        </div>
      </Section>
      <ForecastSection clock={clock} />
      <LastLookSection />
    </PageFrame>
  );
}
