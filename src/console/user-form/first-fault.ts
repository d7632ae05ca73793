import { type RefObject, useEffect, useRef } from 'react';

/** A form's ref. Whoever fills the form in is brought to its first field with a fault whenever there is a new one. */
export function useFirstFault(fault: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!fault) return;
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    field?.focus();
    // Its label stands above it.
    field?.scrollIntoView({ block: 'center' });
  }, [fault]);
  return form;
}
