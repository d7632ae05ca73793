import { expect, test } from 'vitest';
import { takeItemPath } from './item-path.ts';

test.each([
  ['/me/drive/root', '/me/drive/root', undefined],
  ['/me/drive/root:/a.txt', '/me/drive/root', ['a.txt']],
  ['/me/drive/root:/Docs/a%20(1).txt:/content', '/me/drive/root/content', ['Docs', 'a (1).txt']],
  ['/me/drive/root:/Docs:/children', '/me/drive/root/children', ['Docs']],
  ['/drives/1/items/2:/b.txt:/createUploadSession', '/drives/1/items/2/createUploadSession', ['b.txt']],
  ['/me/drive/root:/Docs:', '/me/drive/root', ['Docs']],
  ['/users/a@b.c/messages', '/users/a@b.c/messages', undefined],
])('%s is %s and the names %j', (given, path, names) => {
  expect(takeItemPath(given)).toEqual({ path, names });
});

test('a name that is not well encoded is none', () => {
  expect(takeItemPath('/me/drive/root:/%zz')).toBeUndefined();
});
