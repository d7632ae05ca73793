import {
  Badge,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  SkeletonItem,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import {
  ArrowUndoRegular,
  CalendarClockRegular,
  CheckmarkCircleRegular,
  ErrorCircleRegular,
} from '@fluentui/react-icons';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { DataEvent, WorkloadData } from '../../client/person.ts';
import { consoleEn } from '../../messages/console-en.ts';
import { RuleLink } from '../change/rule-link.tsx';
import { dayText } from '../formats.ts';
import { TextLink } from '../overview/text-link.tsx';
import { sessionQuery } from '../queries.ts';
import { type Texts, useTexts } from '../texts.ts';
import { Failed } from './failed.tsx';
import { personDataQuery } from './person-queries.ts';
import { usePersonStyles } from './person-styles.ts';
import { LicenseChip } from './why-license.tsx';

const useStyles = makeStyles({
  workload: {
    display: 'grid',
    gridTemplateColumns: 'minmax(8rem, 1fr) minmax(0, 2fr)',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} 0`,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
    '@media (max-width: 480px)': { gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXXS },
  },
  state: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  event: {
    display: 'flex',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalM} 0`,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  icon: { fontSize: '20px', lineHeight: 1, color: tokens.colorNeutralForeground3, flexShrink: 0 },
  lost: { color: tokens.colorPaletteRedForeground3 },
  lines: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
  links: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM, fontSize: tokens.fontSizeBase200 },
});

/** What somebody keeps in each service, how it stands with it, what happened and what comes. */
export function DataTab({ userId }: { readonly userId: string }) {
  const { t, language } = useTexts();
  const shared = usePersonStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data, error, refetch } = useQuery(personDataQuery(userId, language));
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <div className={shared.column}>
        <SkeletonItem size={64} />
        <SkeletonItem size={64} />
        <SkeletonItem size={64} />
      </div>
    );
  }
  const { workloads, onHoldSince } = data;
  const coming = data.timeline.filter((event) => event.coming);
  const past = data.timeline.filter((event) => !event.coming).reverse();
  return (
    <div className={shared.column}>
      {onHoldSince === null ? null : (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            {t('person.onHold', { day: dayText(onHoldSince, session.tenant.timeZone, language) })}
          </MessageBarBody>
        </MessageBar>
      )}
      <Timeline title={t('person.coming')} events={coming} empty={t('person.nothingComing')} />
      <section className={shared.section}>
        <div className={shared.head}>
          <Subtitle2 as="h3" className={shared.heading}>
            {t('person.services')}
          </Subtitle2>
          <Text className={shared.quiet}>{t('person.servicesHint')}</Text>
        </div>
        {workloads.length === 0 ? <Text>{t('person.noData')}</Text> : null}
        <ul className={shared.list}>
          {workloads.map((workload) => (
            <WorkloadItem key={workload.workload} userId={userId} workload={workload} />
          ))}
        </ul>
      </section>
      <Timeline title={t('person.past')} events={past} empty={t('person.nothingPast')} />
    </div>
  );
}

function WorkloadItem({ userId, workload }: { readonly userId: string; readonly workload: WorkloadData }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { name, state, on, givers, rule } = workload;
  const day = on === null ? '' : dayText(on, session.tenant.timeZone, language);
  const isActive = state === 'active' || state === 'activeOnHold';
  return (
    <li className={styles.workload} data-workload={workload.workload}>
      <Text weight="semibold">{name}</Text>
      <div className={styles.state}>
        <Badge
          appearance="tint"
          color={isActive ? 'success' : FINAL.includes(state) ? 'danger' : 'informative'}
          style={{ height: 'auto' }}
        >
          {stateText(state, day, t)}
        </Badge>
        {rule === null ? null : <RuleLink rule={rule} />}
        {givers.map((giver) => (
          <LicenseChip key={giver.skuId} userId={userId} {...giver} />
        ))}
      </div>
    </li>
  );
}

/** What nothing brings back. */
const FINAL = ['gone', 'released'];

function stateText(state: string, day: string, t: Texts): string {
  return state in consoleEn.dataState ? t(`dataState.${state as keyof typeof consoleEn.dataState}`, { day }) : state;
}

function Timeline({
  title,
  events,
  empty,
}: {
  readonly title: string;
  readonly events: readonly DataEvent[];
  readonly empty: string;
}) {
  const shared = usePersonStyles();
  return (
    <section className={shared.section}>
      <Subtitle2 as="h3" className={shared.heading}>
        {title}
      </Subtitle2>
      {events.length === 0 ? (
        <Text as="p" className={mergeClasses(shared.quiet, shared.heading)}>
          {empty}
        </Text>
      ) : (
        <ol className={shared.list}>
          {events.map((event) => (
            <EventItem key={`${event.operation?.id} ${event.event} ${event.on} ${event.workload}`} event={event} />
          ))}
        </ol>
      )}
    </section>
  );
}

function EventItem({ event }: { readonly event: DataEvent }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const shared = usePersonStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const day = (moment: string) => dayText(moment, session.tenant.timeZone, language);
  const { operation, regained, final, recoverableUntil } = event;
  const Icon = final
    ? ErrorCircleRegular
    : regained !== null
      ? CheckmarkCircleRegular
      : event.coming
        ? CalendarClockRegular
        : ArrowUndoRegular;
  return (
    <li className={styles.event} data-event={event.event}>
      <span aria-hidden="true" className={mergeClasses(styles.icon, final && styles.lost)}>
        <Icon />
      </span>
      <div className={styles.lines}>
        <Text weight="semibold">
          <time dateTime={event.on}>{day(event.on)}</time>
        </Text>
        <Text>{event.text}</Text>
        <Text className={final ? styles.lost : shared.quiet}>
          {regained !== null
            ? regained.at === null
              ? t('person.regainedSometime')
              : t('person.regained', { day: day(regained.at) })
            : final
              ? t(event.coming ? 'person.finalComing' : 'person.final')
              : recoverableUntil === null
                ? t('person.recoverAlways')
                : t('person.recoverUntil', { day: day(recoverableUntil) })}
        </Text>
        <div className={styles.links}>
          {operation === null ? null : (
            <TextLink to="/operations/$id" params={{ id: String(operation.id) }}>
              {operation.by === null
                ? t('person.operation', { id: operation.id })
                : t('person.operationBy', { id: operation.id, name: operation.by })}
            </TextLink>
          )}
          <RuleLink rule={event.rule} />
        </div>
      </div>
    </li>
  );
}
