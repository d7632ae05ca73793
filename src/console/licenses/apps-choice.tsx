import { Checkbox, makeStyles, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { Problem } from '../parts/problem.tsx';
import { productQuery } from '../queries.ts';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  root: {
    margin: 0,
    padding: `0 0 0 ${tokens.spacingHorizontalXXL}`,
    border: 'none',
    display: 'flex',
    flexDirection: 'column',
    minWidth: 0,
  },
  legend: { padding: 0, color: tokens.colorNeutralForeground2 },
});

/** "Turn apps and services on or off" for a product that is being given: a box for each service, all ticked at first. */
export function AppsChoice({
  skuId,
  disabled,
  onChange,
}: {
  readonly skuId: string;
  /** Services that are off, by id. */
  readonly disabled: readonly string[];
  readonly onChange: (disabled: readonly string[]) => void;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const { data: product, error } = useQuery(productQuery(skuId));
  if (error) return <Problem error={error} />;
  if (!product) return <SkeletonItem size={24} />;
  return (
    <fieldset className={styles.root}>
      <legend className={styles.legend}>
        <Text size={200}>{t('manage.appsOf', { name: product.name })}</Text>
      </legend>
      {product.servicePlans.map(({ planId, displayName }) => (
        <Checkbox
          key={planId}
          label={displayName}
          checked={!disabled.includes(planId)}
          onChange={(_event, { checked }) =>
            onChange(checked ? disabled.filter((each) => each !== planId) : [...disabled, planId])
          }
        />
      ))}
    </fieldset>
  );
}
