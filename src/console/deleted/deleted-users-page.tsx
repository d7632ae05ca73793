import { Badge, Button, Checkbox, makeStyles, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { DeleteRegular, PersonArrowBackRegular } from '@fluentui/react-icons';
import { keepPreviousData, useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { DeletedUser } from '../../client/user-accounts.ts';
import { dayText, numberText } from '../formats.ts';
import { Command, CommandBar } from '../list/command-bar.tsx';
import { EmptyList } from '../list/empty-list.tsx';
import { SearchField } from '../list/search-field.tsx';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { PageFrame } from '../parts/page-frame.tsx';
import { Problem } from '../parts/problem.tsx';
import { sessionQuery } from '../queries.ts';
import { useRight } from '../rights.ts';
import { userAccounts } from '../server.ts';
import { tenantQuery } from '../settings/settings-queries.ts';
import { useTexts } from '../texts.ts';
import { PurgeBox } from './purge-box.tsx';
import { RestoreBox } from './restore-box.tsx';

const route = getRouteApi('/shell/users/deleted');

const PAGE = 50;
const DAY_MS = 86_400_000;

const useStyles = makeStyles({
  names: { display: 'flex', flexDirection: 'column', minWidth: '9rem' },
  quiet: { color: tokens.colorNeutralForeground2 },
  until: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalXXS,
    minWidth: '9rem',
  },
});

/** Users › Deleted users: who can still be restored, until when, and with what. */
export function DeletedUsersPage() {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: tenant } = useSuspenseQuery(tenantQuery);
  const mayRestore = useRight('deleteUser');
  const mayPurge = useRight('purgeUser');
  const [selected, setSelected] = useState<ReadonlyMap<string, DeletedUser>>(new Map());
  const [doing, setDoing] = useState<'restore' | 'purge'>();
  const list = useInfiniteQuery({
    queryKey: ['deleted users', q ?? '', language],
    queryFn: ({ pageParam }) =>
      userAccounts.deleted({
        top: PAGE,
        ...(pageParam === null ? {} : { after: pageParam }),
        ...(q === undefined ? {} : { search: q }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  const users = list.data?.pages.flatMap(({ value }) => value) ?? [];
  const total = list.data?.pages[0]?.total ?? 0;
  const days = tenant.settings.userSoftDeleteDays;
  const now = Date.parse(session.tenant.now);
  const toggle = (user: DeletedUser) => {
    const next = new Map(selected);
    if (!next.delete(user.id)) next.set(user.id, user);
    setSelected(next);
  };
  const columns: DataColumn<DeletedUser>[] = [
    {
      id: 'select',
      header: t('deleted.selection'),
      width: '3rem',
      cell: (user) => (
        <Checkbox
          aria-label={t('deleted.select', { name: user.displayName })}
          checked={selected.has(user.id)}
          onChange={() => toggle(user)}
        />
      ),
    },
    {
      id: 'name',
      header: t('deleted.name'),
      names: true,
      cell: ({ displayName, userPrincipalName }) => (
        <span className={styles.names}>
          <Text weight="semibold">
            <bdi>{displayName}</bdi>
          </Text>
          <Text size={200} className={styles.quiet}>
            {userPrincipalName}
          </Text>
        </span>
      ),
    },
    {
      id: 'deleted',
      header: t('deleted.deletedOn'),
      cell: ({ deletedAt }) => dayText(deletedAt, session.tenant.timeZone, language),
    },
    {
      id: 'until',
      header: t('deleted.until'),
      cell: ({ restorableUntil, onHold }) => (
        <span className={styles.until}>
          {dayText(restorableUntil, session.tenant.timeZone, language)}
          <Text size={200} className={styles.quiet}>
            {Date.parse(restorableUntil) > now
              ? t('deleted.left', { count: Math.ceil((Date.parse(restorableUntil) - now) / DAY_MS) })
              : t('deleted.ended')}
          </Text>
          {onHold ? <Badge appearance="tint">{t('deleted.hold')}</Badge> : null}
        </span>
      ),
    },
    {
      id: 'licenses',
      header: t('deleted.licenses'),
      cell: ({ licenses }) => (licenses.length === 0 ? t('deleted.none') : licenses.map(({ name }) => name).join(', ')),
    },
  ];
  const people = [...selected.values()];
  const leave = (done: boolean) => {
    setDoing(undefined);
    if (done) setSelected(new Map());
  };
  return (
    <PageFrame name={t('page.deletedUsers')} lead={t('deleted.lead', { days })}>
      <CommandBar label={t('list.more')}>
        <SearchField
          value={q ?? ''}
          label={t('deleted.search')}
          onSearch={(text) => void navigate({ search: text === '' ? {} : { q: text }, replace: true })}
        />
        {people.length > 0 ? (
          <>
            <Command
              primary
              icon={<PersonArrowBackRegular />}
              text={t('deleted.restore')}
              right={mayRestore}
              onClick={() => setDoing('restore')}
            />
            <Command
              icon={<DeleteRegular />}
              text={t('deleted.purge')}
              right={mayPurge}
              onClick={() => setDoing('purge')}
            />
            <Text role="status" className={styles.quiet}>
              {t('deleted.selected', {
                selected: numberText(people.length, language),
                total: numberText(total, language),
              })}
            </Text>
            <Button appearance="subtle" onClick={() => setSelected(new Map())}>
              {t('list.clearSelection')}
            </Button>
          </>
        ) : users.length > 0 ? (
          <Button appearance="subtle" onClick={() => setSelected(new Map(users.map((user) => [user.id, user])))}>
            {t('deleted.selectAll')}
          </Button>
        ) : null}
      </CommandBar>
      <Problem error={list.error} />
      {list.error ? <Button onClick={() => void list.refetch()}>{t('state.retry')}</Button> : null}
      {list.isPending ? <SkeletonItem size={128} /> : null}
      {list.data && users.length === 0 ? (
        q === undefined ? (
          <EmptyList title={t('deleted.empty')} hint={t('deleted.emptyHint', { days })} />
        ) : (
          <EmptyList title={t('deleted.nobody')} hint={t('deleted.nobodyHint')} />
        )
      ) : null}
      {users.length > 0 ? (
        <DataTable label={t('deleted.list')} columns={columns} rows={users} rowKey={({ id }) => id} />
      ) : null}
      {list.hasNextPage ? (
        <div>
          <Button disabledFocusable={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('deleted.more')}
          </Button>
        </div>
      ) : null}
      {doing === 'restore' ? <RestoreBox users={people} onClose={leave} /> : null}
      {doing === 'purge' ? <PurgeBox users={people} onClose={leave} /> : null}
    </PageFrame>
  );
}
