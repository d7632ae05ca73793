import { mergeCatalog, type RefusedRow, readCatalogCsv } from '../../domain/commerce/catalog-csv.ts';
import { readCatalog, writeCatalog } from '../../store/catalog.ts';
import type { Database } from '../../store/database.ts';

export type CatalogImport =
  | { readonly kind: 'unreadable'; readonly line: number }
  | { readonly kind: 'missingColumns'; readonly columns: readonly string[] }
  | {
      readonly kind: 'imported';
      readonly added: number;
      readonly extended: number;
      readonly servicePlansAdded: number;
      readonly refused: readonly RefusedRow[];
    };

/** Adds the products of Microsoft's list of product names and service plan identifiers to the catalog. */
export async function importCatalog(db: Database, csv: string): Promise<CatalogImport> {
  const file = readCatalogCsv(csv);
  if (file.kind !== 'read') return file;
  return db.transaction(async (tx) => {
    const { catalog, newProducts, extendedProducts, newPlans } = mergeCatalog(await readCatalog(tx), file);
    await writeCatalog(tx, catalog);
    return {
      kind: 'imported',
      added: newProducts,
      extended: extendedProducts,
      servicePlansAdded: newPlans,
      refused: file.refusedRows,
    };
  });
}
