import { Button, Tooltip } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import { useTexts } from '../texts.ts';
import { Announcement } from './announcement.tsx';

/** Copies a text, and says whether the browser let it. */
export function CopyButton({ text, withLabel = false }: { readonly text: string; readonly withLabel?: boolean }) {
  const { t } = useTexts();
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed'>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), 4_000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('copyFailed');
    }
  };
  const label = t(`help.${outcome ?? 'copy'}`);
  const button = (
    <Button
      appearance={withLabel ? 'secondary' : 'subtle'}
      icon={outcome === 'copied' ? <CheckmarkRegular /> : <CopyRegular />}
      onClick={() => void copy()}
      {...(withLabel ? {} : { 'aria-label': label })}
    >
      {withLabel ? label : null}
    </Button>
  );
  return (
    <>
      {withLabel ? (
        button
      ) : (
        <Tooltip content={label} relationship="label" {...(outcome ? { visible: true } : {})}>
          {button}
        </Tooltip>
      )}
      <Announcement text={outcome ? label : ''} />
    </>
  );
}
