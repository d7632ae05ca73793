import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  makeStyles,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { Problem } from '../parts/problem.tsx';
import { useTexts } from '../texts.ts';

export type Choice = 'approve' | 'reject' | 'takeBack';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, overflowWrap: 'anywhere' },
});

/** Asks once more before a decision, and why. */
export function DecideDialog({
  choice,
  about,
  requestedByName,
  error,
  busy,
  onDecide,
  onCancel,
}: {
  readonly choice: Choice;
  /** What is decided on, in words. */
  readonly about: string;
  readonly requestedByName: string;
  readonly error: unknown;
  readonly busy: boolean;
  readonly onDecide: (reason: string) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const [reason, setReason] = useState('');
  return (
    <Dialog open modalType="alert" onOpenChange={(_event, { open }) => (open ? undefined : onCancel())}>
      <DialogSurface>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy) onDecide(reason.trim());
          }}
        >
          <DialogBody>
            <DialogTitle>{t(`approvals.title.${choice}`)}</DialogTitle>
            <DialogContent className={styles.content}>
              <Problem error={error} />
              <Text weight="semibold">{about}</Text>
              <Text>{t(`approvals.text.${choice}`, { name: requestedByName })}</Text>
              <Field label={t('approvals.reason')} hint={t('approvals.reasonHint')}>
                <Textarea value={reason} maxLength={500} onChange={(_event, data) => setReason(data.value)} />
              </Field>
            </DialogContent>
            <DialogActions>
              <Button type="submit" appearance="primary" disabledFocusable={busy}>
                {t(`approvals.${choice}`)}
              </Button>
              <Button onClick={onCancel}>{t('approvals.cancel')}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
