import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { forgetPerson } from '../queries.ts';
import { isWithinConsole, placeAfterSignIn } from '../return-to.ts';

/** Leaves for where the person wanted to go, as the person who is signed in now. */
export function useGoOn(returnTo: unknown): () => void {
  const router = useRouter();
  const client = useQueryClient();
  return () => {
    const path = placeAfterSignIn(returnTo);
    forgetPerson(client);
    if (isWithinConsole(path)) router.history.replace(path);
    else location.assign(path);
  };
}
