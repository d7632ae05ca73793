import {
  Button,
  Combobox,
  Dropdown,
  Field,
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Option,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular, FilterRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { consoleEn } from '../../messages/console-en.ts';
import { ownedProductsQuery } from '../queries.ts';
import { people } from '../server.ts';
import { useTexts } from '../texts.ts';
import type { PeopleSearch } from './people-question.ts';

const useStyles = makeStyles({
  surface: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, width: 'min(20rem, 80vw)' },
  list: { maxHeight: '18rem' },
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
        {withProduct ? <ProductFilter value={search.product} onChange={(product) => onChange({ product })} /> : null}
        <DepartmentFilter value={search.department} onChange={(department) => onChange({ department })} />
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

function ProductFilter({
  value,
  onChange,
}: {
  readonly value: string | undefined;
  readonly onChange: (skuId: string | undefined) => void;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const { data } = useQuery(ownedProductsQuery);
  const owned = data?.value ?? [];
  return (
    <Field label={t('list.product')}>
      <Dropdown
        inlinePopup
        listbox={{ className: styles.list }}
        value={owned.find(({ skuId }) => skuId === value)?.name ?? t('list.anyProduct')}
        selectedOptions={[value ?? '']}
        onOptionSelect={(_event, { optionValue }) => onChange(optionValue || undefined)}
      >
        <Option value="">{t('list.anyProduct')}</Option>
        {owned.map(({ skuId, name }) => (
          <Option key={skuId} value={skuId}>
            {name}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}

function DepartmentFilter({
  value,
  onChange,
}: {
  readonly value: string | undefined;
  readonly onChange: (department: string | undefined) => void;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const [typed, setTyped] = useState(value ?? '');
  const { data } = useQuery({
    queryKey: ['departments', typed === value ? '' : typed],
    queryFn: () => people.departments(typed === value ? '' : typed),
  });
  return (
    <Field label={t('list.department')}>
      <Combobox
        inlinePopup
        clearable
        listbox={{ className: styles.list }}
        placeholder={t('list.anyDepartment')}
        value={typed}
        selectedOptions={value === undefined ? [] : [value]}
        onChange={(event) => setTyped(event.target.value)}
        onOptionSelect={(_event, { optionValue }) => {
          setTyped(optionValue ?? '');
          onChange(optionValue || undefined);
        }}
      >
        {(data ?? []).map((name) => (
          <Option key={name} value={name}>
            {name}
          </Option>
        ))}
      </Combobox>
    </Field>
  );
}
