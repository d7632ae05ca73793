import type { GraphRoute } from '../handler.ts';
import { getDrive, listDrives } from './drives.ts';
import {
  createFolder,
  createUploadSession,
  getContent,
  getItem,
  listItems,
  putItemContent,
  removeItem,
  updateItem,
} from './items.ts';

type FileRoute = Omit<GraphRoute, 'action' | 'path' | 'decides'> & { readonly path: string };

/** What can be asked of an item, by id or from the root; names behind it (`root:/a/b:`) are taken off before. */
const ITEM: readonly FileRoute[] = [
  { method: 'GET', path: '', handle: getItem },
  { method: 'PATCH', path: '', handle: updateItem },
  { method: 'DELETE', path: '', handle: removeItem },
  { method: 'GET', path: '/children', handle: listItems },
  { method: 'POST', path: '/children', handle: createFolder },
  { method: 'GET', path: '/content', handle: getContent },
  { method: 'PUT', path: '/content', handle: putItemContent, takes: 'bytes' },
  { method: 'POST', path: '/createUploadSession', handle: createUploadSession },
];

/**
 * Files, by their owner or by their drive. Whose they are decides who may: so the handlers do, and the table lets in
 * everybody who is somebody.
 */
export const DRIVE_ROUTES: readonly GraphRoute[] = [
  { method: 'GET', path: '/users/{id}/drive', action: 'readFiles', decides: 'handler', handle: getDrive },
  { method: 'GET', path: '/users/{id}/drives', action: 'readFiles', decides: 'handler', handle: listDrives },
  { method: 'GET', path: '/drives/{driveId}', action: 'readFiles', decides: 'handler', handle: getDrive },
  ...['/users/{id}/drive', '/drives/{driveId}'].flatMap((drive) =>
    ['/root', '/items/{itemId}'].flatMap((item) =>
      ITEM.map(
        ({ path, ...route }): GraphRoute => ({
          ...route,
          path: `${drive}${item}${path}`,
          action: route.method === 'GET' ? 'readFiles' : 'writeFiles',
          decides: 'handler',
        }),
      ),
    ),
  ),
];
