import type { Catalog } from '../domain/commerce/catalog.ts';
import { currentCatalog } from '../store/catalog-cache.ts';
import type { Database } from '../store/database.ts';

/** Products and service plans as they are known now. */
export function readCurrentCatalog(db: Database): Promise<Catalog> {
  return currentCatalog(db);
}
