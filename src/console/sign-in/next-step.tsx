import { Link } from '@fluentui/react-components';
import { WelcomeFrame } from '../parts/welcome-frame.tsx';
import { useTexts } from '../texts.ts';
import { EnrollStep } from './enroll-step.tsx';
import { FactorStep } from './factor-step.tsx';
import { NewPasswordStep } from './new-password-step.tsx';
import type { OpenStep, StepProps } from './sign-in-flow.ts';
import { useStepStyles } from './step-styles.ts';

/** What the server asks for once it has seen a first proof: second factor, its setup, or a new password. */
export function NextStep({ step, onStep, onRestart }: StepProps & { readonly step: OpenStep }) {
  const { t } = useTexts();
  const styles = useStepStyles();
  const { flow } = step;
  return (
    <WelcomeFrame name={t('page.signIn')} {...heading()}>
      {step.next === 'secondFactor' ? (
        <FactorStep key={flow} flow={flow} factors={step.factors} onStep={onStep} />
      ) : step.next === 'newPassword' ? (
        <NewPasswordStep key={flow} flow={flow} onStep={onStep} />
      ) : (
        <EnrollStep key={flow} flow={flow} onStep={onStep} />
      )}
      <div className={styles.links}>
        <Link as="button" type="button" onClick={onRestart}>
          {t('signIn.otherPerson')}
        </Link>
      </div>
    </WelcomeFrame>
  );

  function heading(): { title: string; lead?: string } {
    if (step.next === 'secondFactor') return { title: t('signIn.factorTitle') };
    if (step.next === 'newPassword') return { title: t('signIn.newTitle'), lead: t('signIn.newHint') };
    return { title: t('signIn.enrollTitle'), lead: t('signIn.enrollHint') };
  }
}
