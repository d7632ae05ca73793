/**
 * The segments of a Graph path in the one form that routes are written in: keys in parentheses become segments,
 * namespaces of casts and actions go (`microsoft.graph.assignLicense`, `graph.user`), encoding is undone, empty
 * segments fall away. Undefined where the encoding is broken.
 */
export function graphSegments(path: string): string[] | undefined {
  try {
    return path
      .split('/')
      .filter((segment) => segment !== '')
      .flatMap((segment) => segmentsOf(decodeURIComponent(segment)));
  } catch {
    return undefined;
  }
}

function segmentsOf(segment: string): string[] {
  const keyed = /^([^()]+)\((.*)\)$/s.exec(segment);
  if (!keyed) return [withoutNamespace(segment)];
  const name = withoutNamespace(keyed[1] ?? '');
  const key = keyed[2] ?? '';
  if (key === '') return [name];
  const quoted = /^(?:[A-Za-z]+=)?'(.*)'$/s.exec(key);
  return [name, quoted ? (quoted[1] ?? '').replaceAll("''", "'") : key];
}

/** Names only: a user principal name may begin with "graph." too, and is somebody else without it. */
function withoutNamespace(segment: string): string {
  return segment.replace(/^(?:microsoft\.)?graph\.(?:security\.)?(?=\w+$)/i, '');
}

/** A route's path: literal segments, and `{name}` for a key. */
export type PathPattern = string;

/** Matches segments against a pattern without regard to case. Gives the keys, or undefined. */
export function matchPath(pattern: PathPattern, segments: readonly string[]): Record<string, string> | undefined {
  const parts = pattern.split('/').filter((part) => part !== '');
  if (parts.length !== segments.length) return undefined;
  const keys: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    const key = /^\{(.+)\}$/.exec(part)?.[1];
    if (key !== undefined) keys[key] = segment;
    else if (part.toLowerCase() !== segment.toLowerCase()) return undefined;
  }
  return keys;
}

/** The first segment that no route knows at that place, for the error that names it. */
export function firstUnknownSegment(patterns: readonly PathPattern[], segments: readonly string[]): string {
  const known = patterns.map((pattern) => pattern.split('/').filter((part) => part !== ''));
  for (let length = 1; length <= segments.length; length += 1) {
    const matches = known.some(
      (parts) =>
        parts.length >= length &&
        parts
          .slice(0, length)
          .every((part, index) => part.startsWith('{') || part.toLowerCase() === segments[index]?.toLowerCase()),
    );
    if (!matches) return segments[length - 1] ?? '';
  }
  return segments.at(-1) ?? '';
}
