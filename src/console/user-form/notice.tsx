import { MessageBar, MessageBarBody, makeStyles } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';

const useStyles = makeStyles({ body: { whiteSpace: 'normal', overflowWrap: 'anywhere' } });

/** Says what went wrong, or what should be known; a screen reader hears it as it comes. */
export function Notice({
  intent,
  children,
}: {
  readonly intent: 'error' | 'warning' | 'success';
  readonly children: ReactNode;
}) {
  const styles = useStyles();
  const root = useRef<HTMLDivElement>(null);
  // What was pressed may stand far below.
  useEffect(() => {
    void root.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={root} role={intent === 'success' ? 'status' : 'alert'}>
      <MessageBar intent={intent} layout="multiline">
        <MessageBarBody className={styles.body}>{children}</MessageBarBody>
      </MessageBar>
    </div>
  );
}
