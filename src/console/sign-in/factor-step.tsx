import { Button, Field, Input, Link } from '@fluentui/react-components';
import { KeyRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Factor } from '../../client/sign-in.ts';
import { Problem, retryAt, useSecondsUntil } from '../parts/problem.tsx';
import { useFirstField } from '../parts/welcome-frame.tsx';
import { signIn } from '../server.ts';
import { useTexts } from '../texts.ts';
import { passkeysPossible, signInWithPasskey } from './passkey-sign-in.ts';
import type { StepProps } from './sign-in-flow.ts';
import { useStepStyles } from './step-styles.ts';

/** A second factor: a code of the app, one of the recovery codes, or a passkey. */
export function FactorStep({
  flow,
  factors,
  onStep,
}: Pick<StepProps, 'onStep'> & { readonly flow: string; readonly factors: readonly Factor[] }) {
  const { t } = useTexts();
  const styles = useStepStyles();
  const [kind, setKind] = useState<Factor>(factors[0] ?? 'authenticator');
  const byPasskey = useMutation({ mutationFn: () => signInWithPasskey({ flow }), onSuccess: onStep });
  const others = factors.filter((factor) => factor !== kind && (factor !== 'passkey' || passkeysPossible()));
  return (
    <div className={styles.form}>
      <Problem error={byPasskey.error} failure="passkeyFailed" />
      {kind === 'passkey' ? (
        <Button
          appearance="primary"
          size="large"
          icon={<KeyRegular />}
          disabledFocusable={byPasskey.isPending}
          onClick={() => byPasskey.mutate()}
        >
          {t('signIn.usePasskey')}
        </Button>
      ) : (
        <CodeForm key={kind} kind={kind} flow={flow} onStep={onStep} />
      )}
      <div className={styles.links}>
        {others.map((factor) => (
          <Link
            key={factor}
            as="button"
            type="button"
            onClick={() => {
              byPasskey.reset();
              setKind(factor);
              if (factor === 'passkey') byPasskey.mutate();
            }}
          >
            {t(USE[factor])}
          </Link>
        ))}
      </div>
    </div>
  );
}

const USE = {
  authenticator: 'signIn.useAuthenticator',
  passkey: 'signIn.usePasskey',
  recoveryCode: 'signIn.useRecovery',
} as const;

function CodeForm({
  kind,
  flow,
  onStep,
}: {
  readonly kind: 'authenticator' | 'recoveryCode';
  readonly flow: string;
  readonly onStep: StepProps['onStep'];
}) {
  const { t } = useTexts();
  const styles = useStepStyles();
  const field = useFirstField<HTMLInputElement>();
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState(false);
  const confirm = useMutation({
    mutationFn: (typed: string) => signIn.code(flow, typed),
    onSuccess: onStep,
    onError: () => {
      setCode('');
      field.current?.focus();
    },
  });
  const wait = useSecondsUntil(retryAt(confirm.error));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const typed = code.replace(/\s/g, '');
    setMissing(typed === '');
    if (typed !== '' && !confirm.isPending && wait === 0) confirm.mutate(typed);
  };
  const byApp = kind === 'authenticator';
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Problem error={confirm.error} failure="wrongCode" />
      <Field
        label={t(byApp ? 'signIn.factorCode' : 'signIn.factorRecovery')}
        hint={t(byApp ? 'signIn.factorCodeHint' : 'signIn.factorRecoveryHint')}
        {...(missing ? { validationMessage: t('problem.fillIn') } : {})}
      >
        <Input
          ref={field}
          size="large"
          value={code}
          onChange={(_event, data) => setCode(data.value)}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          {...(byApp ? { inputMode: 'numeric' as const, maxLength: 9 } : {})}
        />
      </Field>
      <Button type="submit" appearance="primary" size="large" disabledFocusable={confirm.isPending || wait > 0}>
        {t('signIn.confirm')}
      </Button>
    </form>
  );
}
