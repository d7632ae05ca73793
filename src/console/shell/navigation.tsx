import { Caption1Strong, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  bundleIcon,
  CertificateFilled,
  CertificateRegular,
  CheckmarkStarburstFilled,
  CheckmarkStarburstRegular,
  ClockFilled,
  ClockRegular,
  DocumentTextFilled,
  DocumentTextRegular,
  HistoryFilled,
  HistoryRegular,
  HomeFilled,
  HomeRegular,
  PeopleFilled,
  PeopleRegular,
  PersonDeleteFilled,
  PersonDeleteRegular,
  PersonKeyFilled,
  PersonKeyRegular,
  QuestionCircleFilled,
  QuestionCircleRegular,
  SettingsFilled,
  SettingsRegular,
} from '@fluentui/react-icons';
import { Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { ConsolePage } from '../../base/console-pages.ts';
import type { TextKey } from '../texts.ts';
import { useTexts } from '../texts.ts';

interface Entry {
  readonly to: Exclude<
    ConsolePage,
    '/setup/$token' | '/sign-in' | '/licenses/$product' | '/operations/$id' | '/help/rules'
  >;
  readonly text: TextKey;
  readonly icon: ComponentType;
  /** What one must be allowed to do to see the page at all. */
  readonly action?: string;
}

interface Group {
  readonly title?: TextKey;
  readonly entries: readonly Entry[];
}

/** The pages of the console in the order of the navigation, grouped as in the admin center. */
const NAVIGATION: readonly Group[] = [
  { entries: [{ to: '/', text: 'page.home', icon: bundleIcon(HomeFilled, HomeRegular) }] },
  {
    title: 'page.users',
    entries: [
      {
        to: '/users',
        text: 'page.activeUsers',
        icon: bundleIcon(PeopleFilled, PeopleRegular),
        action: 'readDirectory',
      },
      {
        to: '/users/deleted',
        text: 'page.deletedUsers',
        icon: bundleIcon(PersonDeleteFilled, PersonDeleteRegular),
        action: 'readDirectory',
      },
    ],
  },
  {
    title: 'page.billing',
    entries: [
      {
        to: '/licenses',
        text: 'page.licenses',
        icon: bundleIcon(CertificateFilled, CertificateRegular),
        action: 'readLicenses',
      },
    ],
  },
  {
    title: 'page.changes',
    entries: [
      {
        to: '/operations',
        text: 'page.operations',
        icon: bundleIcon(HistoryFilled, HistoryRegular),
        action: 'readLicenses',
      },
      {
        to: '/approvals',
        text: 'page.approvals',
        icon: bundleIcon(CheckmarkStarburstFilled, CheckmarkStarburstRegular),
        action: 'readLicenses',
      },
      {
        to: '/time',
        text: 'page.time',
        icon: bundleIcon(ClockFilled, ClockRegular),
        action: 'readLicenses',
      },
      {
        to: '/audit',
        text: 'auditLog.title',
        icon: bundleIcon(DocumentTextFilled, DocumentTextRegular),
        action: 'readAudit',
      },
    ],
  },
  {
    entries: [
      {
        to: '/settings',
        text: 'page.settings',
        icon: bundleIcon(SettingsFilled, SettingsRegular),
        action: 'readDirectory',
      },
      { to: '/account', text: 'page.account', icon: bundleIcon(PersonKeyFilled, PersonKeyRegular) },
      { to: '/help', text: 'page.help', icon: bundleIcon(QuestionCircleFilled, QuestionCircleRegular) },
    ],
  },
];

const useStyles = makeStyles({
  root: { padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalS}` },
  group: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
  },
  apart: {
    marginTop: tokens.spacingVerticalS,
    paddingTop: tokens.spacingVerticalS,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  title: {
    display: 'block',
    margin: 0,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    color: tokens.colorNeutralForeground2,
  },
  link: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '40px',
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover, color: tokens.colorNeutralForeground2Hover },
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
    '& svg': { fontSize: '20px', flexShrink: 0 },
    '&[aria-current="page"]': {
      color: tokens.colorNeutralForeground1Selected,
      fontWeight: tokens.fontWeightSemibold,
      backgroundColor: tokens.colorNeutralBackground1Selected,
    },
    '&[aria-current="page"] svg': { color: tokens.colorNeutralForeground2BrandSelected },
    '&[aria-current="page"]::before': {
      content: '""',
      position: 'absolute',
      insetInlineStart: 0,
      top: '10px',
      bottom: '10px',
      width: '3px',
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorCompoundBrandForeground1,
    },
  },
});

/** The pages that a person with these rights can go to. */
export function Navigation({ actions, onGo }: { readonly actions: readonly string[]; readonly onGo?: () => void }) {
  const { t } = useTexts();
  const styles = useStyles();
  const visible = NAVIGATION.map(({ title, entries }) => ({
    title,
    entries: entries.filter(({ action }) => action === undefined || actions.includes(action)),
  })).filter(({ entries }) => entries.length > 0);
  return (
    <nav aria-label={t('shell.navigation')} className={styles.root}>
      {visible.map(({ title, entries }, at) => (
        <div key={entries[0]?.to} className={mergeClasses(at > 0 && styles.apart)}>
          {title ? (
            <Caption1Strong as="h2" id={`navigation-${title}`} className={styles.title}>
              {t(title)}
            </Caption1Strong>
          ) : null}
          <ul className={styles.group} {...(title ? { 'aria-labelledby': `navigation-${title}` } : {})}>
            {entries.map(({ to, text, icon: Icon }) => (
              <li key={to}>
                <Link
                  to={to}
                  className={styles.link}
                  activeOptions={{ exact: to === '/' || to === '/users' || to === '/help', includeSearch: false }}
                  {...(onGo ? { onClick: onGo } : {})}
                >
                  <Icon />
                  {t(text)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
