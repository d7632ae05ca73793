import { Badge, makeStyles, mergeClasses, shorthands, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular, InfoRegular, WarningFilled } from '@fluentui/react-icons';
import { useSuspenseQuery } from '@tanstack/react-query';
import type { OperationProfile } from '../../client/licensing.ts';
import { dayText } from '../formats.ts';
import { sessionQuery } from '../queries.ts';
import { useTexts } from '../texts.ts';
import { type TimelineItem, timelineOf } from './fates.ts';
import { RuleLink } from './rule-link.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  days: { margin: 0, padding: 0, listStyleType: 'none' },
  day: {
    display: 'grid',
    gridTemplateColumns: '9.5rem minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalXL,
    '@media (max-width: 640px)': { gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalXS },
  },
  date: {
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    textAlign: 'end',
    '@media (max-width: 640px)': { textAlign: 'start' },
  },
  items: {
    position: 'relative',
    margin: 0,
    padding: `0 0 ${tokens.spacingVerticalL} ${tokens.spacingHorizontalXL}`,
    listStyleType: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    ...shorthands.borderLeft(tokens.strokeWidthThick, 'solid', tokens.colorNeutralStroke2),
    '::before': {
      content: '""',
      position: 'absolute',
      left: '-6px',
      top: '5px',
      width: '10px',
      height: '10px',
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorBrandBackground,
    },
  },
  lastDay: { paddingBottom: 0 },
  finalDay: { '::before': { backgroundColor: tokens.colorStatusDangerBackground3 } },
  item: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, overflowWrap: 'anywhere' },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  final: { color: tokens.colorPaletteRedForeground1, fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground2 },
  notes: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    overflowWrap: 'anywhere',
  },
  note: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'flex-start' },
  icon: { flexShrink: 0, fontSize: '20px', lineHeight: 1, color: tokens.colorNeutralForeground3 },
  good: { color: tokens.colorStatusSuccessForeground1 },
});

/** What follows for the people of a profile, in order of time; then what stays. */
export function Timeline({ profile }: { readonly profile: OperationProfile }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { timeZone } = session.tenant;
  const { days, stays } = timelineOf(profile.consequences, (moment) => dayText(moment, timeZone, language));
  const list = new Intl.ListFormat(language);
  return (
    <div className={styles.root}>
      {days.length === 0 && stays.length === 0 ? <Text>{t('foresight.nothing')}</Text> : null}
      {days.length > 0 ? (
        <ol className={styles.days}>
          {days.map(({ day, items }, index) => (
            <li key={day} className={styles.day}>
              <span className={styles.date}>{day}</span>
              <ul
                className={mergeClasses(
                  styles.items,
                  index === days.length - 1 && styles.lastDay,
                  items.some(({ consequence }) => !consequence.recoverable) && styles.finalDay,
                )}
              >
                {items.map((item) => (
                  <Item
                    key={`${item.consequence.event} ${item.consequence.workload}`}
                    item={item}
                    timeZone={timeZone}
                  />
                ))}
              </ul>
            </li>
          ))}
        </ol>
      ) : null}
      {stays.length + profile.notes.length > 0 ? (
        <ul className={styles.notes} aria-label={t('foresight.keeps')}>
          {stays.map(({ by, names }) => (
            <li key={by.join()} className={styles.note}>
              <CheckmarkCircleRegular className={mergeClasses(styles.icon, styles.good)} aria-hidden="true" />
              <span>
                {t('foresight.stays', { by: list.format(by), names: list.format(names) })} <RuleLink rule="T-18" />
              </span>
            </li>
          ))}
          {profile.notes.map(({ text }) => (
            <li key={text} className={styles.note}>
              <InfoRegular className={styles.icon} aria-hidden="true" />
              <span>{text}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {profile.advice.length > 0 ? (
        <ul className={styles.notes} aria-label={t('foresight.advice')}>
          {profile.advice.map(({ text }) => (
            <li key={text} className={styles.note}>
              <InfoRegular className={styles.icon} aria-hidden="true" />
              <span>{text}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Item({ item: { consequence, ends }, timeZone }: { readonly item: TimelineItem; readonly timeZone: string }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { text, rule, recoverable, recoverableUntil } = consequence;
  const words =
    ends.length > 0 ? t('foresight.accessEnds', { names: new Intl.ListFormat(language).format(ends) }) : text;
  return (
    <li className={styles.item}>
      <span className={recoverable ? undefined : styles.final}>{words}</span>
      <span className={styles.line}>
        {recoverable ? (
          <Text size={200} className={styles.quiet}>
            {recoverableUntil === null
              ? t('foresight.always')
              : t('foresight.until', { day: dayText(recoverableUntil, timeZone, language) })}
          </Text>
        ) : (
          <Badge appearance="tint" color="danger" icon={<WarningFilled />}>
            {t('foresight.final')}
          </Badge>
        )}
        <RuleLink rule={rule} />
      </span>
    </li>
  );
}
