import { Button, Field, Input, type InputProps } from '@fluentui/react-components';
import { EyeOffRegular, EyeRegular } from '@fluentui/react-icons';
import { type Ref, useState } from 'react';
import { useTexts } from '../texts.ts';

interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoComplete: 'current-password' | 'new-password';
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly size?: InputProps['size'];
}

/** A password, which can be looked at while it is typed. */
export function PasswordField({
  label,
  value,
  onChange,
  autoComplete,
  hint,
  error,
  inputRef,
  size = 'medium',
}: PasswordFieldProps) {
  const { t } = useTexts();
  const [shown, setShown] = useState(false);
  return (
    <Field
      label={label}
      {...(hint === undefined ? {} : { hint })}
      {...(error === undefined ? {} : { validationMessage: error, validationState: 'error' as const })}
    >
      <Input
        ref={inputRef ?? null}
        size={size}
        type={shown ? 'text' : 'password'}
        value={value}
        onChange={(_event, data) => onChange(data.value)}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        contentAfter={
          <Button
            size="small"
            appearance="transparent"
            icon={shown ? <EyeOffRegular /> : <EyeRegular />}
            aria-label={t(shown ? 'signIn.hidePassword' : 'signIn.showPassword')}
            onClick={() => setShown(!shown)}
          />
        }
      />
    </Field>
  );
}
