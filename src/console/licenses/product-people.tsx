import { Button } from '@fluentui/react-components';
import { AddRegular, ArrowDownloadRegular, ArrowSyncRegular, SubtractCircleRegular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, lazyRouteComponent } from '@tanstack/react-router';
import * as React from 'react';
import { useEffect, useMemo, useState } from 'react';
import type { ListedPerson } from '../../client/people.ts';
import type { OwnedProduct } from '../../client/products.ts';
import { Command, CommandBar, SelectionCount } from '../list/command-bar.tsx';
import { EmptyList } from '../list/empty-list.tsx';
import { type GridColumn, HEAD_HEIGHT, ListGrid, ROW_HEIGHT } from '../list/list-grid.tsx';
import { SearchField } from '../list/search-field.tsx';
import { nobody, type Selection, selectedCount } from '../list/selection.ts';
import { useRowPages } from '../list/use-row-pages.ts';
import { useScroll } from '../list/use-scroll.ts';
import { type Right, useRight } from '../rights.ts';
import { people } from '../server.ts';
import { useTexts } from '../texts.ts';
import { FilterMenu, MoreFilters } from '../users/filter-menus.tsx';
import { peopleColumns } from '../users/people-columns.tsx';
import { peopleOf, questionOf } from '../users/people-question.ts';
import type { ProductSearch } from './product-search.ts';

const route = getRouteApi('/shell/licenses/$product');

// Panes and boxes come when they are opened.
const PersonPane = lazyRouteComponent(() => import('../person/person-pane.tsx'), 'PersonPane');
const AssignLicenses = lazyRouteComponent(() => import('./assign-licenses.tsx'), 'AssignLicenses');
const LicenseChange = lazyRouteComponent(() => import('../change/license-change.tsx'), 'LicenseChange');

/** The people who have a product, directly or through groups: to be selected, and their licenses unassigned. */
export function ProductPeople({ product }: { readonly product: OwnedProduct }) {
  const { t, language } = useTexts();
  const { skuId, name, selfServicePurchaser } = product;
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const mayAssign = useRight('assignLicenses');
  const [selection, setSelection] = useState<Selection<ListedPerson>>(nobody);
  const [doing, setDoing] = useState<'assign' | 'unassign'>();
  const [known, setKnown] = useState(0);

  const question = questionOf({ ...search, product: skuId });
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

  const go = (change: { [Key in keyof ProductSearch]?: ProductSearch[Key] | undefined }, replace = false) =>
    void navigate({
      search: (before) =>
        Object.fromEntries(
          Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined && value !== ''),
        ) as ProductSearch,
      replace,
    });
  const columns = useMemo((): GridColumn<ListedPerson>[] => {
    const [displayName, userPrincipalName, ...rest] = peopleColumns(
      ['displayName', 'userPrincipalName', 'signIn', 'department'],
      { t, language, nameOf: () => '' },
    );
    const assigned: GridColumn<ListedPerson> = {
      id: 'assigned',
      header: t('column.assigned'),
      width: 'minmax(9rem, 1fr)',
      cell: ({ licenses }) => {
        const held = licenses.find((each) => each.skuId === skuId);
        if (!held) return '';
        if (held.error) return t('listed.error');
        if (held.direct) return t(held.groups > 0 ? 'listed.directAndInherited' : 'listed.direct');
        return t('listed.inherited', { count: held.groups });
      },
    };
    return [displayName, userPrincipalName, assigned, ...rest].filter((column) => column !== undefined);
  }, [t, language, skuId]);

  const count = selectedCount(selection, total);
  const right: Right =
    selfServicePurchaser === null
      ? mayAssign
      : { allowed: false, reason: t('manage.selfService', { name: selfServicePurchaser }) };
  const done = (changed: boolean) => {
    setDoing(undefined);
    if (!changed) return;
    setSelection(nobody());
    void client.invalidateQueries();
  };
  const isFiltered = Object.keys(questionOf(search)).length > 0;
  return (
    <>
      <CommandBar label={t('list.more')}>
        <Command
          primary={count === 0}
          icon={<AddRegular />}
          text={t('licenses.assign')}
          right={right}
          onClick={() => setDoing('assign')}
        />
        <Command
          primary={count > 0}
          icon={<SubtractCircleRegular />}
          text={t('licenses.unassign')}
          right={right.allowed && count === 0 ? { allowed: false, reason: t('licenses.selectFirst') } : right}
          onClick={() => setDoing('unassign')}
        />
        <Command
          icon={<ArrowSyncRegular />}
          text={t('list.refresh')}
          onClick={() => void client.invalidateQueries({ queryKey: ['people'] })}
        />
        <Command
          icon={<ArrowDownloadRegular />}
          text={t('list.export')}
          onClick={() =>
            location.assign(
              people.exportPath(
                question,
                order,
                ['displayName', 'userPrincipalName', 'signIn', 'department'],
                language,
              ),
            )
          }
        />
      </CommandBar>
      <CommandBar label={t('list.filters')}>
        <SearchField value={search.q ?? ''} onSearch={(q) => go({ q }, true)} />
        <FilterMenu
          value={search.filter}
          offered={['allowed', 'blocked', 'errors']}
          onChange={(filter) => go({ filter: filter as ProductSearch['filter'] })}
        />
        <MoreFilters search={search} withProduct={false} onChange={({ department }) => go({ department })} />
        <SelectionCount selected={count} total={pages.total} onClear={() => setSelection(nobody())} />
      </CommandBar>
      <div data-list="">
        <ListGrid
          label={t('licenses.people', { product: name })}
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
            isFiltered ? (
              <EmptyList title={t('list.nobody')} hint={t('list.nobodyHint')}>
                <Button onClick={() => void navigate({ search: {} })}>{t('list.clearFilters')}</Button>
              </EmptyList>
            ) : (
              <EmptyList title={t('licenses.nobody')} hint={t('licenses.nobodyHint')} />
            )
          }
        />
      </div>
      <React.Suspense fallback={null}>
        {search.user === undefined ? null : (
          <PersonPane
            userId={search.user}
            tab={search.pane ?? 'licenses'}
            onTab={(pane) => go({ pane }, true)}
            onClose={() => go({ user: undefined, pane: undefined })}
          />
        )}
        {doing === 'assign' ? <AssignLicenses product={product} onClose={done} /> : null}
        {doing === 'unassign' ? (
          <LicenseChange
            title={t('licenses.unassign')}
            action={t('licenses.unassignAction')}
            request={{ change: { kind: 'unassign', products: [skuId] }, people: peopleOf(selection, question) }}
            people={count}
            onClose={done}
          />
        ) : null}
      </React.Suspense>
    </>
  );
}
