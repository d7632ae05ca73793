import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { PrintRegular } from '@fluentui/react-icons';
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
  return (
    <div className={styles.root} data-print="">
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
              <span data-no-print="">
                <CopyButton text={password} />
              </span>
            </span>
          </li>
        ))}
      </ul>
      <div data-no-print="">
        <Button icon={<PrintRegular />} onClick={() => print()}>
          {t('userForm.print')}
        </Button>
      </div>
    </div>
  );
}
