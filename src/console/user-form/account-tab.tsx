/** The account of one person in their pane: names, contact, location, sign-in, roles; each to be edited by who may. */
export function AccountTab(_props: { readonly userId: string; readonly onDeleted: () => void }) {
  return null;
}
