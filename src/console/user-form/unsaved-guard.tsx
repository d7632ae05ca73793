// biome-ignore lint/suspicious/noDeprecatedImports: only its older forms are.
import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from '../account/confirm-dialog.tsx';
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
  const { t } = useTexts();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      unsaved() &&
      next.pathname !== '/sign-in' &&
      (next.pathname !== current.pathname || leaves(next.search as Readonly<Record<string, unknown>>)),
    enableBeforeUnload: unsaved,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <ConfirmDialog
      title={t('userForm.leaveTitle')}
      text={t('userForm.leaveText')}
      confirmLabel={t('userForm.discard')}
      error={null}
      busy={false}
      onConfirm={blocker.proceed}
      onCancel={blocker.reset}
    />
  );
}
