import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { PersonKeyRegular, SignOutRegular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Session } from '../../client/account.ts';
import { initialsOf } from '../parts/initials.ts';
import { PersonAvatar } from '../parts/person-avatar.tsx';
import { LanguageChoices, ThemeChoices, useTickedPreferences } from '../parts/preferences.tsx';
import { forgetPerson } from '../queries.ts';
import { isSignedOut, signIn } from '../server.ts';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  trigger: { minWidth: 0, padding: tokens.spacingHorizontalXS },
  person: { display: 'flex', flexDirection: 'column', padding: tokens.spacingHorizontalM, maxWidth: '18rem' },
  name: { overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

/** Who is signed in: account, language, appearance, and the way out. */
export function PersonMenu({ session: { user } }: { readonly session: Session }) {
  const { t } = useTexts();
  const styles = useStyles();
  const navigate = useNavigate();
  const client = useQueryClient();
  const checkedValues = useTickedPreferences();
  const leave = async () => {
    await navigate({ to: '/sign-in', search: { because: 'signedOut' } });
    forgetPerson(client);
  };
  const signOut = useMutation({
    mutationFn: async () => {
      try {
        await signIn.signOut();
      } catch (error) {
        // The session was over already: that is what was asked for.
        if (!isSignedOut(error)) throw error;
      }
    },
    onSuccess: leave,
  });
  return (
    <Menu inline checkedValues={checkedValues} positioning={{ autoSize: true }}>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          className={styles.trigger}
          // Whoever sees two letters and says them reaches the button too.
          aria-label={`${initialsOf(user.displayName)} ${t('shell.person', { name: user.displayName })}`.trim()}
        >
          <PersonAvatar name={user.displayName} />
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <div className={styles.person}>
          <Text weight="semibold" className={styles.name}>
            <bdi>{user.displayName}</bdi>
          </Text>
          <Text size={200} className={styles.quiet}>
            {user.userPrincipalName}
          </Text>
        </div>
        <MenuDivider />
        <MenuList>
          <MenuItem icon={<PersonKeyRegular />} onClick={() => void navigate({ to: '/account' })}>
            {t('page.account')}
          </MenuItem>
          <MenuDivider />
          <LanguageChoices />
          <MenuDivider />
          <ThemeChoices />
          <MenuDivider />
          <MenuItem icon={<SignOutRegular />} onClick={() => signOut.mutate()}>
            {t('shell.signOut')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
