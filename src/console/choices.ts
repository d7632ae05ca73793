/** What a person chose for this browser. Nothing else is ever kept in its storage. */
export interface Choices {
  readonly language: 'en' | 'fr';
  readonly theme: 'light' | 'dark' | 'contrast';
}

const listeners = new Set<() => void>();

/** The choice that was made, undefined where there is none or the browser keeps nothing. */
export function readChoice<Name extends keyof Choices>(
  name: Name,
  allowed: readonly Choices[Name][],
): Choices[Name] | undefined {
  try {
    const kept = localStorage.getItem(`seatwise.${name}`);
    return allowed.find((choice) => choice === kept);
  } catch {
    return undefined;
  }
}

/** Keeps a choice, or forgets it. Whoever listens is told. */
export function keepChoice<Name extends keyof Choices>(name: Name, choice: Choices[Name] | undefined): void {
  try {
    if (choice === undefined) localStorage.removeItem(`seatwise.${name}`);
    else localStorage.setItem(`seatwise.${name}`, choice);
  } catch {
    // A browser that keeps nothing still works, with what it and the person's account say.
  }
  for (const listener of listeners) listener();
}

/** Tells when a choice changes, here or in another tab. Gives the way to stop listening. */
export function onChoice(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}
