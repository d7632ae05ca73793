import { useMutation } from '@tanstack/react-query';
import { NewPasswordForm } from '../parts/new-password-form.tsx';
import { signIn } from '../server.ts';
import { useTexts } from '../texts.ts';
import type { StepProps } from './sign-in-flow.ts';

/** A new password in place of one that was reset. */
export function NewPasswordStep({ flow, onStep }: Pick<StepProps, 'onStep'> & { readonly flow: string }) {
  const { t } = useTexts();
  const save = useMutation({ mutationFn: (password: string) => signIn.newPassword(flow, password), onSuccess: onStep });
  return (
    <NewPasswordForm
      labels={{ password: t('signIn.newPassword'), repeat: t('signIn.repeatPassword') }}
      submitLabel={t('signIn.savePassword')}
      error={save.error}
      busy={save.isPending}
      onSubmit={(password) => save.mutate(password)}
    />
  );
}
