import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { PrintRegular } from '@fluentui/react-icons';
import { useCallback, useState } from 'react';
import { PrintSheet } from '../change/print-sheet.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  list: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyleType: 'none' },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  who: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  secret: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
});

export interface Credential {
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly password: string;
}

/** New passwords, shown once, to copy or print and hand over. */
export function Credentials({ people }: { readonly people: readonly Credential[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  const [printing, setPrinting] = useState(false);
  const printed = useCallback(() => setPrinting(false), []);
  const list = (copyable: boolean) => (
    <ul className={styles.list}>
      {people.map(({ displayName, userPrincipalName, password }) => (
        <li key={userPrincipalName} className={styles.item}>
          <span className={styles.who}>
            <Text weight="semibold">
              <bdi>{displayName}</bdi>
            </Text>
            <Text>{userPrincipalName}</Text>
          </span>
          <span className={styles.secret}>
            <Text font="monospace">{password}</Text>
            {copyable ? <CopyButton text={password} /> : null}
          </span>
        </li>
      ))}
    </ul>
  );
  return (
    <div className={styles.root}>
      {list(true)}
      <div>
        <Button icon={<PrintRegular />} onClick={() => setPrinting(true)}>
          {t('userForm.print')}
        </Button>
      </div>
      {/* A box shows only a part of a long list. */}
      {printing ? (
        <PrintSheet title={t('userForm.passwords')} onPrinted={printed}>
          {list(false)}
        </PrintSheet>
      ) : null}
    </div>
  );
}
