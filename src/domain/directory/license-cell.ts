/** Products by any of their names. */
export interface ProductNames {
  /** The id of the product that the text names; undefined if there is none, or more than one. */
  skuIdOf(name: string): string | undefined;
  /** Names of products that the text may have meant. */
  similarTo(name: string): readonly string[];
}

export type LicenseCell =
  /** Sorted, no repeats. */
  { readonly skuIds: readonly string[] } | { readonly unknownProduct: string; readonly suggestions: readonly string[] };

const NONE = /^(unlicensed|sans licences?|non licencié|aucune?|none|-)?$/i;
const SEPARATOR = /([+;,|\n])/;
/** The name of one product has fewer separators in it. */
const LONGEST_NAME_PARTS = 6;

/**
 * The products that a cell names. The admin center joins names with "+" and has products with "+" in their names, so
 * the cell is cut where every part is a product, the longest names first. ";", ",", "|" and line breaks part names too.
 */
export function readLicenses(cell: string, products: ProductNames): LicenseCell {
  const text = cell.trim();
  if (NONE.test(text)) return { skuIds: [] };
  const pieces = text.split(SEPARATOR);
  const parts = (pieces.length + 1) / 2;

  // What the cell names from each part on, worked out from its end; undefined where the rest names no products.
  const restFrom: (readonly string[] | undefined)[] = new Array(parts).fill(undefined);
  restFrom[parts] = [];
  for (let from = parts - 1; from >= 0; from -= 1) {
    for (let to = Math.min(parts, from + LONGEST_NAME_PARTS); to > from && !restFrom[from]; to -= 1) {
      const rest = restFrom[to];
      if (!rest) continue;
      const name = pieces
        .slice(from * 2, to * 2 - 1)
        .join('')
        .trim();
      const skuId = products.skuIdOf(name);
      if (skuId !== undefined) restFrom[from] = [skuId, ...rest];
      // A separator at the end, or two in a row.
      else if (name === '') restFrom[from] = rest;
    }
  }
  return restFrom[0] ? { skuIds: [...new Set(restFrom[0])].sort() } : firstUnknown(text, products);
}

/** The first name in a cell that means nothing. A "+" with spaces around it is taken as a part of a name. */
function firstUnknown(text: string, products: ProductNames): LicenseCell {
  const names = text.split(/(?<!\s)\+|\+(?!\s)|[;|\n]/).map((name) => name.trim());
  const unknown = names.find((name) => name !== '' && products.skuIdOf(name) === undefined) ?? text;
  const unknownProduct = unknown.slice(0, 200);
  return { unknownProduct, suggestions: products.similarTo(unknownProduct) };
}
