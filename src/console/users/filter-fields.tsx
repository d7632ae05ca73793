import { Combobox, Dropdown, Field, makeStyles, Option } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ownedProductsQuery } from '../queries.ts';
import { people } from '../server.ts';
import { useTexts } from '../texts.ts';
import type { PeopleSearch } from './people-question.ts';

const useStyles = makeStyles({ list: { maxHeight: '18rem' } });

/** The filters that are chosen from what there is: product and department. */
export function FilterFields({
  search,
  withProduct,
  onChange,
}: {
  readonly search: PeopleSearch;
  readonly withProduct: boolean;
  readonly onChange: (change: { product?: string | undefined; department?: string | undefined }) => void;
}) {
  return (
    <>
      {withProduct ? <ProductFilter value={search.product} onChange={(product) => onChange({ product })} /> : null}
      <DepartmentFilter value={search.department} onChange={(department) => onChange({ department })} />
    </>
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
