import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { DataLineRegular, TableRegular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalM,
    alignItems: 'center',
    justifyContent: 'space-between',
  },
});

/** A picture of numbers, which can be read as a table instead. */
export function ChartFrame<Row>({
  label,
  choices,
  columns,
  rows,
  rowKey,
  children,
}: {
  readonly label: string;
  /** What can be chosen about the picture. */
  readonly choices?: ReactNode;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  readonly children: ReactNode;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const [asTable, setAsTable] = useState(false);
  return (
    <>
      <div className={styles.bar}>
        <div>{choices}</div>
        <Button
          size="small"
          appearance="subtle"
          icon={asTable ? <DataLineRegular /> : <TableRegular />}
          aria-label={`${t(asTable ? 'overview.asChart' : 'overview.asTable')}: ${label}`}
          onClick={() => setAsTable(!asTable)}
        >
          {t(asTable ? 'overview.asChart' : 'overview.asTable')}
        </Button>
      </div>
      {asTable ? (
        <DataTable label={t('overview.tableOf', { what: label })} columns={columns} rows={rows} rowKey={rowKey} />
      ) : (
        children
      )}
    </>
  );
}
