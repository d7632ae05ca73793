import { Button, SkeletonItem, Text } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { AuthenticatorForm } from '../account/authenticator-form.tsx';
import { RecoveryCodes } from '../account/recovery-codes.tsx';
import { Problem } from '../parts/problem.tsx';
import { signIn } from '../server.ts';
import { useTexts } from '../texts.ts';
import type { StepProps } from './sign-in-flow.ts';
import { useStepStyles } from './step-styles.ts';

/** The authenticator app set up on the way in, because the organization asks for it. */
export function EnrollStep({ flow, onStep }: Pick<StepProps, 'onStep'> & { readonly flow: string }) {
  const { t } = useTexts();
  const styles = useStepStyles();
  const secret = useQuery({
    queryKey: ['enrollment', flow],
    queryFn: () => signIn.enroll(flow),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const confirm = useMutation({ mutationFn: (code: string) => signIn.confirmEnrollment(flow, code) });
  if (confirm.data) {
    return (
      <div className={styles.form}>
        <Text as="h2" weight="semibold">
          {t('account.recoveryTitle')}
        </Text>
        <RecoveryCodes codes={confirm.data.recoveryCodes} />
        <Button appearance="primary" size="large" onClick={() => onStep({ next: 'done' })}>
          {t('account.recoveryKept')}
        </Button>
      </div>
    );
  }
  if (secret.error) return <Problem error={secret.error} />;
  if (!secret.data) return <SkeletonItem shape="rectangle" size={128} />;
  return (
    <AuthenticatorForm
      secret={secret.data}
      error={confirm.error}
      busy={confirm.isPending}
      onCode={(code) => confirm.mutate(code)}
    />
  );
}
