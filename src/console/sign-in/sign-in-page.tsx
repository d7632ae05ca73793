import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { SignInStep } from '../../client/sign-in.ts';
import { WelcomeFrame } from '../parts/welcome-frame.tsx';
import { sampleTenantsQuery } from '../queries.ts';
import { placeAfterSignIn } from '../return-to.ts';
import { useTexts } from '../texts.ts';
import { CredentialsStep } from './credentials-step.tsx';
import { useGoOn } from './go-on.ts';
import { NameStep } from './name-step.tsx';
import { NextStep } from './next-step.tsx';
import { PeopleStep } from './people-step.tsx';
import { type Stage, stepInHash } from './sign-in-flow.ts';
import { ssoErrorText } from './sso-error.ts';

/** /sign-in: from a name to a session, step by step, and back to where one wanted to go. */
export function SignInPage() {
  const { t } = useTexts();
  const { returnTo, because, error } = useSearch({ from: '/sign-in' });
  const goOn = useGoOn(returnTo);
  const samples = useQuery(sampleTenantsQuery);
  const [chosen, setStage] = useState(useStageInAddress());
  const tenants = samples.data ?? [];
  // Where there are sample tenants, one click is enough. Nothing is shown before it is known whether there are.
  if (chosen === undefined && samples.isPending) {
    return (
      <WelcomeFrame name={t('page.signIn')} title={t('signIn.title')}>
        {null}
      </WelcomeFrame>
    );
  }
  const stage: Stage = chosen ?? { kind: tenants.length > 0 ? 'people' : 'name' };
  const restart = () => setStage({ kind: 'name' });
  const onStep = (step: SignInStep) => (step.next === 'done' ? goOn() : setStage({ kind: 'step', step }));
  const notice = chosen === undefined ? <Notice because={because} error={error} /> : null;
  switch (stage.kind) {
    case 'people':
      return (
        <WelcomeFrame name={t('page.signIn')} title={t('signIn.asTitle')} wide>
          {notice}
          <PeopleStep tenants={tenants} onStep={onStep} onOther={restart} />
        </WelcomeFrame>
      );
    case 'name':
      return (
        <WelcomeFrame name={t('page.signIn')} title={t('signIn.title')}>
          {notice}
          <NameStep
            onStart={(name, start) => setStage({ kind: 'credentials', name, start })}
            onSample={tenants.length > 0 ? () => setStage({ kind: 'people' }) : undefined}
          />
        </WelcomeFrame>
      );
    case 'credentials':
      return (
        <WelcomeFrame
          name={t('page.signIn')}
          title={t('signIn.title')}
          lead={t('signIn.toTenant', { tenant: stage.start.tenantName })}
        >
          <CredentialsStep
            name={stage.name}
            start={stage.start}
            returnTo={placeAfterSignIn(returnTo)}
            onStep={onStep}
            onRestart={restart}
          />
        </WelcomeFrame>
      );
    case 'step':
      return <NextStep step={stage.step} onStep={onStep} onRestart={restart} />;
  }
}

/** The step that somebody's identity provider sent them on to; it serves once, so it leaves the address. */
function useStageInAddress(): Stage | undefined {
  const router = useRouter();
  const [step] = useState(() => stepInHash(location.hash));
  useEffect(() => {
    if (step) router.history.replace(`${location.pathname}${location.search}`);
  }, [step, router]);
  return step && { kind: 'step', step };
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
