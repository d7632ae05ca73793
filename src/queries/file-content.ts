import type { Database } from '../store/database.ts';
import { readContent } from '../workloads/content/content.ts';
import { findItem } from '../workloads/onedrive/items.ts';

/** A file whose bytes can be read. */
export interface OpenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly size: number;
  readonly tag: string;
  /** Bytes from `first` to `last`, both included. */
  readonly read: (range: { readonly first: number; readonly last: number }) => AsyncIterable<Buffer>;
}

/** A file of a drive; undefined where there is none, or a folder. */
export async function openFile(
  db: Database,
  tenantId: string,
  driveId: string,
  itemId: string,
): Promise<OpenFile | undefined> {
  const item = await findItem(db, tenantId, driveId, itemId);
  const hash = item?.contentHash;
  if (!item || !hash) return undefined;
  return {
    name: item.name,
    mimeType: item.mimeType ?? 'application/octet-stream',
    size: item.size,
    tag: `"{${item.id.toUpperCase()}},${item.version}"`,
    read: (range) => readContent(db, tenantId, hash, range),
  };
}
