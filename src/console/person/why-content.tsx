import { Button, makeStyles, SkeletonItem, Subtitle2, Text, Tooltip, tokens } from '@fluentui/react-components';
import { PeopleRegular, PersonRegular } from '@fluentui/react-icons';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { LicensePath, ToTakeAway } from '../../client/person.ts';
import { dayText } from '../formats.ts';
import { TextLink } from '../overview/text-link.tsx';
import { sessionQuery } from '../queries.ts';
import { useRight } from '../rights.ts';
import { useTexts } from '../texts.ts';
import { Failed } from './failed.tsx';
import { errorText } from './license-error.ts';
import { personLicensesQuery } from './person-queries.ts';
import { usePersonStyles } from './person-styles.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, overflowWrap: 'anywhere' },
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  path: { display: 'flex', gap: tokens.spacingHorizontalS },
  icon: { fontSize: '20px', lineHeight: 1, color: tokens.colorBrandForeground1, flexShrink: 0 },
  lines: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  steps: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
  away: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalS,
    paddingTop: tokens.spacingVerticalM,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
});

/** Why a person has a product, path by path, and what takes it away. */
export function WhyContent({
  userId,
  skuId,
  name,
  onChange,
}: {
  readonly userId: string;
  readonly skuId: string;
  readonly name: string;
  /** The person wants to do what can be done here. */
  readonly onChange: (change: NonNullable<ToTakeAway['change']>) => void;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data, error, refetch } = useQuery(personLicensesQuery(userId, language));
  const right = useRight('assignLicenses');
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonItem size={96} />;
  const paths = data.licenses.filter((path) => path.skuId === skuId);
  const away = data.toTakeAway.find((one) => one.skuId === skuId);
  const change = away?.change;
  return (
    <div className={styles.root}>
      <Subtitle2 as="h2" style={{ margin: 0 }}>
        <bdi>{name}</bdi>
      </Subtitle2>
      {paths.length === 0 ? <Text>{t('why.gone')}</Text> : null}
      <ul className={styles.list} aria-label={t('why.title')}>
        {paths.map((path) => (
          <PathItem key={path.group?.id ?? ''} path={path} />
        ))}
      </ul>
      {away === undefined ? null : (
        <div className={styles.away}>
          <Text weight="semibold">{t('why.toTakeAway')}</Text>
          {away.steps.length === 1 ? (
            <Text>{away.steps[0]?.text}</Text>
          ) : (
            <ol className={styles.steps}>
              {away.steps.map(({ kind, text }) => (
                <li key={kind + text}>{text}</li>
              ))}
            </ol>
          )}
          {away.note === null ? null : <Text>{away.note}</Text>}
          {change === null || change === undefined ? null : (
            <Tooltip
              content={right.reason ?? ''}
              relationship="description"
              visible={right.allowed ? false : undefined}
            >
              <Button
                appearance="primary"
                disabledFocusable={!right.allowed}
                onClick={() => (right.allowed ? onChange(change) : undefined)}
              >
                {t('why.act')}
              </Button>
            </Tooltip>
          )}
        </div>
      )}
    </div>
  );
}

function PathItem({ path }: { readonly path: LicensePath }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { quiet } = usePersonStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const day = dayText(path.since, session.tenant.timeZone, language);
  const plans = new Intl.ListFormat(language).format(path.disabledPlans.map(({ name }) => name));
  return (
    <li className={styles.path}>
      <span className={styles.icon} aria-hidden="true">
        {path.direct ? <PersonRegular /> : <PeopleRegular />}
      </span>
      <div className={styles.lines}>
        <Text weight="semibold">{path.group ? t('why.group', { group: path.group.name }) : t('why.direct')}</Text>
        <Text>
          {path.by === null ? t('why.since', { day }) : t('why.sinceBy', { day, name: path.by })}
          {path.operationId === null ? null : (
            <>
              {' · '}
              <TextLink to="/operations/$id" params={{ id: String(path.operationId) }}>
                {t('person.operation', { id: path.operationId })}
              </TextLink>
            </>
          )}
        </Text>
        {path.direct && path.by === null ? <Text className={quiet}>{t('why.unknownGiver')}</Text> : null}
        <Text className={quiet}>{path.disabledPlans.length === 0 ? t('why.allOn') : t('why.off', { plans })}</Text>
        {path.error === 'None' ? null : <Text>{errorText(path.error, t)}</Text>}
      </div>
    </li>
  );
}
