import {
  Button,
  Divider,
  Link,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ArrowLeftRegular, BuildingRegular, KeyRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useState } from 'react';
import { type SignInStart, singleSignOnAddress } from '../../client/sign-in.ts';
import { PasswordField } from '../parts/password-field.tsx';
import { Problem, retryAt, useSecondsUntil } from '../parts/problem.tsx';
import { useFirstField } from '../parts/welcome-frame.tsx';
import { signIn } from '../server.ts';
import { useTexts } from '../texts.ts';
import { passkeysPossible, signInWithPasskey } from './passkey-sign-in.ts';
import type { StepProps } from './sign-in-flow.ts';
import { useStepStyles } from './step-styles.ts';

const useStyles = makeStyles({
  person: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, minWidth: 0 },
  name: { overflowWrap: 'anywhere' },
  other: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

/** Second step: password, passkey or the organization's identity provider. */
export function CredentialsStep({
  name,
  start,
  returnTo,
  onStep,
  onRestart,
}: StepProps & { readonly name: string; readonly start: SignInStart; readonly returnTo: string }) {
  const { t } = useTexts();
  const styles = useStyles();
  const steps = useStepStyles();
  const field = useFirstField<HTMLInputElement>();
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState(false);
  // Where the provider alone signs people in, a Global Administrator still may with a password.
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    if (wanted) field.current?.focus();
  }, [wanted, field]);
  const byPassword = useMutation({
    mutationFn: (typed: string) => signIn.password(name, typed),
    onSuccess: onStep,
    onError: () => {
      setPassword('');
      field.current?.focus();
    },
  });
  const byPasskey = useMutation({
    mutationFn: () => signInWithPasskey({ tenant: start.tenantId }),
    onSuccess: onStep,
  });
  const wait = useSecondsUntil(retryAt(byPassword.error));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setMissing(password === '');
    if (password === '') field.current?.focus();
    else if (!byPassword.isPending && wait === 0) {
      byPasskey.reset();
      byPassword.mutate(password);
    }
  };
  // A domain alone names no person: only a provider or a passkey can tell who it is.
  const passwords = (start.passwords || wanted) && name.includes('@');
  const withPasskey = (start.passwords || wanted) && passkeysPossible();
  const { sso } = start;
  return (
    <div className={steps.form}>
      <div className={styles.person}>
        <Button
          appearance="subtle"
          icon={<ArrowLeftRegular />}
          aria-label={t('signIn.otherPerson')}
          onClick={onRestart}
        />
        <Text className={styles.name}>
          <bdi>{name}</bdi>
        </Text>
      </div>
      {byPassword.error ? (
        <Problem error={byPassword.error} />
      ) : (
        <Problem error={byPasskey.error} failure="passkeyFailed" />
      )}
      {passwords ? (
        <form className={steps.form} onSubmit={submit} noValidate>
          <input type="email" name="username" autoComplete="username" value={name} readOnly hidden />
          <PasswordField
            label={t('signIn.password')}
            size="large"
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
            inputRef={field}
            error={missing ? t('problem.fillIn') : undefined}
          />
          <Button
            type="submit"
            appearance="primary"
            size="large"
            className={steps.wide}
            disabledFocusable={byPassword.isPending || wait > 0}
          >
            {t('signIn.submit')}
          </Button>
        </form>
      ) : null}
      {passwords && (sso || withPasskey) ? <Divider>{t('signIn.or')}</Divider> : null}
      <div className={styles.other}>
        {sso ? (
          <Button
            as="a"
            size="large"
            appearance={passwords ? 'secondary' : 'primary'}
            icon={<BuildingRegular />}
            href={singleSignOnAddress(start.tenantId, returnTo)}
          >
            {t('signIn.provider', { provider: sso.displayName })}
          </Button>
        ) : null}
        {withPasskey ? (
          <Button
            size="large"
            icon={<KeyRegular />}
            disabledFocusable={byPasskey.isPending}
            onClick={() => {
              byPassword.reset();
              byPasskey.mutate();
            }}
          >
            {t('signIn.passkey')}
          </Button>
        ) : null}
      </div>
      {start.passwords || wanted ? null : (
        <Link as="button" type="button" onClick={() => setWanted(true)}>
          {t('signIn.withPassword')}
        </Link>
      )}
      {passwords || sso || withPasskey ? null : (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('signIn.noWay', { tenant: start.tenantName })}</MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}
