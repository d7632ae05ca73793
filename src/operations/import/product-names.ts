import type { Catalog, Product } from '../../domain/commerce/catalog.ts';
import { findProduct } from '../../domain/commerce/find-product.ts';
import { foldName } from '../../domain/directory/fold-name.ts';
import type { ProductNames } from '../../domain/directory/license-cell.ts';

/**
 * The names of a catalog's products, as files of people use them: whole names only, as nobody is there to see what a
 * beginning was taken for. Of products with the same name the one that the tenant owns is meant.
 */
export function productNames(catalog: Catalog, ownedSkuIds: ReadonlySet<string>): ProductNames {
  const byName = new Map<string, Product[]>();
  for (const product of catalog.products.values()) {
    const { skuId, partNumber, displayName } = product;
    for (const name of new Set([skuId, partNumber, displayName.en, displayName.fr].map(folded))) {
      byName.set(name, [...(byName.get(name) ?? []), product]);
    }
  }
  const named = (name: string): readonly Product[] => {
    const products = byName.get(folded(name)) ?? [];
    const owned = products.filter(({ skuId }) => ownedSkuIds.has(skuId));
    return owned.length > 0 ? owned : products;
  };
  return {
    skuIdOf: (name) => {
      const products = named(name);
      return products.length === 1 ? products[0]?.skuId : undefined;
    },
    similarTo: (name) => {
      const products = named(name);
      if (products.length > 0) return products.map(fullName);
      const found = findProduct(name, catalog);
      if (found.kind === 'found') return [fullName(found.product)];
      return (found.kind === 'ambiguous' ? found.products.slice(0, 3) : found.suggestions).map(fullName);
    },
  };
}

/** Names are not unique, part numbers hardly ever repeat. */
function fullName({ displayName, partNumber }: Product): string {
  return `${displayName.en} (${partNumber})`;
}

function folded(name: string): string {
  return foldName(name).replaceAll('’', "'");
}
