// biome-ignore lint/suspicious/noDeprecatedImports: only its older forms are.
import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from '../account/confirm-dialog.tsx';
import { useReturningFocus } from '../person/returning-focus.ts';
import { useTexts } from '../texts.ts';

/** Asks before a form with changes that are not saved is left, by whatever way. */
export function UnsavedGuard({
  unsaved,
  leaves,
}: {
  /** Asked at the moment when somebody leaves. */
  readonly unsaved: () => boolean;
  /** Whether an address is one without the form. */
  readonly leaves: (search: Readonly<Record<string, unknown>>) => boolean;
}) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      unsaved() &&
      next.pathname !== '/sign-in' &&
      (next.pathname !== current.pathname || leaves(next.search as Readonly<Record<string, unknown>>)),
    enableBeforeUnload: unsaved,
    withResolver: true,
  });
  return blocker.status === 'blocked' ? <LeaveQuestion onLeave={blocker.proceed} onStay={blocker.reset} /> : null;
}

function LeaveQuestion({ onLeave, onStay }: { readonly onLeave: () => void; readonly onStay: () => void }) {
  const { t } = useTexts();
  useReturningFocus();
  return (
    <ConfirmDialog
      title={t('userForm.leaveTitle')}
      text={t('userForm.leaveText')}
      confirmLabel={t('userForm.discard')}
      error={null}
      busy={false}
      onConfirm={onLeave}
      onCancel={onStay}
    />
  );
}
