/** What was done to a person or with a product, newest first, each with a link to its operation. */
export function History(_props: { readonly user: string } | { readonly product: string }) {
  return null;
}
