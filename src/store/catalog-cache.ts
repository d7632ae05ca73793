import type { Catalog } from '../domain/commerce/catalog.ts';
import { catalogVersion, readCatalog } from './catalog.ts';
import type { Database } from './database.ts';

const cached = new WeakMap<object, { version: number; catalog: Catalog }>();

/** The catalog as it is now. Read once and kept until its version says that it changed. */
export async function currentCatalog(db: Database): Promise<Catalog> {
  const version = await catalogVersion(db);
  const known = cached.get(db.identity);
  if (known?.version === version) return known.catalog;
  const catalog = await readCatalog(db);
  cached.set(db.identity, { version, catalog });
  return catalog;
}
