/** A path that leads through a drive by names, taken apart. */
export interface ItemPath {
  /** The path with the item alone in place of the names. */
  readonly path: string;
  /** The names, decoded, from the item on; undefined where the path has none. */
  readonly names: readonly string[] | undefined;
}

/**
 * Takes the names out of `…/root:/Docs/a.txt:/content` (or `…/items/{id}:/a.txt:`), since names may look like anything:
 * keys in parentheses, or segments of the API. Undefined where the encoding is broken.
 */
export function takeItemPath(path: string): ItemPath | undefined {
  const found = /^(.*\/(?:root|items\/[^/:]+)):\/([^:]*)(?::(\/.*)?)?$/i.exec(path);
  if (!found) return { path: path.replace(/:(?=\/?$)/, ''), names: undefined };
  const [, base = '', names = '', rest = ''] = found;
  try {
    return {
      path: `${base}${rest}`,
      names: names
        .split('/')
        .filter((name) => name !== '')
        .map((name) => decodeURIComponent(name)),
    };
  } catch {
    return undefined;
  }
}
