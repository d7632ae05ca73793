import { Button, Menu, MenuItemCheckbox, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ColumnTripleRegular } from '@fluentui/react-icons';
import { useTexts } from '../texts.ts';
import { PEOPLE_COLUMNS, USUAL_COLUMNS } from './people-columns.tsx';

/** The columns to show, as the address names them: the usual ones where it names none that there are. */
export function columnsOf(text: string | undefined): string {
  const named = PEOPLE_COLUMNS.filter((name) => text?.split(',').includes(name));
  return (named.length > 0 ? named : USUAL_COLUMNS).join(',');
}

/** Which columns the list shows. The name stays. */
export function ColumnMenu({
  value,
  onChange,
}: {
  readonly value: string | undefined;
  /** The columns with commas between; undefined for the usual ones. */
  readonly onChange: (columns: string | undefined) => void;
}) {
  const { t } = useTexts();
  const shown = columnsOf(value).split(',');
  return (
    <Menu
      checkedValues={{ columns: shown }}
      onCheckedValueChange={(_event, { checkedItems }) => {
        const columns = columnsOf(['displayName', ...checkedItems].join(','));
        onChange(columns === USUAL_COLUMNS.join(',') ? undefined : columns);
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<ColumnTripleRegular />}>
          {t('list.columns')}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {PEOPLE_COLUMNS.filter((name) => name !== 'displayName').map((name) => (
            <MenuItemCheckbox key={name} name="columns" value={name} persistOnClick>
              {t(`column.${name}`)}
            </MenuItemCheckbox>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
