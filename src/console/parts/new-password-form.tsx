import { Button } from '@fluentui/react-components';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useStepStyles } from '../sign-in/step-styles.ts';
import { useTexts } from '../texts.ts';
import { PasswordField } from './password-field.tsx';
import { Problem } from './problem.tsx';
import { useFirstField } from './welcome-frame.tsx';

/** A password typed twice. What else the form asks stands above it. */
export function NewPasswordForm({
  labels,
  submitLabel,
  error,
  busy,
  userName,
  focusFirst = true,
  isComplete = () => true,
  onSubmit,
  children,
}: {
  readonly labels: { readonly password: string; readonly repeat: string };
  readonly submitLabel: string;
  readonly error: unknown;
  readonly busy: boolean;
  /** For password managers. */
  readonly userName?: string | undefined;
  readonly focusFirst?: boolean;
  /** Whether the fields above are filled in; called when the form is sent. */
  readonly isComplete?: () => boolean;
  readonly onSubmit: (password: string) => void;
  readonly children?: ReactNode;
}) {
  const { t } = useTexts();
  const styles = useStepStyles();
  const field = useFirstField<HTMLInputElement>();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<'fillIn' | 'passwordsDiffer'>();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const complete = isComplete();
    const found = password === '' ? 'fillIn' : password === again ? undefined : 'passwordsDiffer';
    setProblem(found);
    if (complete && found === undefined && !busy) onSubmit(password);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Problem error={error} />
      {children}
      {userName === undefined ? null : (
        <input type="email" name="username" autoComplete="username" value={userName} readOnly hidden />
      )}
      <PasswordField
        label={labels.password}
        size="large"
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        hint={t('signIn.passwordHint')}
        error={problem === 'fillIn' ? t('problem.fillIn') : undefined}
        {...(focusFirst ? { inputRef: field } : {})}
      />
      <PasswordField
        label={labels.repeat}
        size="large"
        value={again}
        onChange={setAgain}
        autoComplete="new-password"
        error={problem === 'passwordsDiffer' ? t('problem.passwordsDiffer') : undefined}
      />
      <Button type="submit" appearance="primary" size="large" disabledFocusable={busy}>
        {submitLabel}
      </Button>
    </form>
  );
}
