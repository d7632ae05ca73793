/** A product somebody has, as a chip; from it: why they have it, since when, by whom, and the smallest action that takes it away. */
export function LicenseChip(_props: { readonly userId: string; readonly skuId: string; readonly name: string }) {
  return null;
}
