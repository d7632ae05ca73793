import { Button, Link, makeStyles, Text, Tooltip, tokens } from '@fluentui/react-components';
import {
  ArrowExitRegular,
  KeyResetRegular,
  PersonAvailableRegular,
  PersonDeleteRegular,
  PersonProhibitedRegular,
} from '@fluentui/react-icons';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import type { UserAccount } from '../../client/user-accounts.ts';
import { momentText } from '../formats.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { sessionQuery } from '../queries.ts';
import { type Right, useRight } from '../rights.ts';
import { userAccounts } from '../server.ts';
import { useTexts } from '../texts.ts';
import { accountProblem } from './account-problem.ts';
import { Box } from './box.tsx';
import { Notice } from './notice.tsx';
import { UserActionDialog } from './user-actions.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  link: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, overflowWrap: 'anywhere' },
});

type Doing = 'block' | 'unblock' | 'delete' | 'reset' | 'end';

/** What can be done with an account beside editing it. */
export function AccountActions({ user, onDeleted }: { readonly user: UserAccount; readonly onDeleted: () => void }) {
  const { t } = useTexts();
  const styles = useStyles();
  const [doing, setDoing] = useState<Doing>();
  const mayBlock = useRight('blockSignIn');
  const mayReset = useRight('resetPassword');
  const mayDelete = useRight('deleteUser');
  const switching = user.accountEnabled ? 'block' : 'unblock';
  return (
    <div className={styles.root}>
      <Text>{t(user.accountEnabled ? 'userForm.allowed' : 'userForm.blocked')}</Text>
      {/* biome-ignore lint/a11y/useSemanticElements: no fields that belong together, but tools. */}
      <div role="group" aria-label={t('userForm.actions')} className={styles.actions}>
        <Action
          icon={user.accountEnabled ? <PersonProhibitedRegular /> : <PersonAvailableRegular />}
          text={t(`userForm.${switching}`)}
          right={mayBlock}
          onClick={() => setDoing(switching)}
        />
        <Action
          icon={<KeyResetRegular />}
          text={t('userForm.resetPassword')}
          right={mayReset}
          onClick={() => setDoing('reset')}
        />
        <Action
          icon={<ArrowExitRegular />}
          text={t('userForm.endSessions')}
          right={mayReset}
          onClick={() => setDoing('end')}
        />
        <Action
          icon={<PersonDeleteRegular />}
          text={t('userForm.delete')}
          right={mayDelete}
          onClick={() => setDoing('delete')}
        />
      </div>
      {doing === 'block' || doing === 'unblock' || doing === 'delete' ? (
        <UserActionDialog
          action={doing}
          users={[user]}
          onClose={(done) => {
            setDoing(undefined);
            if (done && doing === 'delete') onDeleted();
          }}
        />
      ) : null}
      {doing === 'reset' ? <ResetPassword user={user} onClose={() => setDoing(undefined)} /> : null}
      {doing === 'end' ? <EndSessions user={user} onClose={() => setDoing(undefined)} /> : null}
    </div>
  );
}

function Action({
  icon,
  text,
  right,
  onClick,
}: {
  readonly icon: ReactElement;
  readonly text: string;
  readonly right: Right;
  readonly onClick: () => void;
}) {
  const button = (
    <Button icon={icon} disabledFocusable={!right.allowed} onClick={() => (right.allowed ? onClick() : undefined)}>
      {text}
    </Button>
  );
  return right.reason === undefined ? (
    button
  ) : (
    <Tooltip content={right.reason} relationship="description">
      {button}
    </Tooltip>
  );
}

interface BoxProps {
  readonly user: UserAccount;
  readonly onClose: () => void;
}

function ResetPassword({ user, onClose }: BoxProps) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const reset = useMutation({ mutationFn: () => userAccounts.resetPassword(user.id) });
  const name = user.displayName;
  return (
    <Box
      title={t('userForm.resetPassword')}
      action={reset.data ? undefined : t('userForm.resetPassword')}
      busy={reset.isPending}
      onDo={() => reset.mutate()}
      onClose={onClose}
    >
      {reset.error ? <Notice intent="error">{accountProblem(reset.error, t)}</Notice> : null}
      {reset.data ? (
        <>
          <Notice intent="success">
            {t('userForm.resetDone', {
              name,
              until: momentText(reset.data.expiresAt, session.tenant.timeZone, language),
            })}
          </Notice>
          <span className={styles.link}>
            <Link href={reset.data.link}>{reset.data.link}</Link>
            <CopyButton text={reset.data.link} />
          </span>
        </>
      ) : (
        <Text>{t('userForm.resetText', { name })}</Text>
      )}
    </Box>
  );
}

function EndSessions({ user, onClose }: BoxProps) {
  const { t } = useTexts();
  const end = useMutation({ mutationFn: () => userAccounts.endSessions(user.id) });
  return (
    <Box
      title={t('userForm.endSessions')}
      action={end.isSuccess ? undefined : t('userForm.endSessions')}
      busy={end.isPending}
      onDo={() => end.mutate()}
      onClose={onClose}
    >
      {end.error ? <Notice intent="error">{accountProblem(end.error, t)}</Notice> : null}
      {end.isSuccess ? (
        <Notice intent="success">{t('userForm.endDone', { name: user.displayName })}</Notice>
      ) : (
        <Text>{t('userForm.endText', { name: user.displayName })}</Text>
      )}
    </Box>
  );
}
