import type { UsersSearch } from '../users/users-search.ts';

/** The pane of one person beside the list: Licenses and apps, Account, Data, History. */
export function PersonPane(_props: {
  readonly userId: string;
  readonly tab: NonNullable<UsersSearch['tab']>;
  readonly onTab: (tab: NonNullable<UsersSearch['tab']>) => void;
  readonly onClose: () => void;
}) {
  return null;
}
