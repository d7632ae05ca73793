import {
  Badge,
  Button,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  SkeletonItem,
  Tab,
  TabList,
  Text,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular, PersonDeleteRegular } from '@fluentui/react-icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
// biome-ignore lint/suspicious/noDeprecatedImports: only its older forms are.
import { useBlocker } from '@tanstack/react-router';
import { useId, useRef, useState } from 'react';
import { ApiError } from '../../client/client.ts';
import type { PersonSummary } from '../../client/person.ts';
import { ConfirmDialog } from '../account/confirm-dialog.tsx';
import { LicenseChange } from '../change/license-change.tsx';
import { History } from '../operations/history.tsx';
import { PageButton } from '../parts/page-link.tsx';
import { PersonAvatar } from '../parts/person-avatar.tsx';
import { StateMessage } from '../parts/state-message.tsx';
import { ownedProductsQuery } from '../queries.ts';
import { useTexts } from '../texts.ts';
import { AccountTab } from '../user-form/account-tab.tsx';
import type { UsersSearch } from '../users/users-search.ts';
import { type AskedChange, AskedChangeContext } from './asked-change.ts';
import { DataTab } from './data-tab.tsx';
import { Failed } from './failed.tsx';
import { changeOf, NO_DRAFT, standingsOf } from './license-draft.ts';
import { LicensesTab } from './licenses-tab.tsx';
import { personLicensesQuery, personQuery } from './person-queries.ts';
import { usePersonStyles } from './person-styles.ts';
import { useReturningFocus } from './returning-focus.ts';

const TABS = ['licenses', 'account', 'data', 'history'] as const;

type PaneTab = NonNullable<UsersSearch['tab']>;

interface PaneProps {
  readonly userId: string;
  readonly tab: PaneTab;
  readonly onTab: (tab: PaneTab) => void;
  readonly onClose: () => void;
}

const useStyles = makeStyles({
  drawer: { width: '42rem', maxWidth: '100vw' },
  heading: { minWidth: 0 },
  title: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, minWidth: 0 },
  names: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, minWidth: 0, alignItems: 'start' },
  // A name of 200 letters takes three lines; the whole is a step away, at the account.
  name: {
    overflowWrap: 'anywhere',
    lineHeight: tokens.lineHeightBase500,
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: '3',
    overflow: 'hidden',
  },
  userName: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  tabs: { flexWrap: 'wrap', marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalM})` },
  panel: { padding: `${tokens.spacingVerticalM} 0 ${tokens.spacingVerticalXXL}`, outlineStyle: 'none' },
  footer: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
});

/** The pane of one person beside the list: Licenses and apps, Account, Data, History. */
export function PersonPane({ userId, tab, onTab, onClose }: PaneProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const shared = usePersonStyles();
  const tabsId = useId();
  const { data: user, error, refetch } = useQuery(personQuery(userId));
  useReturningFocus();
  return (
    <OverlayDrawer
      open
      position="end"
      className={styles.drawer}
      onOpenChange={(_event, { open }) => (open ? undefined : onClose())}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          heading={{ as: 'h2', className: styles.heading }}
          action={
            <Button
              appearance="subtle"
              icon={<DismissRegular />}
              aria-label={user ? t('person.close', { name: user.displayName }) : t('list.close')}
              onClick={onClose}
            />
          }
        >
          {user ? <Head user={user} /> : t('person.tabs')}
        </DrawerHeaderTitle>
        {user ? (
          <TabList
            className={styles.tabs}
            aria-label={t('person.tabs')}
            selectedValue={tab}
            onTabSelect={(_event, { value }) => onTab(value as PaneTab)}
          >
            {TABS.map((name) => (
              <Tab key={name} value={name} id={`${tabsId}-${name}`} aria-controls={`${tabsId}-panel`}>
                {t(`person.tab.${name}`)}
              </Tab>
            ))}
          </TabList>
        ) : null}
      </DrawerHeader>
      {user ? (
        // Whoever is looked at next has a draft of their own.
        <Details key={user.id} userId={userId} user={user} tab={tab} tabsId={tabsId} onClose={onClose} />
      ) : (
        <DrawerBody>
          {error instanceof ApiError && error.status === 404 ? (
            <StateMessage icon={<PersonDeleteRegular />} title={t('person.goneTitle')} hint={t('person.goneHint')}>
              <PageButton to="/users/deleted">{t('person.deletedUsers')}</PageButton>
            </StateMessage>
          ) : error ? (
            <Failed error={error} onRetry={() => void refetch()} />
          ) : (
            <div className={shared.column}>
              <SkeletonItem size={64} />
              <SkeletonItem size={128} />
              <SkeletonItem size={128} />
            </div>
          )}
        </DrawerBody>
      )}
    </OverlayDrawer>
  );
}

function Head({ user }: { readonly user: PersonSummary }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <span className={styles.title}>
      <PersonAvatar name={user.displayName} />
      <span className={styles.names}>
        <bdi className={styles.name} title={user.displayName}>
          {user.displayName}
        </bdi>
        <Text className={styles.userName}>{user.userPrincipalName}</Text>
        <Badge appearance="tint" color={user.accountEnabled ? 'success' : 'warning'}>
          {t(user.accountEnabled ? 'listed.allowed' : 'listed.blocked')}
        </Badge>
      </span>
    </span>
  );
}

/** The tab that is open, and below it what is not saved yet. */
function Details({
  userId,
  user,
  tab,
  tabsId,
  onClose,
}: Omit<PaneProps, 'onTab'> & { readonly user: PersonSummary; readonly tabsId: string }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const client = useQueryClient();
  const licenses = useQuery(personLicensesQuery(user.id, language));
  const owned = useQuery(ownedProductsQuery);
  const [draft, setDraft] = useState(NO_DRAFT);
  const [asked, setAsked] = useState<AskedChange & { readonly saves?: true }>();
  const standings =
    licenses.data && owned.data ? standingsOf(licenses.data.licenses, owned.data.value, language) : undefined;
  const failed = licenses.error ?? owned.error;
  const change = standings && changeOf(standings, draft);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      next.pathname !== '/sign-in' &&
      (next.pathname !== current.pathname || (next.search as { user?: unknown }).user !== userId),
    enableBeforeUnload: true,
    disabled: change === undefined || asked !== undefined,
    withResolver: true,
  });
  const ask = (wanted: NonNullable<typeof change>, saves: { readonly saves?: true } = {}) =>
    setAsked({
      ...saves,
      title: t('person.save'),
      action: t('person.save'),
      request: { change: { kind: 'change', ...wanted }, people: { users: [user.id] } },
    });
  const discard = () => setDraft(NO_DRAFT);
  const panel = useRef<HTMLDivElement>(null);
  return (
    <AskedChangeContext value={setAsked}>
      <DrawerBody>
        <div
          id={`${tabsId}-panel`}
          ref={panel}
          role="tabpanel"
          aria-labelledby={`${tabsId}-${tab}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel without a field is read from here.
          tabIndex={0}
          className={styles.panel}
        >
          {tab === 'licenses' && failed ? (
            <Failed
              error={failed}
              onRetry={() => {
                void licenses.refetch();
                void owned.refetch();
              }}
            />
          ) : tab === 'licenses' ? (
            <LicensesTab
              user={user}
              standings={standings}
              draft={draft}
              onDraft={setDraft}
              onTryAgain={({ skuId, direct }) =>
                ask({
                  assign: [{ product: skuId, disable: (direct?.disabledPlans ?? []).map(({ planId }) => planId) }],
                  unassign: [],
                })
              }
            />
          ) : tab === 'account' ? (
            <AccountTab
              userId={user.id}
              onDeleted={() => {
                discard();
                onClose();
              }}
            />
          ) : tab === 'data' ? (
            <DataTab userId={user.id} />
          ) : (
            <History user={user.id} />
          )}
        </div>
      </DrawerBody>
      {change === undefined ? null : (
        <DrawerFooter className={styles.footer}>
          <Button appearance="primary" onClick={() => ask(change, { saves: true })}>
            {t('person.save')}
          </Button>
          <Button onClick={discard}>{t('person.discard')}</Button>
          <Text role="status" className={styles.userName}>
            {t('person.unsaved', { count: change.assign.length + change.unassign.length })}
          </Text>
        </DrawerFooter>
      )}
      {asked === undefined ? null : (
        <LicenseChange
          {...asked}
          people={1}
          onClose={(applied) => {
            setAsked(undefined);
            // The button that opened the box may be gone with what it saved.
            setTimeout(() => panel.current?.focus());
            if (applied && asked.saves) discard();
            if (applied) void client.invalidateQueries();
          }}
        />
      )}
      {blocker.status === 'blocked' ? (
        <LeaveQuestion name={user.displayName} onLeave={blocker.proceed} onStay={blocker.reset} />
      ) : null}
    </AskedChangeContext>
  );
}

/** Asks before what is not saved is lost. */
function LeaveQuestion({
  name,
  onLeave,
  onStay,
}: {
  readonly name: string;
  readonly onLeave: () => void;
  readonly onStay: () => void;
}) {
  const { t } = useTexts();
  useReturningFocus();
  return (
    <ConfirmDialog
      title={t('person.leaveTitle')}
      text={t('person.leaveText', { name })}
      confirmLabel={t('person.discard')}
      error={null}
      busy={false}
      onConfirm={onLeave}
      onCancel={onStay}
    />
  );
}
