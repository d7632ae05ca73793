import type { Catalog, Product } from './catalog.ts';

export type FoundProduct =
  | { readonly kind: 'found'; readonly product: Product }
  | { readonly kind: 'ambiguous'; readonly products: readonly Product[] }
  | { readonly kind: 'unknown'; readonly suggestions: readonly Product[] };

/**
 * The product that a person means: by SKU id, part number, name in English or French, or the beginning of one of these.
 * Case, accents and doubled spaces do not matter. The first of these ways that leads anywhere decides, so a whole part
 * number is never ambiguous with a longer one. Up to three similar products are suggested for an unknown one.
 */
export function findProduct(text: string, catalog: Catalog): FoundProduct {
  const typed = fold(text);
  const entries = entriesOf(catalog);
  if (typed === '') return { kind: 'unknown', suggestions: [] };
  const ways: readonly ((entry: Entry) => boolean)[] = [
    ({ skuId }) => skuId === typed,
    ({ partNumber }) => partNumber === typed,
    ({ names }) => names.includes(typed),
    ({ skuId, partNumber, names }) => [skuId, partNumber, ...names].some((name) => name.startsWith(typed)),
  ];
  for (const way of ways) {
    const [first, ...others] = entries.filter(way).map(({ product }) => product);
    if (first)
      return others.length === 0
        ? { kind: 'found', product: first }
        : { kind: 'ambiguous', products: [first, ...others] };
  }
  return { kind: 'unknown', suggestions: similarTo(typed, entries) };
}

/** A product's names, folded for comparison. */
interface Entry {
  readonly product: Product;
  readonly skuId: string;
  readonly partNumber: string;
  readonly names: readonly string[];
}

const SUGGESTIONS = 3;

/** A file names products thousands of times; a catalog is folded once. */
const foldedCatalogs = new WeakMap<Catalog, readonly Entry[]>();

function entriesOf(catalog: Catalog): readonly Entry[] {
  const known = foldedCatalogs.get(catalog);
  if (known) return known;
  const entries = [...catalog.products.values()].map((product) => ({
    product,
    skuId: fold(product.skuId),
    partNumber: fold(product.partNumber),
    names: [fold(product.displayName.en), fold(product.displayName.fr)],
  }));
  foldedCatalogs.set(catalog, entries);
  return entries;
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").replace(/\s+/g, ' ').trim().toLowerCase();
}

function similarTo(typed: string, entries: readonly Entry[]): Product[] {
  const most = Math.max(1, Math.floor(typed.length / 4));
  return entries
    .map(({ product, partNumber, names }) => ({
      product,
      distance: Math.min(
        ...[partNumber, ...names].map((name) => (name.includes(typed) ? 0 : editDistance(typed, name, most))),
      ),
    }))
    .filter(({ distance }) => distance <= most)
    .sort(
      (left, right) =>
        left.distance - right.distance || left.product.partNumber.localeCompare(right.product.partNumber),
    )
    .slice(0, SUGGESTIONS)
    .map(({ product }) => product);
}

/** How many letters must be put in, left out, changed or swapped with their neighbor; Infinity where it is beyond `most`. */
function editDistance(left: string, right: string, most: number): number {
  if (Math.abs(left.length - right.length) > most) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let above = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      line[column] = Math.min(
        at(above, column) + 1,
        at(line, column - 1) + 1,
        at(above, column - 1) + (same ? 0 : 1),
        swapped ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = above;
    above = line;
  }
  return at(above, right.length);
}

function at(line: readonly number[], column: number): number {
  return line[column] ?? Number.POSITIVE_INFINITY;
}
