import { useSuspenseQuery } from '@tanstack/react-query';
import { actionText } from './parts/roles.ts';
import { sessionQuery } from './queries.ts';
import { useTexts } from './texts.ts';

export interface Right {
  readonly allowed: boolean;
  /** Why not, for the tooltip of what is disabled; undefined where it is allowed. */
  readonly reason: string | undefined;
}

/** Whether the person signed in may do something, by the name that the server's table of access gives it. */
export function useRight(action: string): Right {
  const { t } = useTexts();
  const { data: session } = useSuspenseQuery(sessionQuery);
  if (session.actions.includes(action)) return { allowed: true, reason: undefined };
  return { allowed: false, reason: t('list.notAllowed', { action: actionText(action, t) ?? action }) };
}
