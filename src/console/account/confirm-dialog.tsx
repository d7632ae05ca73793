import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Problem } from '../parts/problem.tsx';
import { useTexts } from '../texts.ts';

/** Asks before something is taken away. */
export function ConfirmDialog({
  title,
  text,
  confirmLabel,
  error,
  busy,
  onConfirm,
  onCancel,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly confirmLabel: string;
  readonly error: unknown;
  readonly busy: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  /** What has to be filled in to confirm. */
  readonly children?: ReactNode;
}) {
  const { t } = useTexts();
  return (
    <Dialog open modalType="alert" onOpenChange={(_event, data) => (data.open ? undefined : onCancel())}>
      <DialogSurface>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy) onConfirm();
          }}
        >
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent>
              <Problem error={error} failure="wrongPassword" />
              <p>{text}</p>
              {children}
            </DialogContent>
            <DialogActions>
              <Button type="submit" appearance="primary" disabledFocusable={busy}>
                {confirmLabel}
              </Button>
              <Button onClick={onCancel}>{t('account.cancel')}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
