import { Field, Input, SkeletonItem } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../../client/client.ts';
import type { SetupInvitation, SignInStep } from '../../client/sign-in.ts';
import { NewPasswordForm } from '../parts/new-password-form.tsx';
import { PageButton } from '../parts/page-link.tsx';
import { Problem } from '../parts/problem.tsx';
import { useFirstField, WelcomeFrame } from '../parts/welcome-frame.tsx';
import { invitationQuery } from '../queries.ts';
import { signIn } from '../server.ts';
import { useGoOn } from '../sign-in/go-on.ts';
import { NextStep } from '../sign-in/next-step.tsx';
import type { OpenStep } from '../sign-in/sign-in-flow.ts';
import { useTexts } from '../texts.ts';

/** /setup/:token: a one-time link, for the first administrator or after a reset. */
export function SetupPage() {
  const { t } = useTexts();
  const { token } = useParams({ from: '/setup/$token' });
  const invitation = useQuery(invitationQuery(token));
  const found = invitation.data;
  const goOn = useGoOn('/');
  const router = useRouter();
  const [step, setStep] = useState<OpenStep>();
  const onStep = (next: SignInStep) => (next.next === 'done' ? goOn() : setStep(next));
  if (step) {
    return <NextStep step={step} onStep={onStep} onRestart={() => void router.navigate({ to: '/sign-in' })} />;
  }
  if (found?.kind === 'first') {
    return (
      <WelcomeFrame
        name={t('page.setup')}
        title={t('setup.firstTitle', { tenant: found.tenantName })}
        lead={t('setup.firstLead', { tenant: found.tenantName })}
      >
        <FirstAdministratorForm token={token} invitation={found} onStep={onStep} />
      </WelcomeFrame>
    );
  }
  if (found) {
    return (
      <WelcomeFrame
        name={t('page.setup')}
        title={t('setup.resetTitle')}
        lead={t('setup.resetLead', { name: found.userPrincipalName ?? '', tenant: found.tenantName })}
      >
        <ResetForm token={token} invitation={found} onStep={onStep} />
      </WelcomeFrame>
    );
  }
  const gone = invitation.error instanceof ApiError && invitation.error.status === 404;
  return (
    <WelcomeFrame
      name={t('page.setup')}
      title={gone ? t('setup.goneTitle') : t('page.setup')}
      lead={gone ? t('setup.goneHint') : undefined}
    >
      {gone ? (
        <PageButton to="/sign-in" appearance="primary">
          {t('setup.toSignIn')}
        </PageButton>
      ) : invitation.error ? (
        <Problem error={invitation.error} />
      ) : (
        <SkeletonItem size={128} />
      )}
    </WelcomeFrame>
  );
}

interface FormProps {
  readonly onStep: (step: SignInStep) => void;
  readonly token: string;
  readonly invitation: SetupInvitation;
}

function FirstAdministratorForm({ token, invitation, onStep }: FormProps) {
  const { t } = useTexts();
  const first = useFirstField<HTMLInputElement>();
  const [displayName, setDisplayName] = useState('');
  const [localPart, setLocalPart] = useState('');
  const [checked, setChecked] = useState(false);
  const userPrincipalName = `${localPart.trim() || '…'}@${invitation.domain}`;
  const accept = useMutation({
    mutationFn: (password: string) =>
      signIn.acceptInvitation(token, { displayName: displayName.trim(), userPrincipalName, password }),
    onSuccess: onStep,
  });
  const missing = (value: string) => (checked && value.trim() === '' ? { validationMessage: t('problem.fillIn') } : {});
  return (
    <NewPasswordForm
      labels={{ password: t('setup.password'), repeat: t('setup.repeatPassword') }}
      submitLabel={t('setup.submit')}
      error={accept.error}
      busy={accept.isPending}
      focusFirst={false}
      isComplete={() => {
        setChecked(true);
        return displayName.trim() !== '' && localPart.trim() !== '';
      }}
      onSubmit={(password) => accept.mutate(password)}
    >
      <Field label={t('setup.displayName')} {...missing(displayName)}>
        <Input
          ref={first}
          size="large"
          value={displayName}
          onChange={(_event, data) => setDisplayName(data.value)}
          autoComplete="name"
        />
      </Field>
      <Field
        label={t('setup.userName')}
        hint={t('setup.userNameHint', { name: userPrincipalName })}
        {...missing(localPart)}
      >
        <Input
          size="large"
          value={localPart}
          onChange={(_event, data) => setLocalPart(data.value.replace(/@.*$/s, ''))}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
    </NewPasswordForm>
  );
}

function ResetForm({ token, invitation, onStep }: FormProps) {
  const { t } = useTexts();
  const accept = useMutation({
    mutationFn: (password: string) => signIn.acceptInvitation(token, { password }),
    onSuccess: onStep,
  });
  return (
    <NewPasswordForm
      labels={{ password: t('signIn.newPassword'), repeat: t('signIn.repeatPassword') }}
      submitLabel={t('setup.submitReset')}
      error={accept.error}
      busy={accept.isPending}
      userName={invitation.userPrincipalName ?? undefined}
      onSubmit={(password) => accept.mutate(password)}
    />
  );
}
