import { useEffect, useState } from 'react';

/** Where the focus was before this was shown, it is again afterwards; or else at the page, never nowhere. */
export function useReturningFocus(): void {
  // Asked while drawing: what is drawn takes the focus before any effect here could look.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // What goes takes its own leave of the focus first.
      setTimeout(() => {
        if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus();
        else document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
