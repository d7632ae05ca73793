import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { CalendarClockRegular, CheckmarkCircleRegular, ClockRegular, WarningFilled } from '@fluentui/react-icons';
import { useState } from 'react';
import type { DueDay, Overview } from '../../client/overview.ts';
import { consoleEn } from '../../messages/console-en.ts';
import { dayText, numberText } from '../formats.ts';
import { Section } from '../parts/section.tsx';
import { type Texts, useTexts } from '../texts.ts';
import { PeopleInPlace, PersonLink } from './people-in-place.tsx';
import { QuietState } from './quiet-state.tsx';
import { dayNumber, momentOf } from './seat-lines.ts';

/** Days that are shown before one asks for all. */
const FIRST_DAYS = 4;

const useStyles = makeStyles({
  days: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  day: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  date: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalS, alignItems: 'baseline' },
  title: { margin: 0, font: 'inherit', fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground2 },
  dues: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  due: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'flex-start' },
  icon: {
    fontSize: '16px',
    lineHeight: tokens.lineHeightBase300,
    color: tokens.colorNeutralForeground3,
    flexShrink: 0,
  },
  final: { color: tokens.colorPaletteRedForeground1 },
  texts: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  line: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalS },
});

/** What becomes due, day by day, red where it is lost for good; with the people whom it concerns. */
export function DeadlinesSection({ overview }: { readonly overview: Overview }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const [all, setAll] = useState(false);
  const days = [...Map.groupBy(overview.deadlines, ({ day }) => day)];
  const today = dayNumber(localDay(overview.now, overview.timeZone));
  return (
    <Section icon={<CalendarClockRegular />} title={t('overview.deadlines')}>
      {days.length === 0 ? (
        <QuietState
          icon={<CheckmarkCircleRegular />}
          title={t('overview.noDeadlines')}
          hint={t('overview.noDeadlinesHint')}
        />
      ) : (
        <ol className={styles.days}>
          {(all ? days : days.slice(0, FIRST_DAYS)).map(([day, dues]) => (
            <li key={day} className={styles.day}>
              <div className={styles.date}>
                <h3 className={styles.title}>{dayText(momentOf(dayNumber(day)), 'UTC', language)}</h3>
                <Text size={200} className={styles.quiet}>
                  {distance(dayNumber(day) - today, t)}
                </Text>
              </div>
              <ul className={styles.dues}>
                {dues.map((due) => (
                  <Due key={due.kind} due={due} />
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
      {!all && days.length > FIRST_DAYS ? (
        <div>
          <Button onClick={() => setAll(true)}>
            {t('overview.showAll', { number: numberText(overview.deadlines.length, language) })}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function Due({ due }: { readonly due: DueDay }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { day, kind, people, person, final } = due;
  const values = { count: people, number: numberText(people, language) };
  const what = isKnown(kind) ? t(`overview.${kind}`, values) : t('overview.otherDue', values);
  return (
    <li className={styles.due}>
      <span className={mergeClasses(styles.icon, final && styles.final)} aria-hidden="true">
        {final ? <WarningFilled /> : <ClockRegular />}
      </span>
      <div className={styles.texts}>
        <span className={styles.line}>
          <Text className={final ? styles.final : ''}>{what}</Text>
          {person ? <PersonLink person={person} tab="data" /> : null}
        </span>
        {people > 1 ? <PeopleInPlace of={{ kind, day }} what={what} tab="data" /> : null}
      </div>
    </li>
  );
}

const KINDS = [
  'mailboxHold',
  'mailboxPurge',
  'inactivePurge',
  'delayHoldEnd',
  'oneDriveReadOnly',
  'oneDriveArchive',
  'oneDriveRearchive',
  'oneDriveReminder',
  'oneDriveBin',
  'oneDriveErase',
  'userPurge',
] as const;

function isKnown(kind: string): kind is (typeof KINDS)[number] {
  return `${kind}_one` in consoleEn.overview;
}

function distance(days: number, t: Texts): string {
  if (days <= 0) return t('overview.today');
  return days === 1 ? t('overview.tomorrow') : t('overview.inDays', { number: days });
}

/** The day of a moment in a time zone, YYYY-MM-DD. */
function localDay(moment: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(moment));
}
