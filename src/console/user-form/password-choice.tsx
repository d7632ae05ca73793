import { makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components';
import { PasswordField } from '../parts/password-field.tsx';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({ root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS } });

/** A password that is made, or typed by whoever hands it over. */
export function PasswordChoice({
  value,
  error,
  onChange,
}: {
  /** undefined: one is made. */
  readonly value: string | undefined;
  readonly error: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}) {
  const { t } = useTexts();
  return (
    <div className={useStyles().root}>
      <RadioGroup
        value={value === undefined ? 'automatic' : 'own'}
        aria-label={t('userForm.password')}
        onChange={(_event, data) => onChange(data.value === 'own' ? '' : undefined)}
      >
        <Radio value="automatic" label={t('userForm.automatic')} />
        <Radio value="own" label={t('userForm.ownPassword')} />
      </RadioGroup>
      {value === undefined ? null : (
        <PasswordField
          label={t('userForm.password')}
          hint={t('userForm.passwordHint')}
          autoComplete="new-password"
          value={value}
          error={error}
          onChange={onChange}
        />
      )}
    </div>
  );
}
