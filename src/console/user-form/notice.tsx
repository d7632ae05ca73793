import { MessageBar, MessageBarBody, makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';

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
  return (
    <div role={intent === 'success' ? 'status' : 'alert'}>
      <MessageBar intent={intent} layout="multiline">
        <MessageBarBody className={styles.body}>{children}</MessageBarBody>
      </MessageBar>
    </div>
  );
}
