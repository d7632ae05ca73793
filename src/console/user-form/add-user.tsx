/** The form for a new user: basics, location and licenses, then what was made, with the password to hand over. */
export function AddUser(_props: { readonly onClose: (createdUserId: string | undefined) => void }) {
  return null;
}
