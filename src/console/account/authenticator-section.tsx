import { Badge, Button, MessageBar, MessageBarBody, Text } from '@fluentui/react-components';
import { PhoneLockRegular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { PasswordField } from '../parts/password-field.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { Success } from '../parts/success.tsx';
import { accountQuery } from '../queries.ts';
import { account } from '../server.ts';
import { useTexts } from '../texts.ts';
import { AuthenticatorForm } from './authenticator-form.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { dayText } from './dates.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import { useSectionStyles } from './section-styles.ts';

/** So few recovery codes left that it is time for new ones. */
const FEW_CODES = 2;

/** The authenticator app: set up, set up again, removed; and the recovery codes that come with it. */
export function AuthenticatorSection({
  confirmedAt,
  recoveryCodesLeft,
  hasPassword,
}: {
  readonly confirmedAt: string | undefined;
  readonly recoveryCodesLeft: number;
  readonly hasPassword: boolean;
}) {
  const { t, language } = useTexts();
  const styles = useSectionStyles();
  const client = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const [removed, setRemoved] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: accountQuery.queryKey, exact: true });
  const begin = useMutation({ mutationFn: () => account.addAuthenticator() });
  const confirm = useMutation({
    mutationFn: (code: string) => account.confirmAuthenticator(code),
    onSuccess: () => {
      begin.reset();
      void refresh();
    },
  });
  return (
    <Section icon={<PhoneLockRegular />} title={t('account.authenticator')} hint={t('account.authenticatorHint')}>
      <Success text={removed ? t('account.authenticatorRemoved') : undefined} />
      <Problem error={begin.error} />
      {confirm.data ? (
        <>
          <Text as="h3" weight="semibold">
            {t('account.recoveryTitle')}
          </Text>
          <RecoveryCodes codes={confirm.data.recoveryCodes} />
          <div className={styles.actions}>
            <Button appearance="primary" onClick={() => confirm.reset()}>
              {t('account.recoveryKept')}
            </Button>
          </div>
        </>
      ) : begin.data ? (
        <AuthenticatorForm
          secret={begin.data}
          error={confirm.error}
          busy={confirm.isPending}
          onCode={(code) => confirm.mutate(code)}
          onCancel={() => {
            confirm.reset();
            begin.reset();
          }}
        />
      ) : (
        <>
          <div className={styles.row}>
            <div className={styles.state}>
              <Badge appearance="tint" color={confirmedAt === undefined ? 'informative' : 'success'} size="large">
                {confirmedAt === undefined
                  ? t('account.authenticatorOff')
                  : t('account.authenticatorOn', { date: dayText(confirmedAt, language) })}
              </Badge>
              {confirmedAt === undefined ? null : (
                <Text className={styles.quiet}>{t('account.recoveryLeft', { count: recoveryCodesLeft })}</Text>
              )}
            </div>
            <div className={styles.actions}>
              {confirmedAt === undefined ? (
                <Button
                  disabledFocusable={begin.isPending}
                  onClick={() => {
                    setRemoved(false);
                    begin.mutate();
                  }}
                >
                  {t('account.addAuthenticator')}
                </Button>
              ) : (
                <Button onClick={() => setRemoving(true)}>{t('account.removeAuthenticator')}</Button>
              )}
            </div>
          </div>
          {confirmedAt !== undefined && recoveryCodesLeft <= FEW_CODES ? (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>{t('account.recoveryLow')}</MessageBarBody>
            </MessageBar>
          ) : null}
        </>
      )}
      {removing ? (
        <RemoveDialog
          hasPassword={hasPassword}
          onClose={(done) => {
            setRemoving(false);
            setRemoved(done);
            if (done) void refresh();
          }}
        />
      ) : null}
    </Section>
  );
}

function RemoveDialog({
  hasPassword,
  onClose,
}: {
  readonly hasPassword: boolean;
  readonly onClose: (removed: boolean) => void;
}) {
  const { t } = useTexts();
  const [password, setPassword] = useState('');
  const remove = useMutation({
    // Who has no password has nothing to prove with one; the server wants something there all the same.
    mutationFn: () => account.removeAuthenticator(hasPassword ? password : '-'),
    onSuccess: () => onClose(true),
  });
  return (
    <ConfirmDialog
      title={t('account.removeAuthenticatorTitle')}
      text={t('account.removeAuthenticatorText')}
      confirmLabel={t('account.remove')}
      error={remove.error}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onCancel={() => onClose(false)}
    >
      {hasPassword ? (
        <PasswordField
          label={t('account.currentPassword')}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
      ) : null}
    </ConfirmDialog>
  );
}
