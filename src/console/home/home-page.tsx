import { makeStyles, Text, tokens } from '@fluentui/react-components';
import {
  BuildingRegular,
  CheckmarkCircleRegular,
  PersonKeyRegular,
  ShieldPersonRegular,
  ShieldTaskRegular,
} from '@fluentui/react-icons';
import { useSuspenseQuery } from '@tanstack/react-query';
import type { Session } from '../../client/account.ts';
import { consoleEn } from '../../messages/console-en.ts';
import { Overview } from '../overview/overview.tsx';
import { PageFrame } from '../parts/page-frame.tsx';
import { PageButton } from '../parts/page-link.tsx';
import { actionText, roleText } from '../parts/roles.ts';
import { Section } from '../parts/section.tsx';
import { sessionQuery } from '../queries.ts';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(22rem, 100%), 1fr))',
    gap: tokens.spacingHorizontalL,
    alignItems: 'start',
  },
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  role: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere', textWrap: 'pretty' },
  action: {
    display: 'flex',
    gap: tokens.spacingHorizontalS,
    alignItems: 'flex-start',
    '& svg': { flexShrink: 0, fontSize: '20px', color: tokens.colorPaletteGreenForeground1 },
  },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    columnGap: tokens.spacingHorizontalXL,
    rowGap: tokens.spacingVerticalS,
    margin: 0,
  },
  fact: { margin: 0, overflowWrap: 'anywhere' },
});

/** /: for who administers licenses how they stand; then who one is, in which roles, and what one may do. */
export function HomePage() {
  const { t } = useTexts();
  const styles = useStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { user, tenant } = session;
  return (
    <PageFrame
      name={t('page.home')}
      title={t('home.welcome', { name: user.displayName })}
      lead={t('home.lead', { tenant: tenant.displayName })}
    >
      {session.actions.includes('readLicenses') ? <Overview /> : null}
      <div className={styles.columns}>
        <div className={styles.column}>
          <RolesSection session={session} />
          <Section icon={<PersonKeyRegular />} title={t('home.security')} hint={t('home.securityHint')}>
            <div>
              <PageButton to="/account">{t('home.openAccount')}</PageButton>
            </div>
          </Section>
          <TenantSection tenant={tenant} />
        </div>
        <div className={styles.column}>
          <ActionsSection actions={session.actions} />
        </div>
      </div>
    </PageFrame>
  );
}

function RolesSection({ session: { roles, tenant } }: { readonly session: Session }) {
  const { t } = useTexts();
  const styles = useStyles();
  if (roles.length === 0) {
    return (
      <Section icon={<ShieldPersonRegular />} title={t('home.roles')}>
        <div className={styles.role}>
          <Text weight="semibold">{t('home.noRoles')}</Text>
          <Text className={styles.quiet}>{t('home.noRolesHint')}</Text>
        </div>
      </Section>
    );
  }
  return (
    <Section icon={<ShieldPersonRegular />} title={t('home.roles')}>
      <ul className={styles.list}>
        {roles.map(({ role, name, unit }) => (
          <li key={`${role} ${unit}`} className={styles.role}>
            <Text weight="semibold">{roleText(name in consoleEn.role ? name : role, t)}</Text>
            <Text className={styles.quiet} size={200}>
              {unit === null ? t('home.everybody', { tenant: tenant.displayName }) : t('home.unit', { unit })}
            </Text>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ActionsSection({ actions }: { readonly actions: readonly string[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  const known = actions.flatMap((action) => {
    const text = actionText(action, t);
    return text === undefined ? [] : [{ action, text }];
  });
  return (
    <Section icon={<ShieldTaskRegular />} title={t('home.may')}>
      {known.length === 0 ? (
        <Text className={styles.quiet}>{t('home.mayNothing')}</Text>
      ) : (
        <ul className={styles.list}>
          {known.map(({ action, text }) => (
            <li key={action} className={styles.action}>
              <CheckmarkCircleRegular aria-hidden="true" />
              <Text>{text}</Text>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function TenantSection({ tenant }: { readonly tenant: Session['tenant'] }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone: tenant.timeZone });
  const cloud =
    tenant.cloud in consoleEn.cloud ? t(`cloud.${tenant.cloud as keyof (typeof consoleEn)['cloud']}`) : tenant.cloud;
  const facts = [
    [t('home.domain'), tenant.defaultDomain],
    [t('home.cloud'), cloud],
    [t('home.timeZone'), tenant.timeZone],
    [t('home.tenantTime'), time.format(new Date(tenant.now))],
    [t('home.currency'), tenant.currency],
  ] as const;
  return (
    <Section icon={<BuildingRegular />} title={t('home.tenant')}>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt className={styles.quiet}>{name}</dt>
            <dd className={styles.fact}>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
