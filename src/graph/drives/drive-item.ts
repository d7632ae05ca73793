import { isoSeconds } from '../../base/time.ts';
import { downloadAddress } from '../../operations/files/file-links.ts';
import type { Drive, DriveItem } from '../../queries/files.ts';
import type { GraphCall } from '../handler.ts';

/** A file or folder as Graph's driveItem. `folders`: the names of those in which it stands. */
export function driveItemOf(
  { context, baseUrl }: Pick<GraphCall, 'baseUrl' | 'context'>,
  drive: Drive,
  item: DriveItem,
  folders: readonly string[],
): Record<string, unknown> {
  const parentPath = `/drives/${drive.id}/root:${folders.map((name) => `/${encodeURIComponent(name)}`).join('')}`;
  const isFile = item.contentHash !== null;
  return {
    ...(isFile ? { '@microsoft.graph.downloadUrl': downloadAddress(context, new URL(baseUrl).origin, item) } : {}),
    createdDateTime: isoSeconds(item.createdAt),
    eTag: eTagOf(item),
    cTag: `"c:{${item.id.toUpperCase()}},${item.version}"`,
    id: item.id,
    lastModifiedDateTime: isoSeconds(item.modifiedAt),
    name: item.name,
    size: item.size,
    createdBy: byWhom(item.createdBy),
    lastModifiedBy: byWhom(item.modifiedBy),
    parentReference: { driveId: drive.id, driveType: 'business', id: item.parentId, path: parentPath },
    fileSystemInfo: { createdDateTime: isoSeconds(item.createdAt), lastModifiedDateTime: isoSeconds(item.modifiedAt) },
    ...(isFile
      ? {
          file: {
            mimeType: item.mimeType ?? 'application/octet-stream',
            hashes: { sha256Hash: item.contentHash?.toString('hex').toUpperCase() },
          },
        }
      : { folder: { childCount: item.childCount } }),
  };
}

/** The root of a drive, which is the drive seen as a folder. */
export function rootOf(drive: Drive, childCount: number): Record<string, unknown> {
  return {
    createdDateTime: isoSeconds(drive.createdAt),
    id: drive.id,
    lastModifiedDateTime: isoSeconds(drive.createdAt),
    name: 'root',
    size: drive.size,
    parentReference: { driveId: drive.id, driveType: 'business' },
    fileSystemInfo: { createdDateTime: isoSeconds(drive.createdAt), lastModifiedDateTime: isoSeconds(drive.createdAt) },
    folder: { childCount },
    root: {},
  };
}

/** The tag of an item's present version. */
export function eTagOf({ id, version }: Pick<DriveItem, 'id' | 'version'>): string {
  return `"{${id.toUpperCase()}},${version}"`;
}

/** The version that a tag is of; undefined where it is not one of ours. */
export function versionOf(tag: string): number | undefined {
  const [, version] = /^(?:W\/)?"\{[0-9A-F-]{36}\},(\d+)"$/i.exec(tag) ?? [];
  return version === undefined ? undefined : Number(version);
}

function byWhom(userId: string | null): Record<string, unknown> {
  return userId === null ? { application: { displayName: 'Seatwise' } } : { user: { id: userId } };
}
