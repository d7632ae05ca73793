import { Button, Field, Input, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { type SubmitEvent, useState } from 'react';
import type { AuthenticatorSecret } from '../../client/sign-in.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Problem } from '../parts/problem.tsx';
import { useTexts } from '../texts.ts';
import { QrCode } from './qr-code.tsx';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  secret: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXL, alignItems: 'center' },
  code: {
    lineHeight: 0,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  typed: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    minWidth: '10rem',
    flex: '1 1 10rem',
  },
  key: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  letters: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
});

/** A secret for an authenticator app, and the code that shows that the app has it. */
export function AuthenticatorForm({
  secret,
  error,
  busy,
  onCode,
  onCancel,
}: {
  readonly secret: AuthenticatorSecret;
  readonly error: unknown;
  readonly busy: boolean;
  readonly onCode: (code: string) => void;
  readonly onCancel?: () => void;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState(false);
  const letters = secret.secret.replace(/(.{4})(?=.)/g, '$1 ');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const typed = code.replace(/\s/g, '');
    setMissing(typed === '');
    if (typed !== '' && !busy) onCode(typed);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Problem error={error} failure="wrongCode" />
      <Text>{t('account.scan')}</Text>
      <div className={styles.secret}>
        <div className={styles.code}>
          <QrCode rows={secret.qr} />
        </div>
        <div className={styles.typed}>
          <Text size={200}>{t('account.typeInstead')}</Text>
          <div className={styles.key}>
            <Text className={styles.letters} data-secret="">
              {letters}
            </Text>
            <CopyButton text={secret.secret} />
          </div>
          <Link href={secret.uri}>{t('account.openApp')}</Link>
        </div>
      </div>
      <Field label={t('account.codeAfterScan')} {...(missing ? { validationMessage: t('problem.fillIn') } : {})}>
        <Input
          size="large"
          value={code}
          onChange={(_event, data) => setCode(data.value)}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={9}
        />
      </Field>
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabledFocusable={busy}>
          {t('account.confirm')}
        </Button>
        {onCancel ? <Button onClick={onCancel}>{t('account.cancel')}</Button> : null}
      </div>
    </form>
  );
}
