import { Button } from '@fluentui/react-components';
import {
  AddRegular,
  ArrowDownloadRegular,
  ArrowSyncRegular,
  CertificateRegular,
  PersonAvailableRegular,
  PersonDeleteRegular,
  PersonProhibitedRegular,
} from '@fluentui/react-icons';
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, lazyRouteComponent } from '@tanstack/react-router';
import * as React from 'react';
import { useEffect, useMemo, useState } from 'react';
import type { ListedPerson } from '../../client/people.ts';
import { Command, CommandBar, SelectionCount } from '../list/command-bar.tsx';
import { EmptyList } from '../list/empty-list.tsx';
import { HEAD_HEIGHT, ListGrid, ROW_HEIGHT } from '../list/list-grid.tsx';
import { ListPage } from '../list/list-page.tsx';
import { SearchField } from '../list/search-field.tsx';
import { nobody, type Selection, selectedCount } from '../list/selection.ts';
import { useRowPages } from '../list/use-row-pages.ts';
import { useScroll } from '../list/use-scroll.ts';
import { ownedProductsQuery, sessionQuery } from '../queries.ts';
import { useRight } from '../rights.ts';
import { people } from '../server.ts';
import { useTexts } from '../texts.ts';
import { ColumnMenu, columnsOf } from './column-menu.tsx';
import { FilterMenu, MoreFilters } from './filter-menus.tsx';
import { peopleColumns } from './people-columns.tsx';
import { peopleOf, questionOf } from './people-question.ts';
import type { UsersSearch } from './users-search.ts';
import { ViewsMenu } from './views-menu.tsx';

const route = getRouteApi('/shell/users');

// Panes and boxes come when they are opened.
const PersonPane = lazyRouteComponent(() => import('../person/person-pane.tsx'), 'PersonPane');
const AddUser = lazyRouteComponent(() => import('../user-form/add-user.tsx'), 'AddUser');
const UserActionDialog = lazyRouteComponent(() => import('../user-form/user-actions.tsx'), 'UserActionDialog');
const ManageLicenses = lazyRouteComponent(() => import('./manage-licenses.tsx'), 'ManageLicenses');

/** As many people as can be blocked or deleted by name at once. */
const MOST_NAMED = 500;

type Doing = 'manage' | 'block' | 'unblock' | 'delete';

/** Users › Active users: everybody, to be searched, filtered, selected and opened. */
export function ActiveUsersPage() {
  const { t, language } = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const owned = useQuery(ownedProductsQuery);
  const [selection, setSelection] = useState<Selection<ListedPerson>>(nobody);
  const [doing, setDoing] = useState<Doing>();
  const [known, setKnown] = useState(0);
  const rights = {
    add: useRight('createUser'),
    assign: useRight('assignLicenses'),
    block: useRight('blockSignIn'),
    delete: useRight('deleteUser'),
  };

  const question = questionOf(search);
  const order = { sort: search.sort ?? 'displayName', desc: search.desc ?? false } as const;
  const asked = JSON.stringify(question);
  const scroll = useScroll(known, ROW_HEIGHT, HEAD_HEIGHT, JSON.stringify([question, order]));
  const pages = useRowPages(['people', question, order], (page) => people.list(question, order, page), [
    scroll.first,
    scroll.behind,
  ]);
  const total = pages.total ?? 0;
  useEffect(() => setKnown(total), [total]);
  useEffect(() => {
    // "All who match" is meant of one question; who was selected by name stays so.
    void asked;
    setSelection((before) => (before.kind === 'all' ? nobody() : before));
  }, [asked]);

  const go = (change: { [Key in keyof UsersSearch]?: UsersSearch[Key] | undefined }, replace = false) =>
    void navigate({
      search: (before) =>
        Object.fromEntries(
          Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined && value !== ''),
        ) as UsersSearch,
      replace,
    });
  const shown = columnsOf(search.columns);
  const columns = useMemo(() => {
    const names = new Map(owned.data?.value.map(({ skuId, name }) => [skuId, name]));
    return peopleColumns(shown.split(',') as Parameters<typeof peopleColumns>[0], {
      t,
      language,
      nameOf: (skuId) => names.get(skuId) ?? '…',
    });
  }, [shown, t, language, owned.data]);

  const count = selectedCount(selection, total);
  const named = selection.kind === 'some' ? [...selection.rows.values()] : [];
  const done = (changed: boolean) => {
    setDoing(undefined);
    if (!changed) return;
    setSelection(nobody());
    void client.invalidateQueries();
  };
  const toNamed = (right: typeof rights.block) =>
    selection.kind === 'all' || named.length > MOST_NAMED
      ? { allowed: false, reason: t('users.tooMany', { most: MOST_NAMED }) }
      : right;
  return (
    <ListPage name={t('page.activeUsers')} lead={t('users.lead', { tenant: session.tenant.displayName })}>
      <CommandBar label={t('list.more')}>
        {count === 0 ? (
          <Command icon={<AddRegular />} text={t('users.add')} right={rights.add} onClick={() => go({ add: true })} />
        ) : (
          <>
            <Command
              primary
              icon={<CertificateRegular />}
              text={t('users.manage')}
              right={rights.assign}
              onClick={() => setDoing('manage')}
            />
            <Command
              icon={<PersonProhibitedRegular />}
              text={t('users.block')}
              right={toNamed(rights.block)}
              onClick={() => setDoing('block')}
            />
            <Command
              icon={<PersonAvailableRegular />}
              text={t('users.unblock')}
              right={toNamed(rights.block)}
              onClick={() => setDoing('unblock')}
            />
            <Command
              icon={<PersonDeleteRegular />}
              text={t('users.delete')}
              right={toNamed(rights.delete)}
              onClick={() => setDoing('delete')}
            />
          </>
        )}
        <Command
          icon={<ArrowSyncRegular />}
          text={t('list.refresh')}
          onClick={() => void client.invalidateQueries({ queryKey: ['people'] })}
        />
        <Command
          icon={<ArrowDownloadRegular />}
          text={t('list.export')}
          onClick={() => location.assign(people.exportPath(question, order, shown.split(','), language))}
        />
      </CommandBar>
      <CommandBar label={t('list.filters')}>
        <SearchField value={search.q ?? ''} onSearch={(q) => go({ q }, true)} />
        <FilterMenu value={search.filter} onChange={(filter) => go({ filter })} />
        <MoreFilters search={search} withProduct onChange={go} />
        <ColumnMenu value={search.columns} onChange={(names) => go({ columns: names })} />
        <ViewsMenu search={search} onChoose={(view) => void navigate({ search: view as UsersSearch })} />
        <SelectionCount selected={count} total={pages.total} onClear={() => setSelection(nobody())} />
      </CommandBar>
      <div data-list="">
        <ListGrid
          label={t('users.list')}
          columns={columns}
          pages={pages}
          scroll={scroll}
          nameOf={({ displayName }) => displayName}
          selection={selection}
          onSelect={setSelection}
          onOpen={({ id }) => go({ user: id })}
          openId={search.user}
          sort={{ by: order.sort, descending: order.desc }}
          onSort={(by) =>
            go({ sort: by as typeof order.sort, desc: by === order.sort && !order.desc ? true : undefined })
          }
          empty={
            <EmptyList title={t('list.nobody')} hint={t('list.nobodyHint')}>
              <Button onClick={() => void navigate({ search: {} })}>{t('list.clearFilters')}</Button>
            </EmptyList>
          }
        />
      </div>
      <React.Suspense fallback={null}>
        {search.user === undefined ? null : (
          <PersonPane
            userId={search.user}
            tab={search.tab ?? 'licenses'}
            onTab={(tab) => go({ tab }, true)}
            onClose={() => go({ user: undefined, tab: undefined })}
          />
        )}
        {search.add ? (
          <AddUser
            onClose={(created) => {
              go({ add: undefined, ...(created === undefined ? {} : { user: created }) });
              if (created !== undefined) void client.invalidateQueries({ queryKey: ['people'] });
            }}
          />
        ) : null}
        {doing === 'manage' ? (
          <ManageLicenses people={peopleOf(selection, question)} count={count} onClose={done} />
        ) : null}
        {doing === 'block' || doing === 'unblock' || doing === 'delete' ? (
          <UserActionDialog action={doing} users={named} onClose={done} />
        ) : null}
      </React.Suspense>
    </ListPage>
  );
}
