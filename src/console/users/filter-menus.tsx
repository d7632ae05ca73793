import {
  Button,
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  SkeletonItem,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular, FilterRegular } from '@fluentui/react-icons';
import { lazyRouteComponent } from '@tanstack/react-router';
import * as React from 'react';
import { consoleEn } from '../../messages/console-en.ts';
import { useTexts } from '../texts.ts';
import type { PeopleSearch } from './people-question.ts';

const FilterFields = lazyRouteComponent(() => import('./filter-fields.tsx'), 'FilterFields');

const useStyles = makeStyles({
  surface: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, width: 'min(20rem, 80vw)' },
});

type Filter = keyof (typeof consoleEn)['users']['filter'];

const FILTERS = Object.keys(consoleEn.users.filter) as Filter[];

/** The ready-made filters of a list of people. `offered`: those that make sense here. */
export function FilterMenu({
  value,
  offered = FILTERS,
  onChange,
}: {
  readonly value: Filter | undefined;
  readonly offered?: readonly Filter[];
  readonly onChange: (filter: Filter | undefined) => void;
}) {
  const { t } = useTexts();
  return (
    <Menu
      checkedValues={{ filter: [value ?? ''] }}
      onCheckedValueChange={(_event, { checkedItems }) => onChange(FILTERS.find((each) => each === checkedItems[0]))}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance={value ? 'secondary' : 'subtle'} icon={<FilterRegular />}>
          {value ? t(`users.filter.${value}`) : t('list.all')}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItemRadio name="filter" value="">
            {t('list.all')}
          </MenuItemRadio>
          {FILTERS.filter((each) => offered.includes(each)).map((each) => (
            <MenuItemRadio key={each} name="filter" value={each}>
              {t(`users.filter.${each}`)}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** Filters by product and department. */
export function MoreFilters({
  search,
  withProduct,
  onChange,
}: {
  readonly search: PeopleSearch;
  readonly withProduct: boolean;
  readonly onChange: (change: { product?: string | undefined; department?: string | undefined }) => void;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const count = [search.department, withProduct ? search.product : undefined].filter(Boolean).length;
  return (
    <Popover trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button appearance={count > 0 ? 'secondary' : 'subtle'} icon={<FilterRegular />}>
          {count > 0 ? `${t('list.filters')} (${count})` : t('list.filters')}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={t('list.filters')}>
        <React.Suspense fallback={<SkeletonItem size={64} />}>
          <FilterFields search={search} withProduct={withProduct} onChange={onChange} />
        </React.Suspense>
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          onClick={() => onChange({ ...(withProduct ? { product: undefined } : {}), department: undefined })}
        >
          {t('list.clearFilters')}
        </Button>
      </PopoverSurface>
    </Popover>
  );
}
