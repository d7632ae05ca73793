import { Badge, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { DueEvents } from '../../client/clock.ts';
import { dayText, numberText } from '../formats.ts';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  events: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    maxHeight: '28rem',
    overflowY: 'auto',
  },
  event: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'baseline' },
  day: { minWidth: '9rem', color: tokens.colorNeutralForeground2 },
  text: { flex: '1 1 16rem', minWidth: 0, overflowWrap: 'anywhere' },
});

/** What happened, or will, in the order of time. */
export function Events({ events, timeZone }: { readonly events: DueEvents; readonly timeZone: string }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  if (events.events.length === 0) return <Text>{t('time.nothing')}</Text>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard.
    <ol className={styles.events} aria-label={t('time.happens')} tabIndex={0}>
      {events.events.map(({ at, activity, id, text, final }) => (
        <li key={`${at} ${activity} ${id}`} className={styles.event}>
          <span className={styles.day}>{dayText(at, timeZone, language)}</span>
          <span className={styles.text}>{text}</span>
          {final ? (
            <Badge appearance="tint" color="danger">
              {t('time.final')}
            </Badge>
          ) : null}
        </li>
      ))}
      {events.more > 0 ? (
        <li>{t('time.more', { count: events.more, number: numberText(events.more, language) })}</li>
      ) : null}
    </ol>
  );
}
