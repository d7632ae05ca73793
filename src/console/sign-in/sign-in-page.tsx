import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { SignInStep } from '../../client/sign-in.ts';
import { WelcomeFrame } from '../parts/welcome-frame.tsx';
import { sampleTenantsQuery } from '../queries.ts';
import { localPath } from '../return-to.ts';
import { useTexts } from '../texts.ts';
import { CredentialsStep } from './credentials-step.tsx';
import { EnrollStep } from './enroll-step.tsx';
import { FactorStep } from './factor-step.tsx';
import { useGoOn } from './go-on.ts';
import { NameStep } from './name-step.tsx';
import { NewPasswordStep } from './new-password-step.tsx';
import { PeopleStep } from './people-step.tsx';
import type { Stage } from './sign-in-flow.ts';
import { ssoErrorText } from './sso-error.ts';

/** /sign-in: from a name to a session, step by step, and back to where one wanted to go. */
export function SignInPage() {
  const { t } = useTexts();
  const { returnTo, because, error } = useSearch({ from: '/sign-in' });
  const goOn = useGoOn(returnTo);
  const samples = useQuery(sampleTenantsQuery);
  const [chosen, setStage] = useState<Stage>();
  const [tenantName, setTenantName] = useState('');
  const tenants = samples.data ?? [];
  // Where there are sample tenants, one click is enough. Nothing is shown before it is known whether there are.
  if (chosen === undefined && samples.isPending)
    return (
      <WelcomeFrame name={t('page.signIn')} title={t('signIn.title')}>
        {null}
      </WelcomeFrame>
    );
  const stage: Stage = chosen ?? { kind: tenants.length > 0 ? 'people' : 'name' };
  const restart = () => setStage({ kind: 'name' });
  const onStep = (step: SignInStep) => (step.next === 'done' ? goOn() : setStage({ ...step, kind: 'step' }));
  const props = { onStep, onRestart: restart };

  return (
    <WelcomeFrame name={t('page.signIn')} {...headingOf(stage)} wide={stage.kind === 'people'}>
      {chosen === undefined ? <Notice because={because} error={error} /> : null}
      {stage.kind === 'people' ? (
        <PeopleStep tenants={tenants} onStep={onStep} onOther={restart} />
      ) : stage.kind === 'name' ? (
        <NameStep
          onStart={(name, start) => {
            setTenantName(start.tenantName);
            setStage({ kind: 'credentials', name, start });
          }}
          onSample={tenants.length > 0 ? () => setStage({ kind: 'people' }) : undefined}
        />
      ) : stage.kind === 'credentials' ? (
        <CredentialsStep
          {...props}
          name={stage.name}
          start={stage.start}
          returnTo={localPath(returnTo, location.origin)}
        />
      ) : stage.next === 'secondFactor' ? (
        <FactorStep {...props} flow={stage.flow} factors={stage.factors} />
      ) : stage.next === 'newPassword' ? (
        <NewPasswordStep {...props} flow={stage.flow} />
      ) : (
        <EnrollStep {...props} flow={stage.flow} />
      )}
    </WelcomeFrame>
  );

  function headingOf(of: Stage): { title: string; lead?: string } {
    if (of.kind === 'people') return { title: t('signIn.asTitle') };
    if (of.kind === 'credentials')
      return { title: t('signIn.title'), lead: t('signIn.toTenant', { tenant: of.start.tenantName }) };
    if (of.kind === 'name') return { title: t('signIn.title') };
    if (of.next === 'secondFactor') return { title: t('signIn.factorTitle') };
    if (of.next === 'newPassword') return { title: t('signIn.newTitle'), lead: t('signIn.newHint') };
    return { title: t('signIn.enrollTitle'), lead: t('signIn.enrollHint', { tenant: tenantName }) };
  }
}

/** Why one is here: the session has ended, or a provider sent one back. */
function Notice({
  because,
  error,
}: {
  readonly because?: 'ended' | 'signedOut' | undefined;
  readonly error?: string | undefined;
}) {
  const { t } = useTexts();
  if (error === undefined && because === undefined) return null;
  return (
    <div role={error === undefined ? 'status' : 'alert'}>
      <MessageBar intent={error === undefined ? 'info' : 'error'} layout="multiline">
        <MessageBarBody>
          {error === undefined ? t(`signIn.${because ?? 'ended'}`) : ssoErrorText(error, t)}
        </MessageBarBody>
      </MessageBar>
    </div>
  );
}
