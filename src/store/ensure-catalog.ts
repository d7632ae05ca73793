import { sql } from '../base/sql.ts';
import { shippedCatalog } from '../domain/commerce/shipped-catalog.ts';
import { writeCatalog } from './catalog.ts';
import type { Database } from './database.ts';

/** Puts the shipped catalog into an empty database. */
export async function ensureCatalog(db: Database): Promise<void> {
  const [known] = await db.query(sql`select 1 from product limit 1`);
  if (!known) await writeCatalog(db, shippedCatalog());
}
