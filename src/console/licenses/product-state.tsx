import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import type { OwnedProduct } from '../../client/products.ts';
import { consoleEn } from '../../messages/console-en.ts';
import { type Texts, useTexts } from '../texts.ts';

const COLORS = { Enabled: 'success', Warning: 'warning', Suspended: 'danger' } as const;

const useStyles = makeStyles({ root: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS } });

/** A product's state, its conflict if it has one, and whose purchase it is. */
export function ProductState({
  product: { status, overAssignedBy, selfServicePurchaser },
}: {
  readonly product: OwnedProduct;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <span className={styles.root}>
      <Badge appearance="tint" color={COLORS[status as keyof typeof COLORS] ?? 'subtle'}>
        {stateText(status, t)}
      </Badge>
      {overAssignedBy > 0 ? (
        <Badge appearance="tint" color="warning">
          {t('licenses.over', { count: overAssignedBy })}
        </Badge>
      ) : null}
      {selfServicePurchaser === null ? null : (
        <Badge appearance="outline">{t('licenses.selfService', { name: selfServicePurchaser })}</Badge>
      )}
    </span>
  );
}

function stateText(status: string, t: Texts): string {
  const known = consoleEn.licenses.state;
  return status in known ? t(`licenses.state.${status as keyof typeof known}`) : status;
}
