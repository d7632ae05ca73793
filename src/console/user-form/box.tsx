import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useReturningFocus } from '../person/returning-focus.ts';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    minWidth: 0,
    overflowWrap: 'anywhere',
    '& > *': { flexShrink: 0 },
  },
  danger: {
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorStatusDangerBackground3,
    ':hover': {
      color: tokens.colorNeutralForegroundOnBrand,
      backgroundColor: tokens.colorStatusDangerBackground3Hover,
    },
    ':hover:active': {
      color: tokens.colorNeutralForegroundOnBrand,
      backgroundColor: tokens.colorStatusDangerBackground3Pressed,
    },
  },
});

/** A box that asks before something is done to people, and says afterwards what came of it. */
export function Box({
  title,
  action,
  danger,
  disabled,
  busy,
  begun,
  onDo,
  onClose,
  children,
}: {
  readonly title: string;
  /** What the button that does it is called; undefined once there is nothing left to do. */
  readonly action: string | undefined;
  /** What is done can't be taken back. */
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly busy: boolean;
  /** Something is done already: there is nothing to cancel. */
  readonly begun?: boolean;
  readonly onDo: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  useReturningFocus();
  return (
    <Dialog open onOpenChange={(_event, { open }) => (open || busy ? undefined : onClose())}>
      <DialogSurface>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy && !disabled && action !== undefined) onDo();
          }}
        >
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles.content}>{children}</DialogContent>
            <DialogActions>
              {action === undefined ? null : (
                <Button
                  type="submit"
                  appearance="primary"
                  disabledFocusable={busy || disabled === true}
                  {...(danger && !disabled && !busy ? { className: styles.danger } : {})}
                >
                  {action}
                </Button>
              )}
              <Button {...(action === undefined ? { appearance: 'primary' } : {})} disabled={busy} onClick={onClose}>
                {t(action === undefined || begun ? 'userForm.done' : 'userForm.cancel')}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
