import { makeStyles, SearchBox } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({ root: { minWidth: '10rem', maxWidth: '20rem', flexGrow: 1 } });

/** What is typed is searched for once the fingers rest. */
const REST_MS = 250;

/** A search box whose text stands in the address. */
export function SearchField({
  value,
  label,
  onSearch,
}: {
  readonly value: string;
  /** What is searched, where it is not people by name. */
  readonly label?: string;
  readonly onSearch: (text: string) => void;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  const tell = useRef(onSearch);
  tell.current = onSearch;
  useEffect(() => {
    // The address has changed by itself: a view was chosen, or one went back.
    if (value !== told.current) setTyped(value);
    told.current = value;
  }, [value]);
  useEffect(() => {
    if (typed === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed;
      tell.current(typed);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <SearchBox
      className={styles.root}
      aria-label={label ?? t('list.search')}
      placeholder={label ?? t('list.searchHint')}
      value={typed}
      onChange={(_event, data) => setTyped(data.value)}
    />
  );
}
