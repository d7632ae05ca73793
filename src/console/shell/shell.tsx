import {
  Badge,
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  MessageBar,
  MessageBarBody,
  makeStyles,
  OverlayDrawer,
  Text,
  Tooltip,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular, NavigationRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { Link, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import * as React from 'react';
import { useState } from 'react';
import { Logo } from '../parts/logo.tsx';
import { sessionQuery } from '../queries.ts';
import { useTexts } from '../texts.ts';
import { Navigation } from './navigation.tsx';
import { useOnline } from './online.ts';
import { PersonMenu } from './person-menu.tsx';

// Nobody needs it in the first minutes.
const SessionWatch = lazyRouteComponent(() => import('./session-watch.tsx'), 'SessionWatch');

const NARROW = '@media (max-width: 768px)';

const useStyles = makeStyles({
  root: {
    height: '100%',
    display: 'grid',
    gridTemplateRows: 'auto 1fr',
    gridTemplateColumns: '15rem minmax(0, 1fr)',
    backgroundColor: tokens.colorNeutralBackground2,
    [NARROW]: { gridTemplateColumns: 'minmax(0, 1fr)' },
    '@media print': { display: 'block' },
  },
  skip: {
    position: 'absolute',
    insetInlineStart: tokens.spacingHorizontalS,
    top: tokens.spacingVerticalS,
    zIndex: 10,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
    ':not(:focus)': { clipPath: 'inset(50%)', width: '1px', height: '1px', padding: 0, overflow: 'hidden' },
  },
  header: {
    gridColumn: '1 / -1',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minHeight: '48px',
    padding: `0 ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    minWidth: 0,
  },
  brand: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    borderRadius: tokens.borderRadiusMedium,
    padding: tokens.spacingHorizontalXS,
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
  },
  tenant: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minWidth: 0,
    flexGrow: 1,
    paddingInlineStart: tokens.spacingHorizontalS,
    marginInlineStart: tokens.spacingHorizontalXS,
    borderLeft: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    [NARROW]: { borderLeft: 'none', marginInlineStart: 0, paddingInlineStart: 0 },
  },
  tenantName: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground2,
  },
  product: { [NARROW]: { display: 'none' } },
  menuButton: { display: 'none', [NARROW]: { display: 'inline-flex' } },
  side: {
    overflowY: 'auto',
    borderRight: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    [NARROW]: { display: 'none' },
  },
  main: { overflowY: 'auto', minWidth: 0, outlineStyle: 'none' },
  offline: { padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL} 0` },
  drawerBody: { padding: 0 },
});

/** Around every page of whoever is signed in: header, navigation, page. */
export function Shell() {
  const { t } = useTexts();
  const styles = useStyles();
  const { data: session } = useQuery(sessionQuery);
  const [open, setOpen] = useState(false);
  const online = useOnline();
  if (!session) return null;
  return (
    <div className={styles.root}>
      <header className={styles.header}>
        <a href="#main" className={styles.skip}>
          {t('shell.skip')}
        </a>
        <Button
          className={styles.menuButton}
          appearance="subtle"
          icon={<NavigationRegular />}
          aria-label={t('shell.openNavigation')}
          onClick={() => setOpen(true)}
        />
        <Link to="/" className={styles.brand} aria-label={`${t('product')}, ${t('page.home')}`}>
          <Logo />
          <Text weight="semibold" className={styles.product}>
            {t('product')}
          </Text>
        </Link>
        <div className={styles.tenant}>
          <Text className={styles.tenantName}>
            <bdi>{session.tenant.displayName}</bdi>
          </Text>
          {session.tenant.kind === 'sandbox' ? (
            <Tooltip content={t('shell.sandboxHint')} relationship="description">
              <Badge appearance="tint" color="informative" tabIndex={0}>
                {t('shell.sandbox')}
              </Badge>
            </Tooltip>
          ) : null}
        </div>
        <PersonMenu session={session} />
      </header>
      <div className={styles.side}>
        <Navigation actions={session.actions} />
      </div>
      <main id="main" tabIndex={-1} className={styles.main}>
        {online ? null : (
          <div className={styles.offline} role="status">
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>{t('shell.offline')}</MessageBarBody>
            </MessageBar>
          </div>
        )}
        <Outlet />
      </main>
      <React.Suspense fallback={null}>
        <SessionWatch idleMinutes={session.idleMinutes} />
      </React.Suspense>
      <OverlayDrawer
        open={open}
        onOpenChange={(_event, data) => setOpen(data.open)}
        size="small"
        aria-label={t('shell.navigation')}
      >
        <DrawerHeader>
          <DrawerHeaderTitle
            action={
              <Button
                appearance="subtle"
                icon={<DismissRegular />}
                aria-label={t('shell.closeNavigation')}
                onClick={() => setOpen(false)}
              />
            }
          >
            {t('product')}
          </DrawerHeaderTitle>
        </DrawerHeader>
        <DrawerBody className={styles.drawerBody}>
          <Navigation actions={session.actions} onGo={() => setOpen(false)} />
        </DrawerBody>
      </OverlayDrawer>
    </div>
  );
}
