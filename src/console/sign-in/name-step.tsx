import { Button, Field, Input, Link } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { SignInStart } from '../../client/sign-in.ts';
import { Problem } from '../parts/problem.tsx';
import { useFirstField } from '../parts/welcome-frame.tsx';
import { signIn } from '../server.ts';
import { useTexts } from '../texts.ts';
import { useStepStyles } from './step-styles.ts';

/** First step: who, which tells the organization. */
export function NameStep({
  onStart,
  onSample,
}: {
  readonly onStart: (name: string, start: SignInStart) => void;
  /** Back to the sample people, where there are any. */
  readonly onSample: (() => void) | undefined;
}) {
  const { t } = useTexts();
  const styles = useStepStyles();
  const field = useFirstField<HTMLInputElement>();
  const [name, setName] = useState('');
  const [missing, setMissing] = useState(false);
  const start = useMutation({
    mutationFn: (wanted: string) => signIn.start(wanted),
    onSuccess: (found, wanted) => onStart(wanted, found),
    onError: () => field.current?.focus(),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    setMissing(wanted === '');
    if (wanted === '') field.current?.focus();
    else if (!start.isPending) start.mutate(wanted);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Problem error={start.error} />
      <Field label={t('signIn.name')} {...(missing ? { validationMessage: t('problem.fillIn') } : {})}>
        <Input
          ref={field}
          size="large"
          type="email"
          name="username"
          value={name}
          placeholder={t('signIn.namePlaceholder')}
          onChange={(_event, data) => setName(data.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <div className={styles.actions}>
        {onSample ? (
          <Link as="button" type="button" onClick={onSample}>
            {t('signIn.asSample')}
          </Link>
        ) : (
          <span />
        )}
        <Button type="submit" appearance="primary" size="large" disabledFocusable={start.isPending}>
          {t('signIn.next')}
        </Button>
      </div>
    </form>
  );
}
