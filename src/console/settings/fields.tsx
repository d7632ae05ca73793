import { Field, Input, makeStyles, Select, Switch, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useRight } from '../rights.ts';

/** How far from the edge the label of a switch begins; what belongs to it begins there too. */
export const SWITCH_LABEL = '51px';

const useStyles = makeStyles({
  // A list of countries is as narrow as its place, however long its names are.
  select: { minWidth: 0, '& select': { minWidth: 0, width: '100%' } },
  field: { maxWidth: '28rem' },
  number: { width: '8rem' },
  switchHint: { paddingInlineStart: SWITCH_LABEL },
  switch: { display: 'flex', alignItems: 'flex-start', marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalS})` },
});

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with it. */
  readonly error?: string | undefined;
  readonly disabled?: boolean;
}

/** A line of text. */
export function TextField({
  value,
  onChange,
  ...field
}: FieldProps & { readonly value: string; readonly onChange: (value: string) => void }) {
  const { allowed } = useRight('manageTenant');
  return (
    <Labeled {...field}>
      <Input value={value} disabled={!allowed || field.disabled} onChange={(_event, data) => onChange(data.value)} />
    </Labeled>
  );
}

/** A whole number, as it was typed. */
export function NumberField({
  value,
  onChange,
  ...field
}: FieldProps & { readonly value: string; readonly onChange: (value: string) => void }) {
  const styles = useStyles();
  const { allowed } = useRight('manageTenant');
  return (
    <Labeled {...field}>
      <Input
        className={styles.number}
        inputMode="numeric"
        value={value}
        disabled={!allowed || field.disabled}
        onChange={(_event, data) => onChange(data.value)}
      />
    </Labeled>
  );
}

/** One of a list. */
export function ChoiceField({
  value,
  onChange,
  options,
  ...field
}: FieldProps & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly { readonly value: string; readonly text: string }[];
}) {
  const styles = useStyles();
  const { allowed } = useRight('manageTenant');
  return (
    <Labeled {...field}>
      <Select
        className={styles.select}
        value={value}
        disabled={!allowed || field.disabled}
        onChange={(_event, data) => onChange(data.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </Select>
    </Labeled>
  );
}

/** Yes or no. */
export function SwitchField({
  label,
  hint,
  checked,
  onChange,
  disabled = false,
}: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}) {
  const styles = useStyles();
  const { allowed } = useRight('manageTenant');
  return (
    <Field {...(hint === undefined ? {} : { hint: { children: hint, className: styles.switchHint } })}>
      <Switch
        className={styles.switch}
        label={label}
        checked={checked}
        disabled={!allowed || disabled}
        onChange={(_event, data) => onChange(data.checked)}
      />
    </Field>
  );
}

function Labeled({
  label,
  hint,
  error,
  children,
}: Omit<FieldProps, 'disabled'> & { readonly children: ReactNode; readonly disabled?: boolean }) {
  const styles = useStyles();
  return (
    <Field
      className={styles.field}
      label={label}
      {...(hint === undefined ? {} : { hint })}
      {...(error === undefined ? {} : { validationMessage: error, validationState: 'error' as const })}
    >
      {children as never}
    </Field>
  );
}
