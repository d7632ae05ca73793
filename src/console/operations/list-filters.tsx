import { Dropdown, makeStyles, Option, SearchBox } from '@fluentui/react-components';
import { useEffect, useState } from 'react';

const useStyles = makeStyles({
  choice: { minWidth: '10rem', maxWidth: '18rem' },
  list: { maxHeight: '20rem' },
  name: { minWidth: '10rem', maxWidth: '14rem' },
});

/** What is typed is asked for once the fingers rest. */
const REST_MS = 300;

/** One of several, or any. */
export function ChoiceFilter({
  label,
  any,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly any: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string | undefined) => void;
}) {
  const styles = useStyles();
  return (
    <Dropdown
      className={styles.choice}
      listbox={{ className: styles.list }}
      aria-label={label}
      value={options.find(([key]) => key === value)?.[1] ?? any}
      selectedOptions={[value ?? '']}
      onOptionSelect={(_event, { optionValue }) => onChange(optionValue || undefined)}
    >
      <Option value="">{any}</Option>
      {options.map(([key, text]) => (
        <Option key={key} value={key}>
          {text}
        </Option>
      ))}
    </Dropdown>
  );
}

/** The beginning of a name. */
export function NameFilter({
  label,
  hint,
  value,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (name: string) => void;
}) {
  const styles = useStyles();
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  if (value !== told) {
    // The address has changed by itself.
    setTold(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === told) return;
    const timer = setTimeout(() => {
      setTold(typed);
      onChange(typed);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [typed, told, onChange]);
  return (
    <SearchBox
      className={styles.name}
      aria-label={label}
      placeholder={hint}
      value={typed}
      onChange={(_event, data) => setTyped(data.value)}
    />
  );
}
