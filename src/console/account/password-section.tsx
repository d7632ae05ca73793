import { Button } from '@fluentui/react-components';
import { PasswordRegular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { PasswordField } from '../parts/password-field.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { Success } from '../parts/success.tsx';
import { useFirstField } from '../parts/welcome-frame.tsx';
import { accountSessionsQuery } from '../queries.ts';
import { account } from '../server.ts';
import { useTexts } from '../texts.ts';
import { useSectionStyles } from './section-styles.ts';

/** The password, and how to change it. */
export function PasswordSection({ hasPassword }: { readonly hasPassword: boolean }) {
  const { t } = useTexts();
  const styles = useSectionStyles();
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  return (
    <Section
      icon={<PasswordRegular />}
      title={t('account.password')}
      hint={t(hasPassword ? 'account.passwordSet' : 'account.passwordNone')}
    >
      <Success text={done ? t('account.passwordChanged') : undefined} />
      {open ? (
        <PasswordForm
          onDone={(changed) => {
            setOpen(false);
            setDone(changed);
          }}
        />
      ) : hasPassword ? (
        <div className={styles.actions}>
          <Button
            onClick={() => {
              setDone(false);
              setOpen(true);
            }}
          >
            {t('account.changePassword')}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function PasswordForm({ onDone }: { readonly onDone: (changed: boolean) => void }) {
  const { t } = useTexts();
  const styles = useSectionStyles();
  const client = useQueryClient();
  const first = useFirstField<HTMLInputElement>();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<'current' | 'password' | 'differ'>();
  const change = useMutation({
    mutationFn: () => account.changePassword(current, password),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: accountSessionsQuery.queryKey });
      onDone(true);
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const found = current === '' ? 'current' : password === '' ? 'password' : password === again ? undefined : 'differ';
    setProblem(found);
    if (found === undefined && !change.isPending) change.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label={t('account.changePassword')}>
      <Problem error={change.error} failure="wrongPassword" />
      <PasswordField
        label={t('account.currentPassword')}
        value={current}
        onChange={setCurrent}
        autoComplete="current-password"
        inputRef={first}
        error={problem === 'current' ? t('problem.fillIn') : undefined}
      />
      <PasswordField
        label={t('account.newPassword')}
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        hint={t('signIn.passwordHint')}
        error={problem === 'password' ? t('problem.fillIn') : undefined}
      />
      <PasswordField
        label={t('account.repeatPassword')}
        value={again}
        onChange={setAgain}
        autoComplete="new-password"
        error={problem === 'differ' ? t('problem.passwordsDiffer') : undefined}
      />
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabledFocusable={change.isPending}>
          {t('account.save')}
        </Button>
        <Button onClick={() => onDone(false)}>{t('account.cancel')}</Button>
      </div>
    </form>
  );
}
