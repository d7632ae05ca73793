import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { sessionQuery } from '../queries.ts';
import { lastAnswer } from '../server.ts';
import { useTexts } from '../texts.ts';

/** So long before a session ends for want of use, the page asks whether somebody is there. */
const WARNING_SECONDS = 120;

/**
 * Asks whether to stay before an unused session ends, and looks whether it has ended when its time is over: then the
 * page gives way to the sign-in. Another tab may have used the session meanwhile; then all goes on.
 */
export function SessionWatch({ idleMinutes }: { readonly idleMinutes: number }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [secondsLeft, setSecondsLeft] = useState(Number.POSITIVE_INFINITY);
  useEffect(() => {
    const timer = setInterval(() => {
      const left = Math.ceil((lastAnswer() + idleMinutes * 60_000 - Date.now()) / 1_000);
      if (left <= 0) void client.refetchQueries({ queryKey: sessionQuery.queryKey }, { cancelRefetch: false });
      setSecondsLeft(left > WARNING_SECONDS ? Number.POSITIVE_INFINITY : Math.max(0, left));
    }, 1_000);
    return () => clearInterval(timer);
  }, [idleMinutes, client]);
  if (secondsLeft > Math.min(WARNING_SECONDS, idleMinutes * 30)) return null;
  const stay = () => {
    setSecondsLeft(Number.POSITIVE_INFINITY);
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  return (
    <Dialog open modalType="alert" onOpenChange={stay}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('shell.endingTitle')}</DialogTitle>
          <DialogContent>
            <span role="timer" aria-live="off">
              {t('shell.ending', { count: secondsLeft })}
            </span>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={stay}>
              {t('shell.stay')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
