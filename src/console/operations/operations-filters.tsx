import { Button, makeStyles } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { consoleEn } from '../../messages/console-en.ts';
import { CommandBar } from '../list/command-bar.tsx';
import { ownedProductsQuery } from '../queries.ts';
import { useTexts } from '../texts.ts';
import { ChoiceFilter, NameFilter } from './list-filters.tsx';
import type { OperationsSearch } from './operations-search.ts';
import { STATUSES } from './status-badge.tsx';

type Kind = keyof (typeof consoleEn)['operations']['kind'];

const KINDS = Object.keys(consoleEn.operations.kind) as Kind[];

const useStyles = makeStyles({
  choice: { minWidth: '10rem', maxWidth: '18rem' },
});

/** The filters of the list of operations, as they stand in the address. */
export function OperationsFilters({
  search,
  onChange,
}: {
  readonly search: OperationsSearch;
  readonly onChange: (change: { readonly [Key in keyof OperationsSearch]?: OperationsSearch[Key] | undefined }) => void;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const { data } = useQuery(ownedProductsQuery);
  const products = (data?.value ?? []).map(({ skuId, name }) => [skuId, name] as const);
  return (
    <CommandBar label={t('operations.filters')}>
      <ChoiceFilter
        label={t('operations.statusOf')}
        any={t('operations.anyStatus')}
        value={search.status}
        options={STATUSES.map((status) => [status, t(`operations.status.${status}`)])}
        onChange={(status) => onChange({ status: STATUSES.find((each) => each === status) })}
      />
      <ChoiceFilter
        label={t('operations.what')}
        any={t('operations.anyKind')}
        value={search.kind}
        options={KINDS.map((kind) => [kind, t(`operations.kind.${kind}`)])}
        onChange={(kind) => onChange({ kind })}
      />
      <ChoiceFilter
        label={t('list.product')}
        any={t('operations.anyProduct')}
        value={search.product}
        options={products}
        onChange={(product) => onChange({ product })}
      />
      <NameFilter
        label={t('operations.by')}
        hint={t('operations.by')}
        value={search.by ?? ''}
        onChange={(by) => onChange({ by: by === '' ? undefined : by })}
      />
      {search.user === undefined ? null : (
        <Button
          className={styles.choice}
          icon={<DismissRegular />}
          iconPosition="after"
          aria-label={`${t('operations.ofPerson')}. ${t('operations.everybody')}`}
          onClick={() => onChange({ user: undefined })}
        >
          {t('operations.ofPerson')}
        </Button>
      )}
    </CommandBar>
  );
}
